/**
 * A smooth map by least squares, from the parameters of an image to its code or back. What a
 * network makes of the hole is read against what mere smoothness would: a polynomial fitted around
 * the hole and continued across it knows nothing of images.
 *
 * The basis is the products of normalised Legendre polynomials √(2k + 1) P_k of all total degrees
 * up to the given one, in inputs scaled to [−1, 1] by their least and largest values. They are
 * orthonormal for points uniform over that box, which keeps degree 8 well conditioned where powers
 * are not (Trefethen 2019, "Approximation Theory and Approximation Practice", chapter 17). Where
 * the points do not fix every coefficient (few points, duplicates, an input that does not vary),
 * the solution is the one of least norm: of all maps that fit equally well, the one whose mean
 * square over the box is least.
 *
 * @module
 */

import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";
import type { Codes } from "./covariance.ts";

/** Points of a map: what goes in and what came out. */
export interface PolynomialData {
  /** Inputs of N points, row-major N × from, finite, in any unit. */
  readonly inputs: Codes;
  /** Outputs of the same points, row-major N × to, finite, in any unit. */
  readonly outputs: Codes;
}

/** The size of a polynomial map. */
export interface PolynomialShape {
  /** Dimensions that go in, from 1 up. */
  readonly from: number;
  /** Dimensions that come out, from 1 up. */
  readonly to: number;
  /** Largest total degree of a term, from 0 (a constant) up. */
  readonly degree: number;
}

/** A fitted map. */
export interface Polynomial {
  /** Largest total degree of a term. */
  readonly degree: number;
  /** Terms of each output, `termCount(from, degree)`. */
  readonly terms: number;
  /**
   * Evaluates the map, also outside the box of the points it was fitted to, where it soon grows.
   *
   * @param inputs M points, row-major M × from, M ≥ 0, in the unit of the fitted ones.
   * @returns Their outputs, row-major M × to.
   * @throws {RangeError} The inputs are no M × from finite numbers.
   */
  predict(inputs: Codes): Float64Array;
}

/**
 * Terms of total degree ≤ `degree` in `from` variables: the binomial coefficient
 * (from + degree) over degree.
 *
 * @param from Variables, from 1 up.
 * @param degree Total degree, from 0 up.
 * @throws {RangeError} One of them is no whole number or too small.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { termCount } from "./polynomial.ts";
 *
 * assertEquals(termCount(2, 3), 10); // 1, x, y, x², xy, y², x³, x²y, xy², y³
 * ```
 */
export function termCount(from: number, degree: number): number {
  checkWhole("from", from, 1);
  checkWhole("degree", degree, 0);
  let count = 1;
  for (let i = 1; i <= degree; i++) count = (count * (from + i)) / i;
  return count;
}

function checkWhole(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Cannot make a polynomial: ${name} must be a whole number ≥ ${least}, received ${value}`,
    );
  }
}

/**
 * Fits a polynomial map by least squares. Singular values below 10⁻¹⁰ of the largest count as 0;
 * an input that does not vary (by more than 10⁻⁹ of its largest value) is ignored.
 *
 * @param data N ≥ 1 points.
 * @throws {RangeError} There is no point, a number is not finite, the lengths do not go together,
 * or the shape is not one of whole numbers from ≥ 1, to ≥ 1, degree ≥ 0.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fitPolynomial } from "./polynomial.ts";
 *
 * const data = { inputs: Float64Array.of(0, 1, 2, 3), outputs: Float64Array.of(0, 1, 4, 9) };
 * const square = fitPolynomial(data, { from: 1, to: 1, degree: 2 });
 * assertEquals([...square.predict(Float64Array.of(1.5))], [2.25]);
 * ```
 */
export function fitPolynomial(data: PolynomialData, shape: PolynomialShape): Polynomial {
  const { from, to, degree } = shape;
  const rows = checkData(data, shape);
  const terms = termCount(from, degree);
  const basis = legendreBasis(boundingBox(data.inputs, from), degree);
  // Rows of zeros change no sum of squares, and the decomposition wants no fewer rows than columns.
  const system = Matrix.zeros(Math.max(rows, terms + to), terms + to);
  for (let row = 0; row < rows; row++) {
    basis(data.inputs, row).forEach((value, term) => system.set(row, term, value));
    for (let i = 0; i < to; i++) system.set(row, terms + i, data.outputs[row * to + i]);
  }
  const coefficients = solveLeastNorm(system, terms);
  return {
    degree,
    terms,
    predict(inputs) {
      checkFinite("the inputs to predict from", inputs, from);
      const outputs = new Float64Array((inputs.length / from) * to);
      for (let row = 0; row < inputs.length / from; row++) {
        basis(inputs, row).forEach((value, term) => {
          for (let i = 0; i < to; i++) outputs[row * to + i] += value * coefficients.get(term, i);
        });
      }
      return outputs;
    },
  };
}

function checkFinite(name: string, values: Codes, width: number): void {
  if (values.length % width !== 0 || !values.every(Number.isFinite)) {
    throw new RangeError(
      `Cannot use a polynomial: ${name} must be finite numbers, ${width} a point, ` +
        `received ${values.length} numbers`,
    );
  }
}

function checkData({ inputs, outputs }: PolynomialData, { from, to }: PolynomialShape): number {
  checkWhole("from", from, 1);
  checkWhole("to", to, 1);
  checkFinite("the inputs", inputs, from);
  checkFinite("the outputs", outputs, to);
  const rows = inputs.length / from;
  if (rows < 1 || outputs.length !== rows * to) {
    throw new RangeError(
      "Cannot fit a polynomial: inputs and outputs must be of the same points, at least 1, " +
        `received ${rows} and ${outputs.length / to}`,
    );
  }
  return rows;
}

/** One side of a box: its middle and half its length, which is 0 for an input to be ignored. */
interface Side {
  readonly centre: number;
  readonly half: number;
}

function boundingBox(inputs: Codes, from: number): Side[] {
  return Array.from({ length: from }, (_, column) => {
    let [least, most] = [Infinity, -Infinity];
    for (let i = column; i < inputs.length; i += from) {
      least = Math.min(least, inputs[i]);
      most = Math.max(most, inputs[i]);
    }
    const half = most / 2 - least / 2;
    const varies = half > 1e-9 * Math.max(Math.abs(least), Math.abs(most));
    return { centre: least / 2 + most / 2, half: varies ? half : 0 };
  });
}

/** Values of every term at one row; the array is used again by the next call. */
type Basis = (inputs: Codes, row: number) => Float64Array;

function legendreBasis(box: readonly Side[], degree: number): Basis {
  const exponents = exponentsUpTo(box.length, degree);
  const powers = box.map(() => new Float64Array(degree + 1));
  const values = new Float64Array(exponents.length);
  return (inputs, row) => {
    box.forEach(({ centre, half }, i) => {
      const x = half === 0 ? 0 : (inputs[row * box.length + i] - centre) / half;
      fillLegendre(powers[i], x);
    });
    for (let term = 0; term < values.length; term++) {
      let product = 1;
      for (let i = 0; i < box.length; i++) product *= powers[i][exponents[term][i]];
      values[term] = product;
    }
    return values;
  };
}

/** √(2k + 1) P_k(x) for every k, by (k + 1) P_{k+1} = (2k + 1) x P_k − k P_{k−1}. */
function fillLegendre(values: Float64Array, x: number): void {
  let [before, current] = [0, 1];
  for (let k = 0; k < values.length; k++) {
    values[k] = Math.sqrt(2 * k + 1) * current;
    [before, current] = [current, ((2 * k + 1) * x * current - k * before) / (k + 1)];
  }
}

function exponentsUpTo(from: number, degree: number): number[][] {
  if (from === 0) return [[]];
  return Array.from({ length: degree + 1 }, (_, power) => power).flatMap((power) =>
    exponentsUpTo(from - 1, degree - power).map((rest) => [power, ...rest])
  );
}

/**
 * Coefficients from the system [Φ | Y]. Its triangle holds R and QᵀY side by side, so that the long
 * Q is never built, and the singular values of Φ are those of the small R.
 */
function solveLeastNorm(system: Matrix, terms: number): Matrix {
  const triangle = new QrDecomposition(system).upperTriangularMatrix;
  const { leftSingularVectors, diagonal, rightSingularVectors } = new SingularValueDecomposition(
    triangle.subMatrix(0, terms - 1, 0, terms - 1),
  );
  const outputs = triangle.subMatrix(0, terms - 1, terms, system.columns - 1);
  const rotated = leftSingularVectors.transpose().mmul(outputs);
  const least = 1e-10 * Math.max(...diagonal);
  diagonal.forEach((value, i) => rotated.mulRow(i, value > least ? 1 / value : 0));
  return rightSingularVectors.mmul(rotated);
}
