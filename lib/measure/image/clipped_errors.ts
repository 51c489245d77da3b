/**
 * Errors whose cross-entropy is that of clipped probabilities. Pictures that were published have
 * eight bits a pixel: a probability below 1/510 became 0 there, whose cross-entropy is infinite as
 * soon as there is ink. So theirs can be measured only with a clip, and ours beside them with the
 * same.
 *
 * @module
 */

import { binaryCrossEntropy, entropy, type FloatImage, type ImageShape } from "./image_errors.ts";
import { type ImageErrors, imagePair, MEASURE_NAMES, MEASURES } from "./measures.ts";

/** Options of {@linkcode clippedErrors}. */
export interface ClippedErrorsOptions extends ImageShape {
  /** Least distance of a probability from 0 and from 1, from 2⁻²⁴ to 0.5. */
  readonly clip: number;
}

/**
 * Compares a reconstruction with its target by every measure of {@linkcode MEASURES}, the
 * cross-entropy (and its excess over the target's entropy) with probabilities clipped to
 * [clip, 1 − clip]. The other measures see the probabilities as they are.
 *
 * @param target Pixels in [0, 1], row-major.
 * @param prediction Probabilities in [0, 1], as many.
 * @throws {RangeError} The lengths differ, a side is below 11 pixels, a pixel is outside [0, 1], or
 * the clip is out of its range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { clippedErrors } from "./clipped_errors.ts";
 *
 * const ink = new Float64Array(256).fill(1);
 * const { bce, dice } = clippedErrors(ink, ink, { width: 16, clip: 1e-4 });
 * assertAlmostEquals(bce, -Math.log(1 - 1e-4));
 * assertAlmostEquals(dice, 1);
 * ```
 */
export function clippedErrors(
  target: FloatImage,
  prediction: FloatImage,
  { width, clip }: ClippedErrorsOptions,
): ImageErrors {
  if (!(clip >= 2 ** -24 && clip <= 0.5)) {
    throw new RangeError(
      `Cannot compare images: clip must be from 2^-24 to 0.5, received ${clip}`,
    );
  }
  const clipped = Float64Array.from(prediction, (p) => Math.min(Math.max(p, clip), 1 - clip));
  const pair = {
    ...imagePair(target, prediction, { width }),
    bce: binaryCrossEntropy(target, clipped),
    entropy: entropy(target),
  };
  return Object.fromEntries(
    MEASURE_NAMES.map((name) => [name, MEASURES[name].of(pair)]),
  ) as ImageErrors;
}
