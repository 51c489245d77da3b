/**
 * Where the codes vary: the principal axes of their covariance, and how far each points away from
 * the nearest latent axis. An aligned code has its principal axes along the latent ones.
 *
 * Where two axes carry the same variance (the codes of a square, or a round Gaussian), every pair of
 * directions between them is principal, and their angles mean nothing. So each axis comes with the
 * standard error of its direction, and {@linkcode alignment} gives no angle where that is large.
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
   * the variance: 0 is aligned, 45 is mixed between two axes. `null` where nothing varies, or one of
   * those axes has no direction of its own (see {@linkcode directionErrors}).
   */
  readonly largestAngle: number | null;
}

/** Options of {@linkcode alignment}. */
export interface AlignmentOptions {
  /** Axes with a smaller share of the variance are not counted: they are noise. Default 0.01. */
  readonly minimumShare?: number;
  /** Number of codes that the covariance is of, ≥ 1. Default Infinity: no sampling error. */
  readonly count?: number;
}

/** Standard error of a direction above which its angles say nothing, in degrees. */
const LARGEST_ERROR = 10;

// Rounding: eigenvalues closer than this, relative to the larger, are equal.
const TIE = 1e-9;

/**
 * Standard error of each principal axis's direction, √(Σ_j λ_i λ_j / (n (λ_i − λ_j)²)) for normal
 * codes (Anderson 1963, https://doi.org/10.1214/aoms/1177704248), as an angle.
 *
 * @param axes Principal axes, as {@linkcode principalAxes} gives them.
 * @returns Degrees, in [0, 90]; 90 for axes of equal variance, whatever the number of codes.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { directionErrors, principalAxes } from "./principal_axes.ts";
 *
 * const [apart] = directionErrors(principalAxes([[2, 0], [0, 1]]), { count: 5000 });
 * assertAlmostEquals(apart, 1.15, 0.01);
 * assertEquals(directionErrors(principalAxes([[1, 0], [0, 1]]), { count: 5000 }), [90, 90]);
 * ```
 */
export function directionErrors(
  axes: readonly PrincipalAxis[],
  { count }: { readonly count: number },
): number[] {
  return axes.map(({ variance }, i) => {
    const squares = axes.reduce((sum, other, j) => {
      if (i === j) return sum;
      const gap = Math.abs(variance - other.variance);
      if (gap <= TIE * Math.max(variance, other.variance)) return Infinity;
      return sum + variance / gap * (other.variance / gap) / count;
    }, 0);
    return Math.min(90, Math.sqrt(squares) * 180 / Math.PI);
  });
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
 * import { assertEquals } from "@std/assert";
 * import { principalAxes } from "./principal_axes.ts";
 *
 * assertEquals(principalAxes([[2, 1], [1, 2]])[0].angles, [45, 45]);
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
 * import { assertEquals } from "@std/assert";
 * import { alignment, principalAxes } from "./principal_axes.ts";
 *
 * assertEquals(alignment(principalAxes([[2, 0], [0, 1]])).largestAngle, 0);
 * ```
 */
export function alignment(
  axes: readonly PrincipalAxis[],
  { minimumShare = 0.01, count = Infinity }: AlignmentOptions = {},
): Alignment {
  const nearest = axes.map(({ angles, direction }) => {
    const angle = Math.min(...angles);
    const latent = angles.indexOf(angle);
    return { latent, angle, cosine: Math.abs(direction[latent]) };
  });
  const counts = axes.map(({ share }) => share > 0 && share >= minimumShare);
  const counted = nearest.filter((_, i) => counts[i]);
  const unclear = directionErrors(axes, { count }).some((error, i) =>
    counts[i] && error > LARGEST_ERROR
  );
  return {
    nearest,
    largestAngle: counted.length === 0 || unclear
      ? null
      : Math.max(...counted.map(({ angle }) => angle)),
  };
}
