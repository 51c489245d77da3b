/**
 * Comparing headline figures, within a tolerance.
 *
 * @module
 */

import { canonicalJson } from "../../files/canonical_json.ts";
import type { Json } from "../../files/json.ts";

/** How far two figures x (fresh) and y (reference) may lie apart: |x − y| ≤ absolute + relative·|y|. */
export interface Tolerance {
  /** In the figure's own unit, at least 0. */
  readonly absolute: number;
  /** A share of the reference, at least 0. */
  readonly relative: number;
}

/**
 * The tolerance where none is given: wide enough for another backend's rounding to grow over a
 * training run, narrow enough for a Dice of 0.88 not to pass for one of 0.95.
 */
export const TOLERANCE: Tolerance = { absolute: 0.005, relative: 0.03 };

/** Reads a tolerance written `ABSOLUTE,RELATIVE`. Throws SyntaxError where it is none. */
export function parseTolerance(text: string): Tolerance {
  const numbers = text.split(",").map((part) =>
    /^(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(part) ? Number(part) : NaN
  );
  if (numbers.length !== 2 || !numbers.every(Number.isFinite)) {
    throw new SyntaxError("write it like 0.02,0.05");
  }
  return { absolute: numbers[0], relative: numbers[1] };
}

function show(value: Json | undefined): string {
  return value === undefined ? "absent" : canonicalJson(value);
}

/** `bceExcess` and `bce-excess` in snake_case. */
function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replaceAll("-", "_");
}

/**
 * Members under the names that `others` have for them. Figures are in snake_case; results made
 * before that have some in other spellings, and hold the same figures.
 */
function underNamesOf(
  others: ReadonlyMap<string, Json>,
  members: ReadonlyMap<string, Json>,
): Map<string, Json> {
  const unpaired = new Map(
    [...others.keys()].filter((name) => !members.has(name)).map((name) => [snakeCase(name), name]),
  );
  return new Map([...members].map(([name, value]) => {
    const spelling = others.has(name) ? undefined : unpaired.get(snakeCase(name));
    return [spelling ?? name, value];
  }));
}

/**
 * What differs between two JSON values, a line each such as
 * `dice.hole: 0.88 differs from 0.95 by more than 0.0675`. Numbers may differ within the
 * tolerance, everything else must be equal, but for the spelling of a member's name.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { compareFigures } from "./compare_figures.ts";
 *
 * assertEquals(compareFigures({ dice: 0.95 }, { dice: 0.96 }), []);
 * ```
 */
export function compareFigures(
  fresh: Json | undefined,
  reference: Json | undefined,
  { tolerance = TOLERANCE, path = "" }: { tolerance?: Tolerance; path?: string } = {},
): string[] {
  const differs = `${path || "its top level"}: ${show(fresh)} differs from ${show(reference)}`;
  if (typeof fresh === "number" && typeof reference === "number") {
    const allowed = tolerance.absolute + tolerance.relative * Math.abs(reference);
    if (Math.abs(fresh - reference) <= allowed) return [];
    return [`${differs} by more than ${Number(allowed.toPrecision(4))}`];
  }
  const nested = (value: Json | undefined) => typeof value === "object" && value !== null;
  if (nested(fresh) && nested(reference) && Array.isArray(fresh) === Array.isArray(reference)) {
    const right = new Map<string, Json>(Object.entries(reference!));
    const left = underNamesOf(right, new Map<string, Json>(Object.entries(fresh!)));
    return [...new Set([...right.keys(), ...left.keys()])].flatMap((name) => {
      const below = path ? `${path}.${name}` : name;
      return compareFigures(left.get(name), right.get(name), { tolerance, path: below });
    });
  }
  return fresh === reference ? [] : [differs];
}
