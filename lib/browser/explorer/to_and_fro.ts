/**
 * Walking to an end and back.
 *
 * @module
 */

/** Position `k` of a walk to and fro over `count` places: 0, 1, …, count − 1, …, 1, 0, … */
export function toAndFro(k: number, count: number): number {
  const period = Math.max(1, 2 * (count - 1));
  const at = ((k % period) + period) % period;
  return at < count ? at : period - at;
}
