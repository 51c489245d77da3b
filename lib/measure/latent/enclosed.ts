/**
 * Whether part of a sheet of codes is folded into a hole: codes of images from outside the hole that lie
 * within the loop which its edge makes. Only a plane has an inside that a loop encloses, so that this is
 * for networks with two latents.
 *
 * @module
 */

import { codeMean, type Codes } from "./covariance.ts";

const PLANE = { latents: 2 } as const;

/**
 * Which points a closed line encloses: those from which a ray crosses it an odd number of times. A line
 * that crosses itself encloses what it runs around once, and not what it runs around twice. A point on the
 * line may count either way.
 *
 * @param points Codes, row-major N × 2, N ≥ 1.
 * @param loop Corners of the line in their order, row-major M × 2, M ≥ 3; the last is joined to the first.
 * @returns One for each point.
 * @throws {RangeError} There is no point, there are fewer than three corners, or a number is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { enclosed } from "./enclosed.ts";
 *
 * const square = Float64Array.of(0, 0, 2, 0, 2, 2, 0, 2);
 * assertEquals(enclosed(Float64Array.of(1, 1, 3, 1), square), [true, false]);
 * ```
 */
export function enclosed(points: Codes, loop: Codes): boolean[] {
  for (const codes of [points, loop]) {
    if (codes.length === 0 || !codeMean(codes, PLANE).every(Number.isFinite)) {
      throw new RangeError("Cannot count the points: all must be pairs of finite numbers");
    }
  }
  const corners = loop.length / 2;
  if (corners < 3) {
    throw new RangeError(`Cannot count the points: the line must have 3 corners, has ${corners}`);
  }
  return Array.from({ length: points.length / 2 }, (_, n) => {
    const [x, y] = [points[2 * n], points[2 * n + 1]];
    let inside = false;
    for (let k = 0; k < corners; k++) {
      const next = (k + 1) % corners;
      const [x1, y1, x2, y2] = [loop[2 * k], loop[2 * k + 1], loop[2 * next], loop[2 * next + 1]];
      if ((y1 > y) !== (y2 > y) && x < x1 + (y - y1) * (x2 - x1) / (y2 - y1)) inside = !inside;
    }
    return inside;
  });
}

/**
 * Share of points that a closed line encloses, in [0, 1]; parameters and errors as of {@linkcode enclosed}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { enclosedShare } from "./enclosed.ts";
 *
 * const square = Float64Array.of(0, 0, 2, 0, 2, 2, 0, 2);
 * assertEquals(enclosedShare(Float64Array.of(1, 1, 3, 1), square), 0.5);
 * ```
 */
export function enclosedShare(points: Codes, loop: Codes): number {
  const inside = enclosed(points, loop);
  return inside.filter(Boolean).length / inside.length;
}
