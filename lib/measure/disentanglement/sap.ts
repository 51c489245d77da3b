/**
 * Separated attribute predictability (Kumar et al. 2018, arXiv 1711.00848, section 3), in its form
 * for continuous factors: how well a straight line through one code predicts a factor, and how far
 * the best code is ahead of the next. It needs no bins, so unlike the mutual information gap it has
 * no bias to speak of, but it sees straight relations only.
 *
 * Factors of equal variance that do not correlate, rotated by θ, score exactly |cos 2θ|.
 *
 * @module
 */

import { correlation } from "../latent/covariance.ts";
import { type FactorsAndCodes, meanOfDefined, pointCount, varies } from "./columns.ts";
import { gapOfLargest } from "./mig.ts";

/** Separated attribute predictability of a set of codes. */
export interface AttributePredictability {
  /**
   * Mean over the factors that vary of the gap between the two largest R², in [0, 1]; `null` where
   * none varies.
   */
  readonly score: number | null;
  /** F rows, one a factor, of D values in [0, 1]: R² of the regression on each code alone. */
  readonly r2: readonly (readonly number[])[];
}

/**
 * R² of each factor on each code alone (the squared correlation), and the mean gap between a
 * factor's two best codes. With a single code, the gap to 0. A code that does not vary has R² 0; so
 * has such a factor, which the mean leaves out.
 *
 * @throws {RangeError} The columns do not fit together (see `pointCount`).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { separatedAttributePredictability } from "./sap.ts";
 *
 * const [a, b] = [Float64Array.of(0, 0, 1, 1), Float64Array.of(0, 1, 0, 1)];
 * assertEquals(separatedAttributePredictability({ factors: [a, b], codes: [b, a] }).score, 1);
 * ```
 */
export function separatedAttributePredictability(data: FactorsAndCodes): AttributePredictability {
  const rows = pointCount(data);
  const columns = [...data.factors, ...data.codes];
  const table = new Float64Array(rows * columns.length);
  for (let i = 0; i < table.length; i++) {
    table[i] = columns[i % columns.length][Math.floor(i / columns.length)];
  }
  const r2 = correlation(table, { latents: columns.length })
    .slice(0, data.factors.length)
    .map((row) => row.slice(data.factors.length).map((r) => r ** 2));
  const gaps = r2.map((row, f) => varies(data.factors[f]) ? gapOfLargest(row) : null);
  return { score: meanOfDefined(gaps), r2 };
}
