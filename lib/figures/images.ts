/**
 * Images inside figures: each becomes a small grey PNG that an SVG document holds within itself.
 * The labels around them are text of that document and not pixels: they stay sharp, can be read
 * out, and need no font on the machine that draws.
 *
 * @module
 */

import { encodePng } from "../files/png.ts";

/** A stack of N square images, row-major: bytes 0 … 255, or floats in [0, 1]. */
export type ImageStack = Uint8Array | Float32Array | Float64Array;

/** Options of {@linkcode imageUrl}. */
export interface ImageUrlOptions {
  /** Width and height S of the image, in pixels. */
  readonly size: number;
  /** A larger image is halved, by averaging 2 × 2 pixels, until it is not. Default 128. */
  readonly maximum?: number;
}

/**
 * Turns an image into a `data:` address.
 *
 * @param image S × S pixels; floats outside [0, 1] are clamped.
 * @throws {RangeError} The image has not S × S pixels.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { imageUrl } from "./images.ts";
 *
 * assert(imageUrl(new Uint8Array(256), { size: 16 }).startsWith("data:image/png;base64,"));
 * ```
 */
export function imageUrl(image: ImageStack, { size, maximum = 128 }: ImageUrlOptions): string {
  if (image.length !== size * size) {
    throw new RangeError(
      `Cannot show the image: it must have ${size} × ${size} pixels, received ${image.length}`,
    );
  }
  let factor = 1;
  while (size / factor > maximum && size % (2 * factor) === 0) factor *= 2;
  const side = size / factor;
  const scale = (image instanceof Uint8Array ? 1 : 255) / (factor * factor);
  const pixels = new Uint8ClampedArray(side * side);
  for (let y = 0; y < size; y += factor) {
    for (let x = 0; x < size; x += factor) {
      let sum = 0;
      for (let v = 0; v < factor; v++) {
        for (let u = 0; u < factor; u++) sum += image[(y + v) * size + x + u];
      }
      // Rounds and clamps.
      pixels[(y / factor) * side + x / factor] = sum * scale;
    }
  }
  const png = encodePng(new Uint8Array(pixels.buffer), { width: side, height: side });
  return `data:image/png;base64,${png.toBase64()}`;
}

/**
 * Number of images in a stack.
 *
 * @throws {RangeError} The stack is empty or no whole number of images.
 */
export function imageCount(stack: ImageStack, { size }: Pick<ImageUrlOptions, "size">): number {
  const count = stack.length / (size * size);
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(
      `Cannot lay out the images: the stack must hold whole images of ${size} × ${size} pixels, ` +
        `received ${stack.length} pixels`,
    );
  }
  return count;
}
