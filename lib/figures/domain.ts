/**
 * Domains of axes.
 *
 * @module
 */

/**
 * A domain around values, with some room. Where 0 is nearer than half the values' span, it is taken
 * in, since most effects are read against it.
 *
 * @param values Those that are not finite are passed over.
 * @returns First and last value of an axis, first < last; [0, 1] without a finite value.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { paddedDomain } from "./domain.ts";
 *
 * const [low, high] = paddedDomain([1, 3]); // 0 is taken in
 * assertAlmostEquals(low, -0.18);
 * assertAlmostEquals(high, 3.18);
 * ```
 */
export function paddedDomain(
  values: Iterable<number | undefined>,
): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value === undefined || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const reach = (high - low) / 2;
  if (low > 0 && low <= reach) low = 0;
  if (high < 0 && -high <= reach) high = 0;
  // A millionth of a value is more than rounding: a flat line is drawn in the middle.
  const span = Math.max(high - low, 1e-6 * Math.max(Math.abs(low), Math.abs(high)));
  const room = 0.06 * span || 1;
  return [low - room, high + room];
}
