/**
 * The range of seeds. Apart from the generator (`random.ts`), so that a schema which only checks a
 * seed does not have the generator's library in its results' keys.
 *
 * @module
 */

/** The largest seed; the smallest is 0. */
export const MAX_SEED = 2 ** 32 - 1;
