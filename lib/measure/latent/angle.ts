/**
 * Angles between directions of codes.
 *
 * @module
 */

/**
 * Angle between two unit vectors, in radians, in [0, π]. The arc cosine of their product would lose
 * half the digits near 0 (Kahan 2006, "How futile are mindless assessments of roundoff in
 * floating-point computation?", §12).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { angleBetween } from "./angle.ts";
 *
 * assertAlmostEquals(angleBetween([1, 0], [0, 1]), Math.PI / 2);
 * ```
 */
export function angleBetween(one: readonly number[], other: readonly number[]): number {
  const sum = Math.hypot(...one.map((x, i) => x + other[i]));
  const difference = Math.hypot(...one.map((x, i) => other[i] - x));
  return 2 * Math.atan2(difference, sum);
}
