/**
 * How far a reconstruction is from its target, image by image. The study trained with binary
 * cross-entropy and reported no error at all; cross-entropy alone is hard to read, since grey
 * (antialiased) pixels keep it above zero for a perfect reconstruction. So its lower bound and the
 * excess over it stand beside it, with three measures on their usual scales.
 *
 * Images are row-major pixels in [0, 1]; all sums are float64.
 *
 * @module
 */

/** Pixels of one image in [0, 1], row-major. */
export type FloatImage = Float32Array | Float64Array;

/** How to read a flat array of pixels. */
export interface ImageShape {
  /** Pixels a row. */
  readonly width: number;
}

function checkPair(target: FloatImage, prediction: FloatImage): void {
  if (target.length !== prediction.length || target.length === 0) {
    throw new RangeError(
      `Cannot compare images: both need the same number of pixels (> 0), received ` +
        `${target.length} and ${prediction.length}`,
    );
  }
}

/**
 * Checks that an image holds pixels in [0, 1]: bytes from 0 to 255, or a number that is none, would
 * give errors that look like any other.
 *
 * @param name What the image is, for the error.
 * @throws {RangeError} A value lies outside [0, 1] or is no number.
 *
 * @example
 * ```ts
 * import { assertThrows } from "@std/assert";
 * import { checkPixels } from "./image_errors.ts";
 *
 * checkPixels(Float64Array.of(0, 0.5, 1), "target");
 * assertThrows(() => checkPixels(Float64Array.of(2), "target"), RangeError);
 * ```
 */
export function checkPixels(image: FloatImage, name: string): void {
  for (let i = 0; i < image.length; i++) {
    if (image[i] >= 0 && image[i] <= 1) continue;
    throw new RangeError(
      `Cannot compare images: pixels of the ${name} must be from 0 to 1, received ${
        image[i]
      } at ${i}`,
    );
  }
}

function checkImages(target: FloatImage, prediction: FloatImage): void {
  checkPair(target, prediction);
  checkPixels(target, "target");
  if (prediction !== target) checkPixels(prediction, "prediction");
}

// Keeps the logarithms finite: the largest distance from 1 that float32 can still tell from it.
const CLAMP = 2 ** -24;

/**
 * Binary cross-entropy −mean(x ln p + (1 − x) ln(1 − p)), in nats a pixel. The prediction is kept
 * 2⁻²⁴ away from 0 and 1, so that the value is finite (at most 16.6).
 *
 * @param target Pixels x in [0, 1].
 * @param prediction Probabilities p in [0, 1], as many.
 * @throws {RangeError} The lengths differ or are 0, or a pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { binaryCrossEntropy } from "./image_errors.ts";
 *
 * assertEquals(binaryCrossEntropy(Float64Array.of(1, 0), Float64Array.of(0.5, 0.5)), Math.LN2);
 * ```
 */
export function binaryCrossEntropy(target: FloatImage, prediction: FloatImage): number {
  checkImages(target, prediction);
  let sum = 0;
  for (let i = 0; i < target.length; i++) {
    const p = Math.min(Math.max(prediction[i], CLAMP), 1 - CLAMP);
    const x = target[i];
    // Most pixels are black, and need one logarithm.
    if (x === 0) sum += Math.log1p(-p);
    else if (x === 1) sum += Math.log(p);
    else sum += x * Math.log(p) + (1 - x) * Math.log1p(-p);
  }
  return -sum / target.length;
}

/**
 * The entropy of the target's own pixels, −mean(x ln x + (1 − x) ln(1 − x)) in nats: the least
 * cross-entropy that any prediction can have. 0 for an image of zeros and ones.
 *
 * @throws {RangeError} The image is empty, or a pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { entropy } from "./image_errors.ts";
 *
 * assertEquals(entropy(Float64Array.of(0, 1, 0.5, 0.5)), Math.LN2 / 2);
 * ```
 */
export function entropy(target: FloatImage): number {
  checkImages(target, target);
  let sum = 0;
  for (const x of target) {
    if (x > 0 && x < 1) sum += x * Math.log(x) + (1 - x) * Math.log1p(-x);
  }
  return sum === 0 ? 0 : -sum / target.length;
}

/**
 * Mean squared error over pixels.
 *
 * @throws {RangeError} The lengths differ or are 0, or a pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { meanSquaredError } from "./image_errors.ts";
 *
 * assertEquals(meanSquaredError(Float64Array.of(0, 1), Float64Array.of(0, 0.5)), 0.125);
 * ```
 */
export function meanSquaredError(target: FloatImage, prediction: FloatImage): number {
  checkImages(target, prediction);
  let sum = 0;
  for (let i = 0; i < target.length; i++) sum += (target[i] - prediction[i]) ** 2;
  return sum / target.length;
}

/**
 * Dice coefficient of grey images, 2 Σxy / (Σx² + Σy²) (Dice 1945 on sets; on floats as in
 * Milletari et al. 2016). Nothing is thresholded, so a grey smear where a line should be costs.
 *
 * @returns A value in [0, 1]; 1 where both images are empty, since they agree.
 * @throws {RangeError} The lengths differ or are 0, or a pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { dice } from "./image_errors.ts";
 *
 * assertEquals(dice(Float64Array.of(1, 1, 0), Float64Array.of(1, 0, 0)), 2 / 3);
 * ```
 */
export function dice(target: FloatImage, prediction: FloatImage): number {
  checkImages(target, prediction);
  let both = 0;
  let each = 0;
  for (let i = 0; i < target.length; i++) {
    both += target[i] * prediction[i];
    each += target[i] ** 2 + prediction[i] ** 2;
  }
  return each === 0 ? 1 : (2 * both) / each;
}
