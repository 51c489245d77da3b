/**
 * The shape of what every measure of disentanglement takes. The metrics compare one factor with one
 * code at a time, so both come as columns, while a network gives its codes in rows. What is checked
 * here is refused once for all metrics: one NaN would otherwise fall into a bin like any number.
 *
 * @module
 */

import type { Codes, CodeShape } from "../latent/covariance.ts";
import { mean } from "../statistics.ts";

/** One factor or one latent dimension at N points. */
export type Column = Float32Array | Float64Array;

/** The true factors of N points, and the codes that a model gives them. */
export interface FactorsAndCodes {
  /** F ≥ 1 columns of N values, in any unit. */
  readonly factors: readonly Column[];
  /** D ≥ 1 columns of N values, the points in the same order. */
  readonly codes: readonly Column[];
}

/**
 * Splits a row-major array into its columns.
 *
 * @param codes N × D numbers.
 * @returns D columns of N numbers.
 * @throws {RangeError} The codes are empty or no multiple of D.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { columnsOf } from "./columns.ts";
 *
 * const columns = columnsOf(Float64Array.of(1, 2, 3, 4), { latents: 2 });
 * assertEquals(columns, [Float64Array.of(1, 3), Float64Array.of(2, 4)]);
 * ```
 */
export function columnsOf(codes: Codes, { latents }: CodeShape): Float64Array[] {
  const rows = codes.length / latents;
  if (!Number.isInteger(latents) || latents < 1 || !Number.isInteger(rows) || rows < 1) {
    throw new RangeError(
      `Cannot split the codes into columns: they must be N × D numbers with N and D ≥ 1, ` +
        `received ${codes.length} numbers and D = ${latents}`,
    );
  }
  return Array.from(
    { length: latents },
    (_, latent) => Float64Array.from({ length: rows }, (_, row) => codes[row * latents + latent]),
  );
}

/**
 * The number of points N, once the columns are known to fit together.
 *
 * @returns N ≥ 1.
 * @throws {RangeError} There is no factor or no code, the columns differ in length or are empty, or
 * a value is not finite or lies outside the range of float32 (±3.4 × 10³⁸: within it, no square
 * and no product of variances overflows).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pointCount } from "./columns.ts";
 *
 * assertEquals(
 *   pointCount({ factors: [Float64Array.of(1, 2)], codes: [Float64Array.of(3, 4)] }),
 *   2,
 * );
 * ```
 */
export function pointCount({ factors, codes }: FactorsAndCodes): number {
  const columns = [...factors, ...codes];
  const lengths = columns.map(({ length }) => length);
  const fits = factors.length > 0 && codes.length > 0 && lengths[0] > 0 &&
    lengths.every((length) => length === lengths[0]);
  if (!fits) {
    throw new RangeError(
      "Cannot compare factors with codes: both need columns of the same length ≥ 1, received " +
        `${factors.length} factors and ${codes.length} codes of lengths ${lengths.join(", ")}`,
    );
  }
  for (const column of columns) {
    const wrong = column.find((value) => !Number.isFinite(Math.fround(value)));
    if (wrong !== undefined) {
      throw new RangeError(
        "Cannot compare factors with codes: values must be finite and in the range of float32, " +
          `received ${wrong}`,
      );
    }
  }
  return lengths[0];
}

/**
 * Whether a column varies: its standard deviation exceeds 10⁻⁹ of its largest value. Less is
 * rounding (as in `correlation()`). What does not vary can be neither predicted nor told apart, so
 * a metric leaves such a factor out.
 *
 * @param column At least one finite value.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { varies } from "./columns.ts";
 *
 * assertEquals(varies(Float64Array.of(0.1, 0.1, 0.1)), false);
 * ```
 */
export function varies(column: Column): boolean {
  let [sum, largest] = [0, 0];
  for (const value of column) {
    sum += value;
    largest = Math.max(largest, Math.abs(value));
  }
  const mean = sum / column.length;
  let squares = 0;
  for (const value of column) squares += (value - mean) ** 2;
  return Math.sqrt(squares / column.length) > 1e-9 * largest;
}

/**
 * The mean over the factors that have a score.
 *
 * @returns `null` where none has.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanOfDefined } from "./columns.ts";
 *
 * assertEquals(meanOfDefined([0.5, null, 1]), 0.75);
 * ```
 */
export function meanOfDefined(scores: readonly (number | null)[]): number | null {
  const defined = scores.filter((score) => score !== null);
  return defined.length === 0 ? null : mean(defined);
}

/**
 * Checks a table of mutual information or importance, before a metric reads it.
 *
 * @param matrix Rows of one length ≥ 1, at least one, of finite values ≥ 0.
 * @param action What the metric is about to do, for the error: "measure the modularity".
 * @throws {RangeError} The matrix is anything else.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkTable } from "./columns.ts";
 *
 * checkTable([[1, 0], [0, 2]], "measure the modularity");
 * assertThrows(() => checkTable([[1, 0], [0]], "measure the modularity"), RangeError);
 * ```
 */
export function checkTable(matrix: readonly (readonly number[])[], action: string): void {
  const columns = matrix[0]?.length ?? 0;
  const rectangular = columns > 0 && matrix.every((row) => row.length === columns);
  const wrong = matrix.flat().find((value) => !(value >= 0 && value < Infinity));
  if (!rectangular || wrong !== undefined) {
    throw new RangeError(
      `Cannot ${action}: the table must have rows of one length ≥ 1, of finite values ≥ 0, ` +
        `received ${rectangular ? wrong : `rows of lengths [${matrix.map((r) => r.length)}]`}`,
    );
  }
}
