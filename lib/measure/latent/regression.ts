/**
 * How well one set of numbers predicts another, on points that the fit has not seen. The R² of a
 * straight line and of a curved polynomial, side by side, tell a code that carries a parameter
 * along an axis from one that carries it bent; and the same cross-validation picks the degree of a
 * smooth map, so that nobody has to. In-sample R² can only rise with the degree (Stone 1974,
 * "Cross-validatory choice and assessment of statistical predictions", J. R. Stat. Soc. B 36).
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import type { Codes } from "./covariance.ts";
import {
  fitPolynomial,
  type PolynomialData,
  type PolynomialShape,
  termCount,
} from "./polynomial.ts";

/** Points of a regression with a single target. */
export interface RegressionData {
  /** Inputs of N points, row-major N × from, finite, in any unit. */
  readonly inputs: Codes;
  /** The target of each point, N finite numbers, in any unit. */
  readonly targets: Codes;
}

/** How points are split into folds. */
export interface FoldOptions {
  /** Folds, a whole number from 2 up; each point a fold of its own where N is smaller. */
  readonly folds?: number;
  /** Seed of the split, from 0 to 2³² − 1. Default 0. */
  readonly seed?: number;
}

/** Options of {@linkcode crossValidatedR2}; 10 folds by default. */
export interface R2Options extends FoldOptions {
  /** Dimensions of an input, from 1 up. */
  readonly from: number;
  /** Total degree of the polynomial: 1 is linear. */
  readonly degree: number;
}

/** Options of {@linkcode chooseDegree}; 5 folds by default. */
export interface DegreeOptions extends FoldOptions {
  /** Dimensions of an input, from 1 up. */
  readonly from: number;
  /** Dimensions of an output, from 1 up. */
  readonly to: number;
  /** Degrees to choose from, in any order, at least one. */
  readonly candidates: readonly number[];
}

/**
 * Out-of-fold R² of one target: the points are split at random into folds, each fold is predicted
 * by a polynomial fitted to the others, and R² = 1 − Σ (y − ŷ)² / Σ (y − mean)² over all of them at
 * once.
 *
 * A fit that predicts worse than the mean has R² < 0, without bound where it extrapolates; values
 * under −1 are reported as −1, so that one wild point cannot swamp a mean over networks.
 *
 * @param data N ≥ 1 points.
 * @returns A value in [−1, 1]; `null` for a target that does not vary (its standard deviation is at
 * most 10⁻⁹ of its largest value), and so for a single point.
 * @throws {RangeError} There is no point, the lengths do not go together, a number is not finite,
 * or an option is out of its range.
 *
 * @example
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { crossValidatedR2 } from "./regression.ts";
 *
 * const inputs = Float64Array.from({ length: 41 }, (_, i) => i / 20 - 1);
 * const data = { inputs, targets: inputs.map((x) => x * x) };
 * assert(crossValidatedR2(data, { from: 1, degree: 1 })! < 0); // a parabola has no linear part
 * assertAlmostEquals(crossValidatedR2(data, { from: 1, degree: 2 })!, 1);
 * ```
 */
export function crossValidatedR2(
  { inputs, targets }: RegressionData,
  { from, degree, folds = 10, seed = 0 }: R2Options,
): number | null {
  const data = { inputs, outputs: targets };
  checkPoints(data, { from, to: 1 });
  checkFolds(folds);
  const total = squaresAboutMean(targets, 1);
  let largest = 0;
  for (const y of targets) largest = Math.max(largest, Math.abs(y));
  if (Math.sqrt(total / targets.length) <= 1e-9 * largest) return null;
  const error = outOfFoldError(data, { from, to: 1, degree }, { folds, seed });
  return Math.max(-1, 1 - error / total);
}

/**
 * The degree of polynomial map whose out-of-fold squared error, summed over all points and outputs,
 * is least. Degrees with more terms than a third of the points in a training fold are left out; if
 * that leaves none, the answer is the lowest candidate. Errors closer than 10⁻¹² of the outputs'
 * sum of squares about their mean are a tie, which the lower degree wins.
 *
 * Outputs are not rescaled: one that varies more weighs more. For 4000 points, 2 inputs, 3 outputs,
 * degrees 1 to 8 and 5 folds it takes about a second on one core.
 *
 * @param data N ≥ 1 points.
 * @returns One of the candidates.
 * @throws {RangeError} There is no point or no candidate, the lengths do not go together, a number
 * is not finite, or an option is out of its range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { chooseDegree } from "./regression.ts";
 *
 * const inputs = Float64Array.from({ length: 60 }, (_, i) => i / 59);
 * const outputs = inputs.map((x) => x ** 3 - x);
 * assertEquals(
 *   chooseDegree({ inputs, outputs }, { from: 1, to: 1, candidates: [1, 2, 3, 4, 5] }),
 *   3,
 * );
 * ```
 */
export function chooseDegree(
  data: PolynomialData,
  { from, to, candidates, folds = 5, seed = 0 }: DegreeOptions,
): number {
  const rows = checkPoints(data, { from, to });
  checkFolds(folds);
  const degrees = [...candidates].sort((one, other) => one - other);
  if (degrees.length === 0) {
    throw new RangeError("Cannot choose a degree: there must be at least 1 candidate, received 0");
  }
  const training = rows - Math.ceil(rows / Math.min(folds, rows));
  const affordable = degrees.filter((degree) => termCount(from, degree) <= training / 3);
  if (affordable.length === 0) return degrees[0];
  const errors = affordable.map((degree) =>
    outOfFoldError(data, { from, to, degree }, { folds, seed })
  );
  const tie = 1e-12 * squaresAboutMean(data.outputs, to);
  const least = Math.min(...errors);
  return affordable[errors.findIndex((error) => error <= least + tie)];
}

function checkPoints(
  { inputs, outputs }: PolynomialData,
  { from, to }: Omit<PolynomialShape, "degree">,
): number {
  const rows = inputs.length / from;
  const finite = inputs.every(Number.isFinite) && outputs.every(Number.isFinite);
  if (!Number.isInteger(rows) || rows < 1 || outputs.length !== rows * to || !finite) {
    throw new RangeError(
      `Cannot cross-validate: inputs must be N × ${from} and outputs N × ${to} finite numbers ` +
        `with N ≥ 1, received ${inputs.length} and ${outputs.length} numbers`,
    );
  }
  return rows;
}

function checkFolds(folds: number): void {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new RangeError(
      `Cannot cross-validate: folds must be a whole number ≥ 2, received ${folds}`,
    );
  }
}

function squaresAboutMean(values: Codes, width: number): number {
  const rows = values.length / width;
  const means = new Float64Array(width);
  for (let i = 0; i < values.length; i++) means[i % width] += values[i] / rows;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - means[i % width]) ** 2;
  return sum;
}

function outOfFoldError(
  { inputs, outputs }: PolynomialData,
  shape: PolynomialShape,
  { folds, seed }: Required<FoldOptions>,
): number {
  const { from, to } = shape;
  const order = createRandom(seed, "measure/folds").permutation(inputs.length / from);
  let sum = 0;
  for (let fold = 0; fold < Math.min(folds, order.length); fold++) {
    const kept = order.filter((_, i) => i % folds !== fold);
    const held = order.filter((_, i) => i % folds === fold);
    const map = fitPolynomial(
      { inputs: pickRows(inputs, kept, from), outputs: pickRows(outputs, kept, to) },
      shape,
    );
    const predicted = map.predict(pickRows(inputs, held, from));
    const expected = pickRows(outputs, held, to);
    for (let i = 0; i < expected.length; i++) sum += (predicted[i] - expected[i]) ** 2;
  }
  return sum;
}

function pickRows(values: Codes, rows: Uint32Array, width: number): Float64Array {
  const picked = new Float64Array(rows.length * width);
  rows.forEach((row, i) => picked.set(values.subarray(row * width, (row + 1) * width), i * width));
  return picked;
}
