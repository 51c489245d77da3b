/**
 * Stretching a picture to another size with a bilinear filter: the last step of the published
 * geometry. The canvas' own smoothing is not used because its filter depends on the library's
 * version and on the ratio of sizes, and its result is rounded to 8 bits twice.
 *
 * @module
 */

/** Weights of one axis: pixel i of the result is Σ_k weights[i·taps + k] · source[first[i] + k]. */
interface Filter {
  readonly taps: number;
  readonly first: Int32Array;
  readonly weights: Float32Array;
}

function triangleFilter(from: number, to: number): Filter {
  const scale = from / to;
  // Enlarging is plain bilinear interpolation. Reducing widens the triangle to cover every pixel.
  const support = Math.max(1, scale);
  const taps = Math.min(from, Math.ceil(2 * support));
  const first = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let i = 0; i < to; i++) {
    const centre = (i + 0.5) * scale;
    const start = Math.floor(centre - support + 0.5);
    first[i] = Math.min(Math.max(start, 0), from - taps);
    const own = Array.from({ length: taps }, (_, k) => {
      const distance = Math.abs(first[i] + k + 0.5 - centre) / support;
      return Math.max(0, 1 - distance);
    });
    // Weights beyond the border are dropped and the rest scaled up: the edge pixel is repeated.
    const sum = own.reduce((total, weight) => total + weight, 0);
    own.forEach((weight, k) => weights[i * taps + k] = weight / sum);
  }
  return { taps, first, weights };
}

/** Resamples pictures of one size to another; made by {@linkcode createResampler}. */
export type Resampler = (source: Uint8Array, target: Uint8Array) => void;

/**
 * Makes a function that resamples `width × height` grey pictures (row-major, 0–255) to
 * `size × size`, with pixel centres at half-integers. Enlarging is bilinear interpolation, with the
 * edge pixels repeated beyond the border; reducing averages with a triangle of matching width.
 * The arithmetic is float32 until one final rounding.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { createResampler } from "./resample.ts";
 *
 * const target = new Uint8Array(4 * 4);
 * createResampler({ width: 2, height: 1, size: 4 })(Uint8Array.of(0, 100), target);
 * assertEquals([...target.subarray(0, 4)], [0, 25, 75, 100]);
 * ```
 */
export function createResampler(
  { width, height, size }: { width: number; height: number; size: number },
): Resampler {
  const across = triangleFilter(width, size);
  const down = triangleFilter(height, size);
  const rows = new Float32Array(height * size);
  const blank = new Uint8Array(height);
  const sums = new Float32Array(size);
  return (source, target) => {
    for (let y = 0; y < height; y++) {
      const start = y * width;
      // Many rows of a line drawing are empty, and need no sums.
      let ink = 0;
      for (let x = start; x < start + width; x++) ink |= source[x];
      blank[y] = ink === 0 ? 1 : 0;
      if (ink === 0) continue;
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let k = 0; k < across.taps; k++) {
          sum += across.weights[x * across.taps + k] * source[start + across.first[x] + k];
        }
        rows[y * size + x] = sum;
      }
    }
    for (let y = 0; y < size; y++) {
      sums.fill(0);
      for (let k = 0; k < down.taps; k++) {
        const from = down.first[y] + k;
        if (blank[from]) continue;
        const weight = down.weights[y * down.taps + k];
        for (let x = 0; x < size; x++) sums[x] += weight * rows[from * size + x];
      }
      // Storing truncates, so that adding a half rounds. Rounding errors stay far below another half.
      for (let x = 0; x < size; x++) target[y * size + x] = sums[x] + 0.5;
    }
  };
}
