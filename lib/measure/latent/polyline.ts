/**
 * A line of codes as the points themselves give it, joined by straight segments: nothing is fitted
 * or smoothed. So two lines can be compared that have the same number of points, as the published
 * network's and ours along the same 15 shapes; `curvature.ts` estimates the curve behind the points,
 * and needs more of them.
 *
 * @module
 */

import { angleBetween } from "./angle.ts";
import { codeMean, type Codes, type CodeShape } from "./covariance.ts";

/** Length, chord and turn of a line of points. */
export interface Polyline {
  /** Sum of the segments' lengths, in the unit of the codes, ≥ 0. */
  readonly length: number;
  /** Distance from the first point to the last, in the same unit, ≥ 0. */
  readonly chord: number;
  /**
   * Sum of the angles between each segment and the next, in radians, ≥ 0: 0 for points on a straight
   * line in their order. It depends on the number of points: more of them follow the bends better,
   * and have more jitter in them. A rotation, a shift or a uniform scaling does not change it.
   */
  readonly turn: number;
}

/**
 * Measures a line of points. Segments of length 0 have no direction, and are left out of the turn.
 *
 * @param points Codes in their order along the line, row-major N × D, N ≥ 1.
 * @throws {RangeError} The points are empty or no multiple of D, or a number is not finite.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { polyline } from "./polyline.ts";
 *
 * const corner = polyline(Float64Array.of(0, 0, 3, 0, 3, 4), { latents: 2 });
 * assertEquals([corner.length, corner.chord], [7, 5]);
 * assertAlmostEquals(corner.turn, Math.PI / 2);
 * ```
 */
export function polyline(points: Codes, shape: CodeShape): Polyline {
  if (!codeMean(points, shape).every(Number.isFinite)) {
    throw new RangeError("Cannot measure the line: every code must be a finite number");
  }
  const { latents } = shape;
  const rows = Array.from(
    { length: points.length / latents },
    (_, n) => [...points.subarray(n * latents, (n + 1) * latents)],
  );
  const segments = rows.slice(1).map((row, n) => difference(row, rows[n]));
  const lengths = segments.map((segment) => Math.hypot(...segment));
  const directions = segments
    .map((segment, n) => segment.map((x) => x / lengths[n]))
    .filter((_, n) => lengths[n] > 0);
  return {
    length: lengths.reduce((sum, length) => sum + length, 0),
    chord: Math.hypot(...difference(rows[rows.length - 1], rows[0])),
    turn: directions.slice(1).reduce(
      (sum, direction, n) => sum + angleBetween(directions[n], direction),
      0,
    ),
  };
}

function difference(one: readonly number[], other: readonly number[]): number[] {
  return one.map((x, i) => x - other[i]);
}
