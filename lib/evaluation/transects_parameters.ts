/**
 * Parameters of a walk along transects: their schema, and as flags of a command line, and back.
 *
 * @module
 */

import { z } from "zod";
import { flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { PERIODIC_AXES } from "../curve/family.ts";
import { UsageError } from "../errors.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { periodOf } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";
import {
  parseTransect,
  PUBLISHED_COUNT,
  PUBLISHED_TRANSECTS,
  type Transect,
} from "../space/transect.ts";
import { modelFlag } from "./model_flag.ts";

const pointSchema = z.strictObject({
  a: z.number().min(SPACE.a[0]).max(SPACE.a[1]),
  b: z.number().min(SPACE.b[0]).max(SPACE.b[1]),
});

/** The last point of a walk, which may cross the seam of a periodic axis. */
const endSchema = z.strictObject(
  Object.fromEntries((["a", "b"] as const).map((axis) => {
    const beyond = PERIODIC_AXES.includes(axis) ? periodOf(axis) : 0;
    return [axis, z.number().min(SPACE[axis][0]).max(SPACE[axis][1] + beyond)];
  })) as Record<keyof Point, z.ZodNumber>,
);

/** Fully resolved parameters of a walk. */
export const transectsSchema = z.strictObject({
  transects: z.array(
    z.strictObject({ name: z.string().min(1), from: pointSchema, to: endSchema }),
  ).min(1).max(100),
  /** Equally spaced points of each, ends included; 15 as published. */
  count: z.int().min(2).max(1000),
});

/** Fully resolved parameters of a walk. */
export type TransectsParameters = z.infer<typeof transectsSchema>;

/** The transects that flags name; those published where they name none. */
function transectsOf(named: readonly string[]): Transect[] {
  const transects = named.length > 0
    ? named.map((text) => parseTransect(text, { around: PERIODIC_AXES }))
    : [...PUBLISHED_TRANSECTS];
  if (new Set(transects.map(({ name }) => name)).size < transects.length) {
    throw new UsageError(
      `--transect must name different transects, received ${named.join(" ")}`,
    );
  }
  return transects;
}

/** Parameters of a walk as flags, and back. */
export const transectsCommand: StageCommand<TransectsParameters> = stageCommand<
  TransectsParameters
>()({
  inputs: { model: "train", control: "train" },
  flags: {
    model: modelFlag,
    control: flag.path({
      value: "DIR",
      optional: true,
      help: "result folder of the control, to walk beside it",
    }),
    transect: flag.list({
      value: "P1|P2|P3|a0,b0:a1,b1",
      help:
        "a transect to walk, along a periodic axis also across its seam, such as 1,1.8:1,2.2; " +
        "P1, P2 and P3 where none is given",
    }),
    count: setting(transectsSchema.shape.count, {
      default: PUBLISHED_COUNT,
      help: "points on each transect",
    }),
  },
  check: ({ transect }) => void transectsOf(transect),
  parameters: ({ transect, count }) => ({ transects: transectsOf(transect), count }),
  // A transect is named as its flag spells it.
  arguments: ({ transects, count }) => [
    ...transects.flatMap(({ name }) => ["--transect", name]),
    ...argumentsOf({ count }),
  ],
});
