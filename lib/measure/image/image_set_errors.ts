/**
 * Errors of the reconstructions of a set of images.
 *
 * @module
 */

import type { ImageSet } from "../../dataset/image_set.ts";
import { imageErrors } from "./errors.ts";
import type { ImageErrors } from "./measures.ts";

/**
 * Errors of given reconstructions, in the order of the set.
 *
 * @param reconstruction its `images` are pixel probabilities in [0, 1], count × S × S
 */
export function errorsOf(
  { images }: { readonly images: Float32Array },
  set: ImageSet,
): ImageErrors[] {
  const area = set.size * set.size;
  return Array.from({ length: set.indices.length }, (_, n) => {
    const from = set.indices[n] * area;
    const ink = set.images.subarray(from, from + area);
    const target = new Float32Array(ink).map((value) => value / 255);
    return imageErrors(target, images.subarray(n * area, (n + 1) * area), { width: set.size });
  });
}
