/**
 * Where the codes vary: the principal axes of their covariance, and how far each points away from
 * the nearest latent axis. An aligned code has its principal axes along the latent ones.
 *
 * Read the angles with care: where two axes carry the same variance (the codes of a square, or a
 * round Gaussian), every pair of directions between them is principal, and the angle means nothing.
 *
 * @module
 */

import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** One principal axis of a set of codes. */
export interface PrincipalAxis {
  /** Unit vector of D components; its largest component is positive. */
  readonly direction: readonly number[];
  /** Variance along it, ≥ 0. */
  readonly variance: number;
  /** Its share of the total variance, in [0, 1]; 0 where nothing varies. */
  readonly share: number;
  /** Angle to each latent axis, in degrees, in [0, 90]. */
  readonly angles: readonly number[];
}

/** The latent axis that a principal axis is nearest to. */
export interface NearestLatent {
  /** Index of the latent axis, from 0. */
  readonly latent: number;
  /** Angle between the two, in degrees, in [0, 90]. */
  readonly angle: number;
  /** Cosine of that angle: the largest |cos| to any latent axis, in [0, 1]. */
  readonly cosine: number;
}

/** How well the principal axes fall on latent axes. */
export interface Alignment {
  /** For each principal axis, by falling variance, the latent axis nearest to it. */
  readonly nearest: readonly NearestLatent[];
  /**
   * The largest of those angles, in degrees, over the axes that carry at least the given share of
   * the variance: 0 is aligned, 45 is mixed between two axes. 0 where nothing varies.
   */
  readonly largestAngle: number;
}

/** Options of {@linkcode alignment}. */
export interface AlignmentOptions {
  /** Axes with a smaller share of the variance are not counted: they are noise. Default 0.01. */
  readonly minimumShare?: number;
}

/**
 * Eigen-decomposition of a covariance matrix, by falling variance.
 *
 * @param covariance A symmetric D × D matrix, in rows.
 * @returns D axes, orthogonal to each other.
 * @throws {RangeError} The matrix is empty, not square or holds a value that is not finite.
 *
 * @example
 * ```ts
 * import { principalAxes } from "./principal_axes.ts";
 *
 * principalAxes([[2, 1], [1, 2]])[0].angles; // [45, 45]
 * ```
 */
export function principalAxes(covariance: readonly (readonly number[])[]): PrincipalAxis[] {
  const size = covariance.length;
  const square = size > 0 && covariance.every((row) => row.length === size);
  if (!square || !covariance.flat().every(Number.isFinite)) {
    throw new RangeError(
      "Cannot find the principal axes: the covariance must be a square matrix of finite numbers, " +
        `received ${JSON.stringify(covariance)}`,
    );
  }
  const decomposition = new EigenvalueDecomposition(
    new Matrix(covariance.map((row) => [...row])),
    { assumeSymmetric: true },
  );
  // Rounding can leave a variance of 0 slightly negative.
  const variances = decomposition.realEigenvalues.map((value) => Math.max(0, value));
  const total = variances.reduce((sum, value) => sum + value, 0);
  return variances
    .map((variance, column) => ({
      direction: orient(decomposition.eigenvectorMatrix.getColumn(column)),
      variance,
    }))
    .sort((one, other) => other.variance - one.variance)
    .map(({ direction, variance }) => ({
      direction,
      variance,
      share: total === 0 ? 0 : variance / total,
      angles: direction.map((_, latent) => angleToAxis(direction, latent)),
    }));
}

// An axis has no sign; fixing one keeps tables equal from run to run.
function orient(vector: readonly number[]): number[] {
  const largest = vector.reduce((max, x) => Math.abs(x) > Math.abs(max) ? x : max, 0);
  return vector.map((x) => largest < 0 ? 0 - x : x);
}

// acos loses half the digits near 0°, atan2 does not.
function angleToAxis(direction: readonly number[], latent: number): number {
  const across = Math.hypot(...direction.filter((_, i) => i !== latent));
  return (Math.atan2(across, Math.abs(direction[latent])) * 180) / Math.PI;
}

/**
 * Sums up the angles of principal axes to latent axes.
 *
 * @param axes Principal axes, as {@linkcode principalAxes} gives them.
 *
 * @example
 * ```ts
 * import { alignment, principalAxes } from "./principal_axes.ts";
 *
 * alignment(principalAxes([[2, 0], [0, 1]])).largestAngle; // 0
 * ```
 */
export function alignment(
  axes: readonly PrincipalAxis[],
  { minimumShare = 0.01 }: AlignmentOptions = {},
): Alignment {
  const nearest = axes.map(({ angles, direction }) => {
    const angle = Math.min(...angles);
    const latent = angles.indexOf(angle);
    return { latent, angle, cosine: Math.abs(direction[latent]) };
  });
  const counted = nearest.filter((_, i) => axes[i].share > 0 && axes[i].share >= minimumShare);
  return { nearest, largestAngle: Math.max(0, ...counted.map(({ angle }) => angle)) };
}
