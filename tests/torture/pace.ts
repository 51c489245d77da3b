/**
 * The pace of the machine: limits of time are stated for one that has nothing else to do, and are
 * multiplied by how much slower this one is at the moment. So a busy or a slow machine loses no try,
 * and on a quiet one the limits are what they say.
 *
 * @module
 */

/** Steps of the yardstick. */
const STEPS = 100_000_000;

/** Milliseconds that they take on the machine for which limits are stated, with nothing beside. */
const QUIET = 110;

/** What they come to: that it is used keeps a compiler from dropping the loop. */
const END = -817673983;

/** How many times slower than that machine this one is at the moment, at least 1. Takes a moment. */
export function slowness(): number {
  const started = performance.now();
  let value = 1;
  for (let k = 0; k < STEPS; k++) value = Math.imul(value, 1664525) + 1013904223 | 0;
  const took = performance.now() - started;
  if (value !== END) throw new Error(`the yardstick comes to ${value}`);
  return Math.max(1, took / QUIET);
}

/**
 * Whether something took longer than it may.
 *
 * @param took milliseconds
 * @param limit milliseconds on a quiet machine
 * @param pace {@linkcode slowness}; asked only where the limit is passed
 */
export function isTooLong(took: number, limit: number, pace: () => number = slowness): boolean {
  return took > limit && took > limit * pace();
}
