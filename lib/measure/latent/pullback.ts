/**
 * How much a decoder's image changes with a step in latent space. Distances between codes mean
 * little by themselves: one step may change the image much in one region and little in another. The
 * metric that it pulls back from the images, G = JᵀJ with J its Jacobian, measures a step by the
 * change of the image (Arvanitidis et al. 2018, arXiv 1710.11379), and √det G is how much a small
 * volume of codes is magnified (Bishop et al. 1997, "Magnification factors for the SOM and GTM
 * algorithms").
 * Where it is high, codes that are close have very different images; where it is low, codes that are
 * far apart have similar images.
 *
 * The data fill a surface of two parameters in a space of D latents, so the magnification is taken
 * along the surface alone: what the decoder does across it is left out.
 *
 * @module
 */

import type { FloatImage } from "../image/image_errors.ts";
import type { CodeShape } from "./covariance.ts";

/** A direction in latent space: D finite numbers, in latent units. */
export type Tangent = readonly number[] | Float32Array | Float64Array;

/**
 * The pull-back metric G = JᵀJ of a decoder at one code.
 *
 * @param jacobian D columns of P pixels: the derivative of the image, in pixel values (0 … 1) a
 * latent unit, with respect to each latent.
 * @returns D rows of D values, symmetric; vᵀGv is the squared length, summed over pixels, of the
 * change of the image by a small step v.
 * @throws {RangeError} There are not D columns, they differ in length, or one is empty or holds a
 * value that is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pullbackMetric } from "./pullback.ts";
 *
 * const jacobian = [Float64Array.of(1, 0, 2), Float64Array.of(0, 3, 0)];
 * assertEquals(pullbackMetric(jacobian, { latents: 2 }), [[5, 0], [0, 9]]);
 * ```
 */
export function pullbackMetric(
  jacobian: readonly FloatImage[],
  { latents }: CodeShape,
): number[][] {
  const pixels = jacobian[0]?.length ?? 0;
  const fits = jacobian.length === latents && pixels > 0 &&
    jacobian.every((column) => column.length === pixels && column.every(Number.isFinite));
  if (!fits) {
    throw new RangeError(
      `Cannot pull the metric back: the Jacobian must be ${latents} columns of as many finite ` +
        `numbers (> 0), received columns of ${jacobian.map(({ length }) => length).join(", ")}`,
    );
  }
  return jacobian.map((one) => jacobian.map((other) => dot(one, other)));
}

/**
 * The magnification of area by a decoder along a plane of codes: √det(TᵀGT), with T an orthonormal
 * basis of the plane. Which two vectors span the plane does not matter.
 *
 * @param metric G, D rows of D values, as {@linkcode pullbackMetric} gives it.
 * @param tangents Two vectors that span the plane; their lengths do not matter.
 * @returns Area of images (a squared length summed over pixels) by area of codes, ≥ 0; 0 where the
 * vectors are parallel (within 10⁻⁹) or one of them is 0, and so span no plane. Rounding is about
 * 10⁻⁸ of the largest entry of G where the decoder is flat in some direction of the plane.
 * @throws {RangeError} The metric is not D × D or the vectors do not have D components, D ≥ 1, or a
 * value is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { volumeElement } from "./pullback.ts";
 *
 * const metric = [[4, 0, 0], [0, 9, 0], [0, 0, 1]];
 * assertEquals(volumeElement(metric, [[1, 0, 0], [1, 1, 0]]), 6);
 * ```
 */
export function volumeElement(
  metric: readonly (readonly number[])[],
  tangents: readonly [Tangent, Tangent],
): number {
  checkSizes(metric, tangents);
  const basis = orthonormalBasis(tangents);
  if (basis === undefined) return 0;
  const [one, other] = basis;
  const crossed = bilinear(metric, one, other) * bilinear(metric, other, one);
  const determinant = bilinear(metric, one, one) * bilinear(metric, other, other) - crossed;
  // Rounding can leave a determinant of 0 slightly negative.
  return Math.sqrt(Math.max(0, determinant));
}

function checkSizes(metric: readonly (readonly number[])[], tangents: readonly Tangent[]): void {
  const vectors = [...metric, ...tangents].map((vector) => Array.from(vector));
  const fits = metric.length > 0 &&
    vectors.every((vector) => vector.length === metric.length && vector.every(Number.isFinite));
  if (!fits) {
    throw new RangeError(
      "Cannot measure the volume: the metric must be D × D and both tangents D finite numbers, " +
        `received ${JSON.stringify(vectors)}`,
    );
  }
}

function dot(one: Tangent, other: Tangent): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

function bilinear(metric: readonly (readonly number[])[], left: Tangent, right: Tangent): number {
  return metric.reduce((sum, row, i) => sum + left[i] * dot(row, right), 0);
}

function unit(vector: Tangent): number[] | undefined {
  const length = Math.hypot(...vector);
  return length > 0 ? Array.from(vector, (x) => x / length) : undefined;
}

function without(vector: Tangent, direction: Tangent): number[] {
  const along = dot(vector, direction);
  return Array.from(vector, (x, i) => x - along * direction[i]);
}

/**
 * Two vectors of length 1 at a right angle that span the same plane, by Gram–Schmidt; `undefined`
 * where the given ones are parallel (within 10⁻⁹) or one of them is 0, and so span none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { orthonormalBasis } from "./pullback.ts";
 *
 * assertEquals(orthonormalBasis([[2, 0, 0], [1, 3, 0]]), [[1, 0, 0], [0, 1, 0]]);
 * assertEquals(orthonormalBasis([[2, 0], [1, 0]]), undefined);
 * ```
 */
export function orthonormalBasis(
  [one, other]: readonly [Tangent, Tangent],
): [number[], number[]] | undefined {
  const first = unit(one);
  const second = unit(other);
  if (first === undefined || second === undefined) return undefined;
  const across = without(second, first);
  if (Math.hypot(...across) <= 1e-9) return undefined;
  // Once more: the first pass leaves rounding that is large beside a short remainder.
  const last = unit(without(unit(across) ?? across, first));
  return last && [first, last];
}
