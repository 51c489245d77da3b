/**
 * The best linear code of the images: principal components, found without any network. With as
 * many components as a network has latent dimensions it shows what the curved code is worth; with
 * many more (50) it shows what pixels alone tell of an image that no training image resembles.
 *
 * 4000 images of 4096 pixels are too many for an exact decomposition in JavaScript, and only the
 * first few components matter: they come from randomised subspace iteration (Halko, Martinsson &
 * Tropp 2011, arXiv 0909.4061, algorithm 4.4), a handful of products with a narrow matrix.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom, type Random } from "../../random.ts";
import { principalAxes } from "../latent/principal_axes.ts";

/** The first principal components of a set of images of P pixels. */
export interface PrincipalComponents {
  /** The mean image, P values. */
  readonly mean: Float64Array;
  /**
   * k × P, row-major: orthonormal, by falling variance. The first value of each that is at least
   * half as large as its largest is positive.
   */
  readonly components: Float64Array;
  /** Variance of the set along each of the k components, divided by N, in pixel units², ≥ 0. */
  readonly variances: Float64Array;
}

/** Options of {@linkcode fitPrincipalComponents}. */
export interface PrincipalComponentsOptions {
  /** Pixels an image, P ≥ 1. */
  readonly pixels: number;
  /** How many components to find, ≥ 1. */
  readonly components: number;
  /** Seed of the random start, from 0 to 2³² − 1. Default 0. */
  readonly seed?: number;
  /** Subspace iterations, ≥ 0: more tell apart components closer in variance. Default 4. */
  readonly iterations?: number;
  /** Dimensions that are iterated beyond those kept, ≥ 0. Default 10. */
  readonly oversampling?: number;
}

/**
 * Finds the first principal components of a set of images. Products are float32 on the active TF.js
 * backend, all else is float64: standard deviations below about 10⁻⁶ of the largest are noise. On
 * wasm a variance carried by 131072 equal pixels came out 3 · 10⁻⁴ too large.
 *
 * There are as many components as asked for, but no more than images or pixels. Where the images
 * vary in fewer directions, the rest are arbitrary directions of no variance.
 *
 * From 4000 images of 4096 pixels, 50 components take about 3 s and 3 take about 2 s on wasm, beside
 * two trainings on two cores. With the default iterations and the slowly falling variances of such
 * images, the variance of the 50th is found to about 0.1 %, that of the first 35 to 10⁻⁶.
 *
 * @param images N ≥ 1 images, row-major N × P: pixels in [0, 1], or bytes that stand for x / 255.
 * @param options Pixels an image and components to find; see {@linkcode PrincipalComponentsOptions}.
 * @returns The same for the same images, options and backend.
 * @throws {RangeError} The images are no N × P pixels in [0, 1], or an option is out of its range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals, assertEquals } from "@std/assert";
 * import { selectBackend } from "../../backend/mod.ts";
 * import { fitPrincipalComponents } from "./principal_components.ts";
 *
 * await selectBackend("wasm");
 * const images = Float32Array.of(0, 0.5, 1, 0.5);
 * const found = await fitPrincipalComponents(images, { pixels: 2, components: 1 });
 * assertEquals([...found.mean], [0.5, 0.5]);
 * assertEquals([...found.components].map(Math.abs), [1, 0]);
 * assertAlmostEquals(found.variances[0], 0.25);
 * ```
 */
export async function fitPrincipalComponents(
  images: Float32Array | Uint8Array,
  { pixels, components, seed = 0, iterations = 4, oversampling = 10 }: PrincipalComponentsOptions,
): Promise<PrincipalComponents> {
  checkWhole(components, { name: "components", least: 1 });
  checkWhole(iterations, { name: "iterations", least: 0 });
  checkWhole(oversampling, { name: "oversampling", least: 0 });
  checkImages(images, pixels);
  const set: Centred = { images, mean: meanImage(images, pixels) };
  const most = Math.min(images.length / pixels, pixels);
  const width = Math.min(components + oversampling, most);
  const random = createRandom(seed, "measure/principal components");

  const start = Array.from({ length: width }, () => normals(images.length / pixels, random));
  let basis = orthonormalise(await sumImages(set, start), random);
  for (let i = 0; i < iterations; i++) {
    const scores = orthonormalise(await project(set, basis), random);
    basis = orthonormalise(await sumImages(set, scores), random);
  }
  const scores = await project(set, basis);
  const covariance = scores.map((one) => scores.map((other) => dot(one, other) / one.length));
  const axes = principalAxes(covariance).slice(0, Math.min(components, most));
  return {
    mean: set.mean,
    components: flatten(axes.map(({ direction }) => combine(basis, direction))),
    variances: Float64Array.from(axes, ({ variance }) => variance),
  };
}

/** Options of {@linkcode reconstructFromComponents}. */
export interface ComponentReconstructionOptions {
  /** How many of the components to use, from 1 to k. Default k, all of them. */
  readonly components?: number;
}

/**
 * Projects images on the mean and the first components of a model, and draws the projections:
 * the nearest images, in squared distance, that the linear code can express, clamped to [0, 1].
 *
 * @param model Components as {@linkcode fitPrincipalComponents} gives them.
 * @param images N ≥ 1 images, row-major N × P, pixels in [0, 1].
 * @returns N × P pixels in [0, 1].
 * @throws {RangeError} The images are no N × P pixels in [0, 1], or the model has fewer components.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { selectBackend } from "../../backend/mod.ts";
 * import { fitPrincipalComponents, reconstructFromComponents } from "./principal_components.ts";
 *
 * await selectBackend("wasm");
 * const images = Float32Array.of(0, 0.5, 1, 0.5);
 * const model = await fitPrincipalComponents(images, { pixels: 2, components: 1 });
 * assertEquals(
 *   [...await reconstructFromComponents(model, Float32Array.of(0.25, 1))],
 *   [0.25, 0.5],
 * );
 * ```
 */
export async function reconstructFromComponents(
  model: PrincipalComponents,
  images: Float32Array,
  { components = model.variances.length }: ComponentReconstructionOptions = {},
): Promise<Float32Array<ArrayBuffer>> {
  const { mean } = model;
  const pixels = mean.length;
  if (!Number.isInteger(components) || components < 1 || components > model.variances.length) {
    throw new RangeError(
      `Cannot reconstruct: components must be a whole number from 1 to ` +
        `${model.variances.length}, received ${components}`,
    );
  }
  checkImages(images, pixels);
  const drawn = new Float32Array(images.length);
  const basis = matrix(model.components.subarray(0, components * pixels), pixels);
  const columns = tf.transpose(basis);
  try {
    for (const { block, start } of blocks({ images, mean })) {
      const offsets = await read(() => tf.matMul(tf.matMul(matrix(block, pixels), columns), basis));
      for (let from = 0; from < offsets.length; from += pixels) {
        for (let i = 0; i < pixels; i++) {
          const pixel = mean[i] + offsets[from + i];
          drawn[start * pixels + from + i] = Math.min(1, Math.max(0, pixel));
        }
      }
    }
  } finally {
    tf.dispose([basis, columns]);
  }
  return drawn;
}

function checkWhole(
  value: number,
  { name, least }: { readonly name: string; readonly least: number },
): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(
      `Cannot find principal components: ${name} must be a whole number ≥ ${least}, ` +
        `received ${value}`,
    );
  }
}

function checkImages(images: Float32Array | Uint8Array, pixels: number): void {
  const count = images.length / pixels;
  if (!Number.isInteger(pixels) || pixels < 1 || !Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot use principal components: images must be N × P numbers with N and P ≥ 1, ` +
        `received ${images.length} numbers and P = ${pixels}`,
    );
  }
  if (images instanceof Uint8Array) return;
  for (let i = 0; i < images.length; i++) {
    if (images[i] >= 0 && images[i] <= 1) continue;
    throw new RangeError(
      `Cannot use principal components: pixels must be from 0 to 1, received ${images[i]}`,
    );
  }
}

function meanImage(images: Float32Array | Uint8Array, pixels: number): Float64Array {
  const sum = new Float64Array(pixels);
  for (let from = 0; from < images.length; from += pixels) {
    for (let i = 0; i < pixels; i++) sum[i] += images[from + i];
  }
  const full = images instanceof Uint8Array ? 255 : 1;
  return sum.map((total) => total / (full * (images.length / pixels)));
}

/** The matrix of the images less their mean, N × P, of which only blocks are ever made. */
interface Centred {
  readonly images: Float32Array | Uint8Array;
  readonly mean: Float64Array;
}

const BLOCK_BYTES = 2 ** 24;

function* blocks({ images, mean }: Centred): Generator<{ block: Float32Array; start: number }> {
  const pixels = mean.length;
  const rows = Math.max(1, Math.floor(BLOCK_BYTES / (4 * pixels)));
  const full = images instanceof Uint8Array ? 255 : 1;
  for (let start = 0; start * pixels < images.length; start += rows) {
    const block = new Float32Array(images.subarray(start * pixels, (start + rows) * pixels));
    for (let from = 0; from < block.length; from += pixels) {
      for (let i = 0; i < pixels; i++) block[from + i] = block[from + i] / full - mean[i];
    }
    yield { block, start };
  }
}

function matrix(values: Float32Array | Float64Array, columns: number): tf.Tensor2D {
  const floats = values instanceof Float32Array ? values : new Float32Array(values);
  return tf.tensor2d(floats, [values.length / columns, columns]);
}

async function read(make: () => tf.Tensor): Promise<Float32Array> {
  const tensor = tf.tidy(make);
  return await tensor.data<"float32">().finally(() => tensor.dispose());
}

/** Products of each direction (a row of P) with each centred image: rows of N. */
async function project(set: Centred, directions: readonly Float64Array[]): Promise<Float64Array[]> {
  const pixels = set.mean.length;
  const scores = directions.map(() => new Float64Array(set.images.length / pixels));
  // Not matMul's own transposeB, which takes TF.js's plain loop on wasm, ten times as slow.
  const columns = tf.tidy(() => tf.transpose(matrix(flatten(directions), pixels)));
  try {
    for (const { block, start } of blocks(set)) {
      const products = await read(() => tf.matMul(matrix(block, pixels), columns));
      for (let i = 0; i < products.length; i++) {
        scores[i % scores.length][start + Math.floor(i / scores.length)] = products[i];
      }
    }
  } finally {
    columns.dispose();
  }
  return scores;
}

/** Sums of the centred images, weighted by each of the rows of N: rows of P. */
async function sumImages(set: Centred, weights: readonly Float64Array[]): Promise<Float64Array[]> {
  const pixels = set.mean.length;
  const sums = weights.map(() => new Float64Array(pixels));
  for (const { block, start } of blocks(set)) {
    const rows = block.length / pixels;
    const part = flatten(weights.map((row) => row.subarray(start, start + rows)));
    const products = await read(() => tf.matMul(matrix(part, rows), matrix(block, pixels)));
    for (let i = 0; i < products.length; i++) {
      sums[Math.floor(i / pixels)][i % pixels] += products[i];
    }
  }
  return sums;
}

/** Below this share of its length, what a vector adds to those before it is rounding. */
const DEPENDENT = 1e-10;

/**
 * Makes the vectors orthonormal in place, by modified Gram–Schmidt done twice (Giraud, Langou &
 * Rozložník 2005, https://doi.org/10.1016/j.camwa.2005.08.009). A vector that depends on those
 * before it is drawn anew.
 */
function orthonormalise(vectors: Float64Array[], random: Random): Float64Array[] {
  vectors.forEach((vector, i) => {
    for (let pass = 0; pass < 2; pass++) {
      const before = Math.sqrt(dot(vector, vector));
      for (let j = 0; j < i; j++) add(vector, vectors[j], -dot(vector, vectors[j]));
      const after = Math.sqrt(dot(vector, vector));
      if (after > DEPENDENT * before) {
        for (let k = 0; k < vector.length; k++) vector[k] /= after;
      } else {
        vector.set(normals(vector.length, random));
        pass = -1;
      }
    }
  });
  return vectors;
}

function normals(length: number, random: Random): Float64Array {
  return Float64Array.from({ length }, () => random.normal());
}

/**
 * A weighted sum of vectors, turned so that its first large value is positive. An axis has no sign;
 * the largest value cannot give it one, since in a symmetric image rounding chooses which that is.
 */
function combine(vectors: readonly Float64Array[], weights: readonly number[]): Float64Array {
  const sum = new Float64Array(vectors[0].length);
  vectors.forEach((vector, i) => add(sum, vector, weights[i]));
  const largest = sum.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  const first = sum.find((x) => Math.abs(x) >= largest / 2) ?? 0;
  return first < 0 ? sum.map((x) => 0 - x) : sum;
}

function add(sum: Float64Array, vector: Float64Array, weight: number): void {
  for (let i = 0; i < sum.length; i++) sum[i] += weight * vector[i];
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i] * other[i];
  return sum;
}

function flatten(rows: readonly Float64Array[]): Float64Array {
  const flat = new Float64Array(rows.length * rows[0].length);
  rows.forEach((row, i) => flat.set(row, i * row.length));
  return flat;
}
