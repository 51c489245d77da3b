/**
 * Made-up evaluations for tests of comparisons: a few points each, whose Dice is given.
 *
 * @module
 */

import type { ComparedArm } from "../../lib/comparison/compare.ts";
import {
  type Evaluated,
  POINT_MEASURES,
  type SetColumns,
} from "../../lib/comparison/evaluations.ts";
import type { Row } from "../../lib/files/tables.ts";
import { assertEquals } from "@std/assert";

export const INTERVALS = { intervals: true };

/** Columns of three points with given Dice; every other measure is 1 − Dice. */
export function columns(dice: readonly number[], shift = 0, shiftB = shift): SetColumns {
  const a = Float64Array.from(dice, (_, n) => 1 + n / 10 + shift);
  const values = (of: (x: number) => number) => Float64Array.from(dice, of);
  return {
    a,
    b: a.map((value) => value - shift + shiftB),
    ids: dice.map((_, n) => `hole ${n}`),
    measures: Object.fromEntries(
      POINT_MEASURES.map((name) => [
        name,
        values((x) => name === "dice" || name === "ssim" ? x : 1 - x),
      ]),
    ),
  };
}

export function evaluated(
  dice: readonly number[],
  { method = dice, mig = 0, shift = 0 }: {
    method?: readonly number[];
    mig?: number | null;
    shift?: number;
  } = {},
): Evaluated {
  return {
    sets: new Map([["hole", columns(dice, shift)]]),
    methods: new Map([["hole", new Map([["nearest_image", columns(method, shift)]])]]),
    codes: { mig },
    notes: mig === null ? { mig: "no signal" } : {},
    distance: [{
      edge: "hole",
      from: "-0.1",
      to: "0",
      count: "3",
      dice: String(dice[0]),
      bce_excess: "0.1",
      a_error: "0.1",
      b_error: "0.1",
    }],
    lattice: [],
  };
}

export function arm(
  name: string,
  pairs: readonly (readonly [model: Evaluated, control: Evaluated | null])[],
  against: string | null = null,
): ComparedArm {
  return {
    name,
    against,
    replicates: pairs.map(([model, control], seed) => ({ seed, model, control })),
  };
}

export function find(rows: readonly Row[], wanted: Row): Row {
  const found = rows.filter((row) => Object.entries(wanted).every(([k, v]) => row[k] === v));
  assertEquals(found.length, 1, JSON.stringify(wanted));
  return found[0];
}

export const DICE = { set: "hole", measure: "dice" };
