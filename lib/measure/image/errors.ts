/**
 * All errors of a reconstruction at once, and their means: the figures that every
 * stage of the suite writes.
 *
 * @module
 */

import { mean } from "../statistics.ts";
import type { FloatImage, ImageShape } from "./image_errors.ts";
import {
  type ImageErrors,
  imagePair,
  type MeanErrors,
  MEASURE_NAMES,
  MEASURES,
} from "./measures.ts";

/**
 * Compares a reconstruction with its target, by every measure of {@linkcode MEASURES}.
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
  const pair = imagePair(target, prediction, { width });
  return Object.fromEntries(
    MEASURE_NAMES.map((name) => [name, MEASURES[name].of(pair)]),
  ) as ImageErrors;
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
  const means = Object.fromEntries(
    MEASURE_NAMES.map((name) => [name, mean(list.map((errors) => errors[name]))]),
  ) as ImageErrors;
  return { ...means, count: list.length };
}
