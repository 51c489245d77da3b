/**
 * How far the codes are from independent, with no factors to compare with: the total correlation
 * (Watanabe 1960), which β-TCVAE penalises (Chen et al. 2018, arXiv 1802.04942, equation 2). Here
 * it is that of a Gaussian with the codes' covariance, so it sees correlation and nothing else: a
 * square rotated by 45° has none, and comes out at 0 though its codes depend on each other.
 *
 * @module
 */

import { EigenvalueDecomposition, Matrix } from "ml-matrix";

// Codes are float32: what they resolve of a correlation matrix ends well above this eigenvalue.
const LEAST_EIGENVALUE = 1e-12;

// As in correlation(): a smaller deviation, relative to the largest, is rounding.
const LEAST_DEVIATION = 1e-9;

function checkCovariance(covariance: readonly (readonly number[])[]): void {
  const size = covariance.length;
  const valid = size > 0 && covariance.every((row) => row.length === size) &&
    covariance.flat().every(Number.isFinite) && covariance.every((row, i) => row[i] >= 0);
  if (!valid) {
    throw new RangeError(
      "Cannot measure the total correlation: the covariance must be a square matrix of finite " +
        `numbers with variances ≥ 0, received ${JSON.stringify(covariance)}`,
    );
  }
}

/**
 * Total correlation of a Gaussian, ½ (Σ ln C_ii − ln det C) = −½ Σ ln λ over the eigenvalues λ of
 * its correlation matrix, in nats. Scaling a code changes nothing.
 *
 * A dimension whose standard deviation is 0, or below 10⁻⁹ of the largest one, is left out.
 *
 * @param covariance A symmetric D × D matrix, in rows, as `covariance()` gives it.
 * @returns A value ≥ 0; 0 where no two dimensions covary or none varies; `Infinity` where others
 * determine a dimension (an eigenvalue of the correlation matrix is at most 10⁻¹²).
 * @throws {RangeError} The matrix is empty or not square, or holds a value that is not finite or a
 * negative variance.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { gaussianTotalCorrelation } from "./total_correlation.ts";
 *
 * assertAlmostEquals(gaussianTotalCorrelation([[1, 0.9], [0.9, 1]]), 0.8304, 0.0001);
 * ```
 */
export function gaussianTotalCorrelation(covariance: readonly (readonly number[])[]): number {
  checkCovariance(covariance);
  const deviation = covariance.map((row, i) => Math.sqrt(row[i]));
  const least = LEAST_DEVIATION * Math.max(...deviation);
  const varying = [...deviation.keys()].filter((i) => deviation[i] > least);
  if (varying.length === 0) return 0;
  const correlation = varying.map((i) =>
    varying.map((j) => {
      const value = covariance[i][j] / deviation[i] / deviation[j];
      return i === j ? 1 : Math.min(1, Math.max(-1, value));
    })
  );
  const { realEigenvalues } = new EigenvalueDecomposition(new Matrix(correlation), {
    assumeSymmetric: true,
  });
  if (Math.min(...realEigenvalues) <= LEAST_EIGENVALUE) return Infinity;
  const logDeterminant = realEigenvalues.reduce((sum, value) => sum + Math.log(value), 0);
  return Math.max(0, -0.5 * logDeterminant);
}
