/**
 * The baseline that has learnt everything by heart: for each image the most similar one of the
 * training set, for each point the closest training point. A network that does no better inside a
 * hole than the nearest image outside it has filled nothing, and one whose reconstructions lie
 * nearer to a training image than to the truth remembers instead of interpolating.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Point } from "../../space/space.ts";

/** Images to look up, and those to look among. */
export interface NearestImagesInput {
  /** N images, row-major N × P, of finite values; N may be 0. */
  readonly queries: Float32Array;
  /** M ≥ 1 images, row-major M × P, of finite values. */
  readonly references: Float32Array;
}

/** How to read a flat array of images. */
export interface NearestImagesOptions {
  /** Pixels an image, P ≥ 1. */
  readonly pixels: number;
}

/**
 * For each query the index of the reference at the least squared pixel distance, of equally near
 * ones the lowest: on every backend the answer of a plain float64 search. The float32 products of
 * ‖q‖² − 2q·r + ‖r‖² only tell which references cannot be nearest, by the bound on their rounding
 * error (Higham 2002, Accuracy and Stability of Numerical Algorithms, § 3.1); the few left over
 * are measured in float64.
 *
 * Computes on the active TF.js backend, in blocks of 16 MiB, so that it needs less than 100 MiB
 * however large the sets are. 1000 queries among 4000 references of 4096 pixels take about 3 s on
 * wasm, beside two trainings on two cores.
 *
 * @param input N queries and M references.
 * @param options Pixels an image.
 * @returns N indices from 0 to M − 1.
 * @throws {RangeError} There is no reference, an array is no multiple of P, or a value is not
 * finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { selectBackend } from "../../backend/mod.ts";
 * import { nearestImages } from "./nearest.ts";
 *
 * await selectBackend("wasm");
 * const sets = { queries: Float32Array.of(1, 0.6), references: Float32Array.of(0, 0, 1, 1) };
 * assertEquals([...await nearestImages(sets, { pixels: 2 })], [1]);
 * ```
 */
export async function nearestImages(
  { queries, references }: NearestImagesInput,
  { pixels }: NearestImagesOptions,
): Promise<Uint32Array<ArrayBuffer>> {
  const asked = readImages(queries, { pixels, name: "queries" });
  const known = readImages(references, { pixels, name: "references" });
  if (references.length === 0) {
    throw new RangeError("Cannot find the nearest images: there must be a reference, received 0");
  }
  const nearest = new Uint32Array(asked.lengths.length);
  for (const { images, start } of blocks(asked)) nearest.set(await search(images, known), start);
  return nearest;
}

interface Images {
  readonly values: Float32Array;
  readonly pixels: number;
  /** ‖x‖ of each image. */
  readonly lengths: Float64Array;
}

function readImages(
  values: Float32Array,
  { pixels, name }: { readonly pixels: number; readonly name: string },
): Images {
  const count = values.length / pixels;
  if (!Number.isInteger(pixels) || pixels < 1 || !Number.isInteger(count)) {
    throw new RangeError(
      `Cannot find the nearest images: ${name} must be N × P numbers with P ≥ 1, received ` +
        `${values.length} numbers and P = ${pixels}`,
    );
  }
  const squares = new Float64Array(count);
  for (let row = 0; row < count; row++) {
    for (let i = row * pixels; i < (row + 1) * pixels; i++) squares[row] += values[i] ** 2;
    if (!Number.isFinite(squares[row])) {
      throw new RangeError(
        `Cannot find the nearest images: ${name} must be finite, received another value in ` +
          `image ${row}`,
      );
    }
  }
  return { values, pixels, lengths: squares.map(Math.sqrt) };
}

const BLOCK_BYTES = 2 ** 24;

/** Keeps the products of two blocks within 4 MiB where images are small. */
const MOST_ROWS = 1024;

function* blocks(
  { values, pixels, lengths }: Images,
): Generator<{ images: Images; start: number }> {
  const rows = Math.min(MOST_ROWS, Math.max(1, Math.floor(BLOCK_BYTES / (4 * pixels))));
  for (let start = 0; start < lengths.length; start += rows) {
    const end = Math.min(start + rows, lengths.length);
    const block = values.subarray(start * pixels, end * pixels);
    yield { images: { values: block, pixels, lengths: lengths.subarray(start, end) }, start };
  }
}

function matrix({ values, pixels, lengths }: Images): tf.Tensor2D {
  return tf.tensor2d(values, [lengths.length, pixels]);
}

interface Found {
  readonly nearest: Uint32Array;
  /** Squared distance of the nearest one measured so far. */
  readonly least: Float64Array;
  /** What the squared distance of the nearest one cannot exceed. */
  readonly atMost: Float64Array;
}

async function search(queries: Images, references: Images): Promise<Uint32Array> {
  const count = queries.lengths.length;
  const found: Found = {
    nearest: new Uint32Array(count),
    least: new Float64Array(count).fill(Infinity),
    atMost: new Float64Array(count).fill(Infinity),
  };
  // matMul's own transposeB takes TF.js's plain loop on wasm, ten times as slow.
  const columns = tf.tidy(() => tf.transpose(matrix(queries)));
  try {
    for (const { images, start } of blocks(references)) {
      const product = tf.tidy(() => tf.matMul(matrix(images), columns));
      const dots = await product.data<"float32">().finally(() => product.dispose());
      measure(found, { queries, images, start, dots });
    }
  } finally {
    columns.dispose();
  }
  return found.nearest;
}

interface Block {
  readonly queries: Images;
  readonly images: Images;
  /** Index of the block's first image. */
  readonly start: number;
  /** Products of each image of the block with each query, row-major. */
  readonly dots: Float32Array;
}

/** Measures those images of a block that may be the nearest to a query. */
function measure({ nearest, least, atMost }: Found, { queries, images, start, dots }: Block): void {
  const { pixels } = queries;
  const estimate = (row: number, query: number) => {
    const one = images.lengths[row], other = queries.lengths[query];
    const product = dots[row * least.length + query];
    // Twice the bound 2·P·2⁻²⁴·‖q‖‖r‖; float64's own rounding, which is all there is where one image
    // is almost black; and products that underflow.
    const error = pixels *
      (2 ** -22 * one * other + 2 ** -50 * (one ** 2 + other ** 2) + 2 ** -125);
    return {
      squared: one ** 2 + other ** 2 - 2 * product,
      error: Number.isFinite(product) ? error : Infinity,
    };
  };
  for (let row = 0; row < images.lengths.length; row++) {
    for (let query = 0; query < least.length; query++) {
      const { squared, error } = estimate(row, query);
      if (squared + error < atMost[query]) atMost[query] = squared + error;
    }
  }
  for (let row = 0; row < images.lengths.length; row++) {
    for (let query = 0; query < least.length; query++) {
      const { squared, error } = estimate(row, query);
      if (squared - error > atMost[query]) continue;
      const exact = squaredDistance(imageAt(images, row), imageAt(queries, query));
      if (exact >= least[query]) continue;
      least[query] = exact;
      nearest[query] = start + row;
    }
  }
}

function imageAt({ values, pixels }: Images, row: number): Float32Array {
  return values.subarray(row * pixels, (row + 1) * pixels);
}

function squaredDistance(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] - other[i]) ** 2;
  return sum;
}

/**
 * For each query the index of the closest reference in the (a, b) plane, of equally close ones the
 * lowest. The distance is Euclidean in plain (a, b) units, as that of holes is.
 *
 * @param queries N points; N may be 0.
 * @param references M ≥ 1 points.
 * @returns N indices from 0 to M − 1.
 * @throws {RangeError} There is no reference, or a coordinate is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { nearestPoints } from "./nearest.ts";
 *
 * assertEquals(
 *   [...nearestPoints([{ a: 1.25, b: 1 }], [{ a: 0.5, b: 0 }, { a: 1.5, b: 1 }])],
 *   [1],
 * );
 * ```
 */
export function nearestPoints(
  queries: readonly Point[],
  references: readonly Point[],
): Uint32Array<ArrayBuffer> {
  if (references.length === 0) {
    throw new RangeError("Cannot find the nearest points: there must be a reference, received 0");
  }
  for (const { a, b } of [...queries, ...references]) {
    if (!Number.isFinite(a) || !Number.isFinite(b)) {
      throw new RangeError(
        `Cannot find the nearest points: a and b must be finite, received (${a}, ${b})`,
      );
    }
  }
  return Uint32Array.from(queries, ({ a, b }) => {
    const distances = references.map((point) => Math.hypot(point.a - a, point.b - b));
    return distances.reduce((best, distance, i) => distance < distances[best] ? i : best, 0);
  });
}
