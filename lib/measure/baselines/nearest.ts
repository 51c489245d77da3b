/**
 * The baseline that has learnt everything by heart: for each image the most similar one of the
 * training set, for each point the closest training point. A network that does no better inside a
 * hole than the nearest image outside it has filled nothing, and one whose reconstructions lie
 * nearer to a training image than to the truth remembers instead of interpolating.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { pointDistance } from "../../space/distance.ts";
import type { Axis } from "../../space/periodic.ts";
import type { Point } from "../../space/space.ts";

/** Images, row-major N × P, of finite values: pixels, or bytes that stand for x / 255. */
export type FlatImages = Float32Array | Uint8Array;

/** How to read a flat array of images. */
export interface ImageSearchOptions {
  /** Pixels an image, P ≥ 1. The search is quicker where P is a square, of images in rows. */
  readonly pixels: number;
}

/**
 * For each of N queries (N may be 0) its nearest reference, from 0 to M − 1; made by
 * {@linkcode imageSearch}.
 *
 * @throws {RangeError} The queries are no multiple of P, or a value is not finite.
 */
export type ImageSearch = (queries: FlatImages) => Promise<Uint32Array<ArrayBuffer>>;

/**
 * Makes a search among references: for each query the index of the one at the least squared pixel
 * distance, of equally near ones the lowest. It is on every backend the answer of a plain float64
 * search over float32 pixels.
 *
 * Sums over blocks of pixels, one for each block, divided by the root of its pixels, are coordinates
 * of the image in an orthonormal basis, and the length of the rest is at most one more: distances
 * between these short vectors are no larger than those between images. They tell which references
 * cannot be nearest, by the bound on their rounding errors (Higham 2002, Accuracy and Stability of
 * Numerical Algorithms, § 3.1); the few left over are measured in float64, the likeliest first.
 *
 * The short vectors' products are float32 on the active TF.js backend. Blocks are of 2 × 2 pixels up
 * to 256², so that a reference of 256² needs 66 kB beside the input. Blocks of 8 × 8 left so many
 * references over that 500 images inside a hole of radius 0.3 took 18 times as long there.
 *
 * @param references M ≥ 1 images.
 * @param options Pixels an image.
 * @throws {RangeError} There is no reference, the array is no multiple of P, or a value is not
 * finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { selectBackend } from "../../backend/mod.ts";
 * import { imageSearch } from "./nearest.ts";
 *
 * await selectBackend("wasm");
 * const nearest = imageSearch(Float32Array.of(0, 0, 1, 1), { pixels: 2 });
 * assertEquals([...await nearest(Float32Array.of(1, 0.6))], [1]);
 * ```
 */
export function imageSearch(references: FlatImages, { pixels }: ImageSearchOptions): ImageSearch {
  const known = readImages(references, { pixels, name: "references" });
  if (references.length === 0) {
    throw new RangeError("Cannot find the nearest images: there must be a reference, received 0");
  }
  return (queries) => searchAmong(known, readImages(queries, { pixels, name: "queries" }));
}

async function searchAmong(known: Images, asked: Images): Promise<Uint32Array<ArrayBuffer>> {
  const nearest = new Uint32Array(asked.lengths.length);
  const rows = Math.max(1, Math.floor(MOST_PRODUCTS / known.lengths.length));
  for (let start = 0; start < nearest.length; start += rows) {
    const end = Math.min(start + rows, nearest.length);
    const dots = await products(known, { images: asked, start, end });
    for (let query = start; query < end; query++) {
      nearest[query] = nearestOf(query, { asked, known, dots, column: query - start });
    }
  }
  return nearest;
}

/** Products of short vectors that are held at once: 16 MiB. */
const MOST_PRODUCTS = 2 ** 22;

/** Numbers of short vectors that are on the backend at once: 64 MiB. */
const MOST_COARSE = 2 ** 24;

/** Images with their short vectors. */
interface Images {
  readonly values: FlatImages;
  readonly pixels: number;
  /** ‖x‖ of each image. */
  readonly lengths: Float64Array;
  /** The short vectors, N × {@linkcode width}. */
  readonly coarse: Float32Array;
  readonly width: number;
}

/** float32 pixels of bytes. */
const UNIT = Float32Array.from({ length: 256 }, (_, byte) => byte / 255);

function readImages(
  values: FlatImages,
  { pixels, name }: { readonly pixels: number; readonly name: string },
): Images {
  const count = values.length / pixels;
  if (!Number.isInteger(pixels) || pixels < 1 || !Number.isInteger(count)) {
    throw new RangeError(
      `Cannot find the nearest images: ${name} must be N × P numbers with P ≥ 1, received ` +
        `${values.length} numbers and P = ${pixels}`,
    );
  }
  const { blockOf, sizes } = blocksOf(pixels);
  const width = sizes.length + 1;
  const lengths = new Float64Array(count);
  const coarse = new Float32Array(count * width);
  const sums = new Float64Array(sizes.length);
  for (let row = 0; row < count; row++) {
    const squares = sumBlocks(sums, { image: imageAt({ values, pixels }, row), blockOf });
    if (!Number.isFinite(squares)) {
      throw new RangeError(
        `Cannot find the nearest images: ${name} must be finite, received another value in ` +
          `image ${row}`,
      );
    }
    lengths[row] = Math.sqrt(squares);
    let within = 0;
    for (let block = 0; block < sizes.length; block++) {
      const coordinate = sums[block] / Math.sqrt(sizes[block]);
      coarse[row * width + block] = coordinate;
      within += coordinate ** 2;
    }
    coarse[(row + 1) * width - 1] = Math.sqrt(Math.max(0, squares - within));
  }
  return { values, pixels, lengths, coarse, width };
}

/** Sums of each block of an image; returns the sum of all squares. */
function sumBlocks(
  sums: Float64Array,
  { image, blockOf }: { image: Float32Array; blockOf: Uint16Array },
): number {
  sums.fill(0);
  let squares = 0;
  for (let i = 0; i < image.length; i++) {
    if (image[i] === 0) continue;
    sums[blockOf[i]] += image[i];
    squares += image[i] ** 2;
  }
  return squares;
}

/** Which block each pixel belongs to, and how many pixels each block has. */
interface Blocks {
  readonly blockOf: Uint16Array;
  readonly sizes: Float64Array;
}

/** Blocks of 2 × 2 pixels of a square image, at most 128 × 128 of them; 256 runs of any other. */
function blocksOf(pixels: number): Blocks {
  const side = Math.sqrt(pixels);
  const square = Number.isInteger(side);
  const across = square ? Math.min(Math.ceil(side / 2), 128) : Math.min(pixels, 256);
  const length = Math.ceil((square ? side : pixels) / across);
  const blockOf = Uint16Array.from(
    { length: pixels },
    square
      ? (_, i) => Math.floor(Math.floor(i / side) / length) * across + Math.floor(i % side / length)
      : (_, i) => Math.floor(i / length),
  );
  const sizes = new Float64Array(square ? across ** 2 : across);
  for (const block of blockOf) sizes[block]++;
  // A rounded length may leave blocks without a pixel, whose sums are 0.
  return { blockOf, sizes: sizes.map((size) => Math.max(1, size)) };
}

/** Products of each reference with the queries from `start` to `end`, row-major. */
async function products(
  { coarse, width, lengths: { length: count } }: Images,
  { images, start, end }: { images: Images; start: number; end: number },
): Promise<Float32Array> {
  const asked = images.coarse.subarray(start * width, end * width);
  // matMul's own transposeB takes TF.js's plain loop on wasm, ten times as slow.
  const columns = tf.tidy(() => tf.transpose(tf.tensor2d(asked, [end - start, width])));
  const dots = new Float32Array(count * (end - start));
  const rows = Math.max(1, Math.floor(MOST_COARSE / width));
  try {
    for (let first = 0; first < count; first += rows) {
      const some = coarse.subarray(first * width, Math.min(first + rows, count) * width);
      const product = tf.tidy(() =>
        tf.matMul(tf.tensor2d(some, [some.length / width, width]), columns)
      );
      const values = await product.data<"float32">().finally(() => product.dispose());
      dots.set(values, first * (end - start));
    }
    return dots;
  } finally {
    columns.dispose();
  }
}

interface Asked {
  readonly asked: Images;
  readonly known: Images;
  readonly dots: Float32Array;
  /** The query's column of the products. */
  readonly column: number;
}

function nearestOf(query: number, { asked, known, dots, column }: Asked): number {
  const { pixels } = known;
  const count = known.lengths.length;
  const image = imageAt(asked, query).slice();
  const bounds = new Float64Array(count);
  let likeliest = 0;
  for (let row = 0; row < count; row++) {
    bounds[row] = leastSquared(dots[row * (dots.length / count) + column], {
      one: known.lengths[row],
      other: asked.lengths[query],
      pixels,
      width: known.width,
    });
    if (bounds[row] < bounds[likeliest]) likeliest = row;
  }
  let nearest = likeliest;
  let least = squaredDistance(imageAt(known, likeliest), image, Infinity);
  const candidates = bounds.keys().filter((row) => bounds[row] <= least).toArray();
  for (const row of candidates.sort((one, other) => bounds[one] - bounds[other])) {
    if (bounds[row] > least) break;
    const squared = squaredDistance(imageAt(known, row), image, least);
    if (squared > least || (squared === least && row >= nearest)) continue;
    least = squared;
    nearest = row;
  }
  return nearest;
}

/** What the squared distance of two images cannot fall below, from the product of the short vectors. */
function leastSquared(
  product: number,
  { one, other, pixels, width }: { one: number; other: number; pixels: number; width: number },
): number {
  if (!Number.isFinite(product)) return -Infinity;
  const longest = one + other;
  // Twice the bound 2·(width + 2)·2⁻²⁴·‖q‖‖r‖ of a product of rounded vectors; what the last coordinate
  // loses, a root of a difference; float64's own rounding; and products that underflow.
  const error =
    (2 ** -22 * (width + 2) + 2 ** -23 * Math.sqrt(pixels) + 2 ** -50 * pixels) * longest ** 2 +
    2 ** -125 * pixels;
  return one ** 2 + other ** 2 - 2 * product - error;
}

const floats = new Map<number, Float32Array>();

/** An image as float32 pixels; of bytes, in a buffer that the next call uses again. */
function imageAt(
  { values, pixels }: Pick<Images, "values" | "pixels">,
  row: number,
): Float32Array {
  const image = values.subarray(row * pixels, (row + 1) * pixels);
  if (image instanceof Float32Array) return image;
  const unit = floats.get(pixels) ?? new Float32Array(pixels);
  floats.set(pixels, unit);
  for (let i = 0; i < pixels; i++) unit[i] = UNIT[image[i]];
  return unit;
}

/** Σ(one − other)², or, once it exceeds `most`, what it has come to. */
function squaredDistance(one: Float32Array, other: Float32Array, most: number): number {
  let sum = 0;
  for (let start = 0; start < one.length && sum <= most; start += 256) {
    const end = Math.min(start + 256, one.length);
    for (let i = start; i < end; i++) sum += (one[i] - other[i]) ** 2;
  }
  return sum;
}

/**
 * For each query the index of the closest reference in the (a, b) plane, of equally close ones the
 * lowest. The distance is Euclidean in plain (a, b) units, as that of holes is, and by the shorter way
 * around a periodic axis.
 *
 * @param queries N points; N may be 0.
 * @param references M ≥ 1 points.
 * @param options `periodic`: the axis whose range begins again where it ends, if there is one.
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
  { periodic }: { readonly periodic?: Axis | undefined } = {},
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
  return Uint32Array.from(queries, (query) => {
    let [nearest, least] = [0, Infinity];
    for (let i = 0; i < references.length; i++) {
      const distance = pointDistance(query, references[i], periodic);
      if (distance < least) [nearest, least] = [i, distance];
    }
    return nearest;
  });
}
