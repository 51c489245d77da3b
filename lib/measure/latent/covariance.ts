/**
 * How the codes of a set of images hang together: their covariance, their correlation, and the two
 * penalties that an ablation compares. The published penalty is no covariance (it is not centred,
 * and the absolute value stands inside the mean); for factors uniform on a square it is 0.250 when
 * the codes are aligned with them and 0.167 when they are rotated by 45°, so that it rewards
 * mixing. The centred penalty is the off-diagonal term of DIP-VAE-I (Kumar et al. 2018,
 * arXiv 1711.00848).
 *
 * Codes are a row-major N × D array. Covariances are those of the set itself: sums divided by N.
 *
 * @module
 */

/** Codes of N images, row-major N × D. */
export type Codes = Float32Array | Float64Array;

/** How to read a flat array of codes. */
export interface CodeShape {
  /** Latent dimensions D, from 1 up. */
  readonly latents: number;
}

function rowCount(codes: Codes, { latents }: CodeShape): number {
  const rows = codes.length / latents;
  if (!Number.isInteger(latents) || latents < 1 || !Number.isInteger(rows) || rows < 1) {
    throw new RangeError(
      `Cannot measure the codes: they must be N × D numbers with N and D ≥ 1, received ` +
        `${codes.length} numbers and D = ${latents}`,
    );
  }
  return rows;
}

/**
 * Mean of each latent dimension.
 *
 * @returns D means.
 * @throws {RangeError} The codes are empty or no multiple of D.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { codeMean } from "./covariance.ts";
 *
 * assertEquals([...codeMean(Float64Array.of(0, 1, 2, 3), { latents: 2 })], [1, 2]);
 * ```
 */
export function codeMean(codes: Codes, shape: CodeShape): Float64Array {
  const rows = rowCount(codes, shape);
  const mean = new Float64Array(shape.latents);
  for (let i = 0; i < codes.length; i++) mean[i % shape.latents] += codes[i];
  return mean.map((sum) => sum / rows);
}

/**
 * Covariance matrix, Σ (μ − mean)(μ − mean)ᵀ / N, in two passes.
 *
 * @returns D rows of D values.
 * @throws {RangeError} The codes are empty or no multiple of D.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { covariance } from "./covariance.ts";
 *
 * assertEquals(covariance(Float64Array.of(-1, -1, 1, 1), { latents: 2 }), [[1, 1], [1, 1]]);
 * ```
 */
export function covariance(codes: Codes, shape: CodeShape): number[][] {
  const { latents } = shape;
  const rows = rowCount(codes, shape);
  const mean = codeMean(codes, shape);
  const matrix = Array.from({ length: latents }, () => new Array<number>(latents).fill(0));
  for (let start = 0; start < codes.length; start += latents) {
    for (let i = 0; i < latents; i++) {
      const difference = codes[start + i] - mean[i];
      for (let j = 0; j <= i; j++) matrix[i][j] += difference * (codes[start + j] - mean[j]);
    }
  }
  for (let i = 0; i < latents; i++) {
    for (let j = 0; j <= i; j++) matrix[j][i] = matrix[i][j] /= rows;
  }
  return matrix;
}

/**
 * Correlation matrix: 1 on the diagonal, values in [−1, 1] elsewhere. A dimension that does not
 * vary (its standard deviation is below 10⁻⁹ of its largest value, far under what float32 codes
 * resolve) correlates with nothing: 0.
 *
 * @returns D rows of D values.
 * @throws {RangeError} The codes are empty or no multiple of D.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { correlation } from "./covariance.ts";
 *
 * assertEquals(correlation(Float64Array.of(-1, 2, 1, -2), { latents: 2 }), [[1, -1], [-1, 1]]);
 * ```
 */
export function correlation(codes: Codes, shape: CodeShape): number[][] {
  const matrix = covariance(codes, shape);
  const largest = new Float64Array(shape.latents);
  for (let i = 0; i < codes.length; i++) {
    const latent = i % shape.latents;
    largest[latent] = Math.max(largest[latent], Math.abs(codes[i]));
  }
  const deviation = matrix.map((row, i) => Math.sqrt(row[i]));
  const varies = deviation.map((value, i) => value > 1e-9 * largest[i]);
  return matrix.map((row, i) =>
    row.map((value, j) => {
      if (i === j) return 1;
      if (!varies[i] || !varies[j]) return 0;
      return Math.min(1, Math.max(-1, value / (deviation[i] * deviation[j])));
    })
  );
}

/**
 * The largest |correlation| between two different dimensions, in [0, 1]; 0 for a single one.
 *
 * @param matrix A correlation matrix, as {@linkcode correlation} gives it.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { largestCorrelation } from "./covariance.ts";
 *
 * assertEquals(largestCorrelation([[1, -0.5], [-0.5, 1]]), 0.5);
 * ```
 */
export function largestCorrelation(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce(
    (largest, row, i) =>
      row.reduce((max, value, j) => i === j ? max : Math.max(max, Math.abs(value)), largest),
    0,
  );
}

/**
 * The published penalty, mean over pairs i < j of the mean over images of |μ_i μ_j| (Lin 2021,
 * part 3). See the module's text for why it measures no disentanglement.
 *
 * @returns A value ≥ 0; 0 for a single dimension.
 * @throws {RangeError} The codes are empty or no multiple of D.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { publishedPenalty } from "./covariance.ts";
 *
 * assertEquals(publishedPenalty(Float64Array.of(1, -2, 3, 4), { latents: 2 }), (2 + 12) / 2);
 * ```
 */
export function publishedPenalty(codes: Codes, shape: CodeShape): number {
  const { latents } = shape;
  const rows = rowCount(codes, shape);
  const pairs = (latents * (latents - 1)) / 2;
  let sum = 0;
  for (let start = 0; start < codes.length; start += latents) {
    for (let i = 0; i < latents; i++) {
      for (let j = 0; j < i; j++) sum += Math.abs(codes[start + i] * codes[start + j]);
    }
  }
  return pairs === 0 ? 0 : sum / rows / pairs;
}

/**
 * The centred penalty, Σ over i ≠ j of cov_ij² (each pair counts twice).
 *
 * @param matrix A covariance matrix, as {@linkcode covariance} gives it.
 * @returns A value ≥ 0; 0 where no two dimensions covary.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { offDiagonalPenalty } from "./covariance.ts";
 *
 * assertEquals(offDiagonalPenalty([[1, 0.5], [0.5, 1]]), 0.5);
 * ```
 */
export function offDiagonalPenalty(matrix: readonly (readonly number[])[]): number {
  return matrix.reduce(
    (sum, row, i) => row.reduce((total, value, j) => i === j ? total : total + value ** 2, sum),
    0,
  );
}
