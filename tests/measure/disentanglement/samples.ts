/**
 * Factors with codes whose scores are known, and data on which a measure could break. Shared by
 * the tests of the disentanglement measures.
 *
 * @module
 */

import fc from "fast-check";
import type { FactorsAndCodes } from "../../../lib/measure/disentanglement/columns.ts";
import { createRandom } from "../../../lib/random.ts";

/** Two columns, turned by an angle. */
export function rotate([x, y]: readonly Float64Array[], degrees: number): Float64Array[] {
  const [cos, sin] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
  return [x.map((_, i) => cos * x[i] - sin * y[i]), x.map((_, i) => sin * x[i] + cos * y[i])];
}

/** Factors uniform on the unit square; codes are the same with Gaussian noise, then turned. */
export function square(
  { points = 5000, degrees = 0, noise = 0, seed = 0 } = {},
): { factors: Float64Array[]; codes: Float64Array[] } {
  const random = createRandom(seed, "tests/square");
  const draw = (next: () => number) => Float64Array.from({ length: points }, next);
  const factors = [draw(random.uniform), draw(random.uniform)];
  const noisy = factors.map((factor) => factor.map((x) => x + noise * random.normal()));
  return { factors, codes: rotate(noisy, degrees) };
}

/** A column of N normal numbers that depends on nothing. */
export function deadCode(points: number): Float64Array {
  const random = createRandom(0, "tests/dead code");
  return Float64Array.from({ length: points }, random.normal);
}

/** Two factors and up to four codes of whole numbers, at 1 to 40 points, with many ties. */
export const anyData: fc.Arbitrary<FactorsAndCodes> = fc
  .record({ points: fc.integer({ min: 1, max: 40 }), codes: fc.integer({ min: 1, max: 4 }) })
  .chain(({ points, codes }) => {
    const column = fc
      .array(fc.integer({ min: -20, max: 20 }), { minLength: points, maxLength: points })
      .map((values) => Float64Array.from(values));
    return fc.record({
      factors: fc.array(column, { minLength: 2, maxLength: 2 }),
      codes: fc.array(column, { minLength: codes, maxLength: codes }),
    });
  });

/** Data without spread, in one way or another. */
export const degenerate: Readonly<Record<string, FactorsAndCodes>> = {
  "one point": columns([[1], [2]], [[3], [4]]),
  "two points": columns([[0, 1], [1, 0]], [[0, 1], [2, 2]]),
  "a constant code": columns([[1, 2, 3, 4, 5, 6], [4, 1, 3, 5, 1, 0]], [
    new Array(6).fill(0.1),
    [1, 3, 2, 5, 4, 6],
  ]),
  "nothing but constant codes": columns([[1, 2, 3], [3, 1, 2]], [[0.1, 0.1, 0.1]]),
  "a constant factor": columns([new Array(7).fill(0.1)], [[1, 2, 3, 4, 5, 6, 7]]),
  "duplicate points": columns([[1, 1, 1, 2, 2, 2], [3, 3, 3, 4, 4, 4]], [[5, 5, 5, 6, 6, 6]]),
  "a duplicate code": columns([[1, 2, 3, 4, 5], [5, 2, 4, 1, 3]], [[1, 2, 3, 4, 4], [
    1,
    2,
    3,
    4,
    4,
  ]]),
  "float32's extremes": columns([[-3e38, 3e38, 0, 1e-45]], [[3e38, -3e38, 1e-45, 0]]),
};

function columns(factors: number[][], codes: number[][]): FactorsAndCodes {
  return {
    factors: factors.map((column) => Float64Array.from(column)),
    codes: codes.map((column) => Float64Array.from(column)),
  };
}
