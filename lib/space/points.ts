/**
 * Points of the space: drawn at random, for training, and on a regular lattice, for a picture of
 * the whole space.
 *
 * @module
 */

import type { Random } from "../random.ts";
import { type Point, SPACE } from "./space.ts";

function checkCount(count: number, what: string): void {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot place points: ${what} must be a whole number ≥ 1, received ${count}`,
    );
  }
}

/**
 * Draws points uniform over the space. A longer draw begins with the shorter one.
 *
 * Throws RangeError unless `count` is a whole number ≥ 1.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createRandom } from "../random.ts";
 * import { samplePoints } from "./points.ts";
 *
 * const points = samplePoints(5000, createRandom(0, "points"));
 * assert(points.every(({ a, b }) => a >= 0.5 && a <= 2 && b >= 0 && b <= 2));
 * ```
 */
export function samplePoints(count: number, random: Random): Point[] {
  checkCount(count, "count");
  const { a: [a0, a1], b: [b0, b1] } = SPACE;
  return Array.from({ length: count }, () => {
    const a = a0 + (a1 - a0) * random.uniform();
    return { a, b: b0 + (b1 - b0) * random.uniform() };
  });
}

/** `count` equally spaced numbers, both ends included; the middle where `count` is 1. */
function ticks([low, high]: readonly [number, number], count: number): number[] {
  if (count === 1) return [(low + high) / 2];
  // The weighted mean meets both ends exactly, which low + i·step does not.
  return Array.from(
    { length: count },
    (_, i) => (low * (count - 1 - i) + high * i) / (count - 1),
  );
}

/** Values of a and of b on the lattice of the sheet: a step of 0.1 in both. */
export const LATTICE = { columns: 16, rows: 21 } as const;

/**
 * A regular lattice over the space, edges included (of a periodic axis too, both ends of which are
 * the same shape, as on a map of the plane): `rows` values of b, rising, each with
 * `columns` values of a, rising. Returned row by row.
 *
 * Throws RangeError unless both are whole numbers ≥ 1.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lattice } from "./points.ts";
 *
 * const corners = [{ a: 0.5, b: 0 }, { a: 2, b: 0 }, { a: 0.5, b: 2 }, { a: 2, b: 2 }];
 * assertEquals(lattice(2, 2), corners);
 * ```
 */
export function lattice(rows = 10, columns = 10): Point[] {
  checkCount(rows, "rows");
  checkCount(columns, "columns");
  const across = ticks(SPACE.a, columns);
  return ticks(SPACE.b, rows).flatMap((b) => across.map((a) => ({ a, b })));
}
