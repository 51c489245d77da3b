/**
 * All errors of a reconstruction at once, and their means: the figures that every
 * stage of the suite writes.
 *
 * @module
 */

import {
  binaryCrossEntropy,
  dice,
  entropy,
  type FloatImage,
  type ImageErrors,
  type ImageShape,
  type MeanErrors,
  meanSquaredError,
} from "./image_errors.ts";
import { structuralSimilarity } from "./structural_similarity.ts";

/**
 * Compares a reconstruction with its target.
 *
 * @param target Pixels in [0, 1], row-major.
 * @param prediction Pixels in [0, 1], as many.
 * @throws {RangeError} The lengths differ, a side is below 11 pixels, or a pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { imageErrors } from "./errors.ts";
 *
 * const target = new Float64Array(256).fill(1);
 * assertEquals(imageErrors(target, target, { width: 16 }).dice, 1);
 * ```
 */
export function imageErrors(
  target: FloatImage,
  prediction: FloatImage,
  { width }: ImageShape,
): ImageErrors {
  const bce = binaryCrossEntropy(target, prediction);
  const bound = entropy(target);
  return {
    bce,
    entropy: bound,
    bceExcess: bce - bound,
    mse: meanSquaredError(target, prediction),
    ssim: structuralSimilarity(target, prediction, { width }),
    dice: dice(target, prediction),
  };
}

/**
 * The mean of each error over a set of images, every image weighing the same.
 *
 * @throws {RangeError} The list is empty.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { imageErrors, meanErrors } from "./errors.ts";
 *
 * const target = new Float64Array(256).fill(1);
 * assertEquals(meanErrors([imageErrors(target, target, { width: 16 })]).count, 1);
 * ```
 */
export function meanErrors(list: readonly ImageErrors[]): MeanErrors {
  if (list.length === 0) {
    throw new RangeError("Cannot average errors: the list must hold at least one, received none");
  }
  const mean = (name: keyof ImageErrors) =>
    list.reduce((sum, errors) => sum + errors[name], 0) / list.length;
  return {
    bce: mean("bce"),
    entropy: mean("entropy"),
    bceExcess: mean("bceExcess"),
    mse: mean("mse"),
    ssim: mean("ssim"),
    dice: mean("dice"),
    count: list.length,
  };
}
