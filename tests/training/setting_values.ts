/**
 * What each setting is changed to, to see that none does nothing: by the test of training in one
 * process, and by the real scripts (`tests/torture/settings.ts`).
 *
 * @module
 */

import { FAMILIES, FAMILY_NAMES } from "../../lib/curve/family.ts";
import { z } from "zod";
import { PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { POSTERIOR_NAMES } from "../../lib/model/posteriors.ts";
import type { SettingName } from "../../lib/study/settings.ts";
import { assert } from "@std/assert";

/** Values that each number is changed to; the words are those of the schema. */
const NUMBERS: Readonly<Record<string, readonly number[]>> = {
  "divide": [16, 60, 64],
  "latents": [1, 2, 3],
  "loss.lambda": [0, 1e-300, 1e-3, 8e-3],
  "loss.gamma": [0, 1e-300, 1e-4, 1e-2],
  "epochs": [1, 2],
  "batch": [1, 2, 8, 9],
  "rate": [1e-299, 1e-300, 1e-12, 1e-3],
  "seed": [0, 1],
};

/**
 * The paths of a schema's leaves, and the values to try. Fails on a number that has none here, so that
 * a new parameter cannot be forgotten.
 */
export function valuesOf(
  shape: z.core.$ZodShape,
  prefix = "",
): [path: string, values: unknown[]][] {
  return Object.entries(shape).flatMap(([name, schema]): [string, unknown[]][] => {
    const path = prefix + name;
    if (schema instanceof z.ZodObject) return valuesOf(schema.shape, `${path}.`);
    if (schema instanceof z.ZodEnum) return [[path, schema.options]];
    if (schema instanceof z.ZodBoolean) return [[path, [false, true]]];
    // It changes no network: what it adds to a result is tested by itself.
    if (path === "snapshots") return [];
    assert(Object.hasOwn(NUMBERS, path), `${path} is new: give it values to be tried with`);
    return [[path, [...NUMBERS[path]]]];
  });
}

/** Parameters within parameters. */
export type Tree = { [name: string]: unknown };

/** The parameter at a path such as `loss.gamma`. */
export const at = (parameters: unknown, path: string): unknown =>
  path.split(".").reduce((value, name) => (value as Tree)[name], parameters);

/** What each parameter of an evaluation is changed to. */
export const EVALUATION_VALUES = { stroke: [1, 3], noise: [true], epoch: [1] } as const;

/** Two values or more of each setting, of which some differ from the smoke profile's own. */
export const SETTING_VALUES: Readonly<Record<SettingName, readonly (string | number)[]>> = {
  "hole": ["none", "disc:1.25,1,0.6", "strip:a,1,1.2"],
  "hole.radius": [0.3, 0.5],
  "leak": [1, 3],
  "family": FAMILY_NAMES,
  "petals": FAMILIES.rose.petals,
  "points": ["0.5x", 200],
  "size": [40],
  "stroke": ["0.5x", 3],
  "subset": ["punctured", "full"],
  "loss": PENALTY_NAMES,
  "lambda": [0, 1e-3],
  "gamma": [0, 1e-3],
  "weights": ["none", "published", "per-image"],
  "divide": [16, 60, 64],
  "latents": [1, 2, 3],
  "posterior": POSTERIOR_NAMES,
  "epochs": [1, "2x"],
  "batch": [1, 16],
  "rate": [1e-4, "2x"],
  "decay": ["constant", "cosine"],
  "snapshots": ["on"],
  "evaluation.epoch": [1, 2],
  "evaluation.stroke": ["0.5x", 3],
  "evaluation.noise": ["off", "on"],
};
