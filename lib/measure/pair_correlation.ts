/**
 * How closely two numbers go together over a few replicates.
 *
 * @module
 */

import { correlation } from "./latent/covariance.ts";

/** Pearson's correlation with its 95 % interval. */
export interface PairCorrelation {
  /** In [−1, 1]. */
  readonly estimate: number;
  /** Lower end of the interval, in [−1, 1]; −1 for three pairs. */
  readonly low: number;
  /** Upper end; 1 for three pairs. */
  readonly high: number;
}

/** The 97.5 % point of the standard normal distribution. */
const NORMAL = 1.959963984540054;

/**
 * Pearson's r of pairs, with the interval that Fisher's transformation gives: artanh r ± 1.96/√(n − 3)
 * (R. A. Fisher, Metron 1, 1921). It takes the pairs as independent and jointly normal.
 *
 * @throws {RangeError} There are fewer than three pairs, or a number is always the same or not finite.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { pairCorrelation } from "./pair_correlation.ts";
 *
 * assertAlmostEquals(pairCorrelation([[1, 2], [2, 1], [3, 4], [4, 3]]).estimate, 0.6);
 * ```
 */
export function pairCorrelation(pairs: readonly (readonly [number, number])[]): PairCorrelation {
  const values = Float64Array.from(pairs.flat());
  if (pairs.length < 3 || !values.every(Number.isFinite)) {
    throw new RangeError("Cannot correlate: there must be three pairs or more of finite numbers");
  }
  if ([0, 1].some((side) => new Set(pairs.map((pair) => pair[side])).size === 1)) {
    throw new RangeError("Cannot correlate: both numbers must vary");
  }
  const estimate = correlation(values, { latents: 2 })[0][1];
  if (pairs.length === 3) return { estimate, low: -1, high: 1 };
  const reach = NORMAL / Math.sqrt(pairs.length - 3);
  const end = (sign: number) => Math.tanh(Math.atanh(estimate) + sign * reach);
  return { estimate, low: end(-1), high: end(1) };
}
