/**
 * The baseline that knows nothing of shapes: one image fades into another, pixel by pixel. What a
 * network makes of a hole is an interpolation only where it beats the fade between the images at
 * the hole's two edges; a latent walk that merely fades shows two ghosts instead of one shape.
 *
 * Images are row-major pixels in [0, 1].
 *
 * @module
 */

import type { FloatImage } from "../image/image_errors.ts";

/**
 * Fades one image into another: (1 − share)·from + share·to in each pixel.
 *
 * @param from Pixels in [0, 1].
 * @param to Pixels in [0, 1], as many.
 * @param share Weight of `to`, in [0, 1].
 * @returns Pixels between those of the two images; exactly theirs for a share of 0 and of 1.
 * @throws {RangeError} The images differ in length or are empty, or the share is not in [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { crossFade } from "./cross_fade.ts";
 *
 * assertEquals([...crossFade(Float32Array.of(0, 1), Float32Array.of(1, 1), 0.25)], [0.25, 1]);
 * ```
 */
export function crossFade(
  from: FloatImage,
  to: FloatImage,
  share: number,
): Float32Array<ArrayBuffer> {
  if (from.length !== to.length || from.length === 0) {
    throw new RangeError(
      `Cannot fade: both images need the same number of pixels (> 0), received ${from.length} ` +
        `and ${to.length}`,
    );
  }
  if (!(share >= 0 && share <= 1)) {
    throw new RangeError(`Cannot fade: share must be from 0 to 1, received ${share}`);
  }
  return Float32Array.from(from, (pixel, i) => (1 - share) * pixel + share * to[i]);
}

/** How to read a flat array of images. */
export interface CrossFadeOptions {
  /** Pixels an image, P ≥ 1. */
  readonly pixels: number;
}

/**
 * Crosses a hole by fading: along a transect, each run of steps inside the hole becomes the fade
 * between the images of the steps just before and after it, weighted by step number. Steps outside
 * stay as they are. A run at an end of the transect repeats the one neighbour it has.
 *
 * @param images The true images of N equally spaced steps, row-major N × P, in [0, 1]. Those of
 * steps inside the hole are not looked at.
 * @param inside For each of the N steps, whether it lies inside the hole.
 * @param options Pixels an image.
 * @returns N × P pixels in [0, 1].
 * @throws {RangeError} The images are no N × P numbers, or every step lies inside the hole.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { crossFadeWalk } from "./cross_fade.ts";
 *
 * const images = Float32Array.of(0, 1, 1, 0.5);
 * const faded = crossFadeWalk(images, [false, true, true, false], { pixels: 1 });
 * assertEquals(faded, Float32Array.of(0, 1 / 6, 1 / 3, 0.5));
 * ```
 */
export function crossFadeWalk(
  images: FloatImage,
  inside: readonly boolean[],
  { pixels }: CrossFadeOptions,
): Float32Array<ArrayBuffer> {
  const valid = Number.isInteger(pixels) && pixels >= 1 && inside.length >= 1;
  if (!valid || images.length !== inside.length * pixels) {
    throw new RangeError(
      `Cannot fade across the hole: images must be N × P numbers with N and P ≥ 1, received ` +
        `${images.length} numbers, N = ${inside.length} and P = ${pixels}`,
    );
  }
  if (!inside.includes(false)) {
    throw new RangeError(
      `Cannot fade across the hole: a step must lie outside it, received ${inside.length} inside`,
    );
  }
  const image = (step: number) => images.subarray(step * pixels, (step + 1) * pixels);
  const walk = Float32Array.from(images);
  inside.forEach((hidden, step) => {
    if (!hidden) return;
    const before = inside.lastIndexOf(false, step);
    const after = inside.indexOf(false, step);
    const from = before < 0 ? after : before;
    const to = after < 0 ? before : after;
    const share = from === to ? 0 : (step - from) / (to - from);
    walk.set(crossFade(image(from), image(to), share), step * pixels);
  });
  return walk;
}
