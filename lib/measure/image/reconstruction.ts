/**
 * Errors of a network's reconstructions.
 *
 * @module
 */

import type { Vae } from "../../model/mod.ts";
import { type ImageSet, reconstruct, type Reconstruction } from "../../training/mod.ts";
import { imageErrors } from "./errors.ts";
import type { ImageErrors } from "./image_errors.ts";

/** Errors of given reconstructions, in the order of the set. */
export function errorsOf({ images }: Reconstruction, set: ImageSet): ImageErrors[] {
  const area = set.size * set.size;
  return Array.from({ length: set.indices.length }, (_, n) => {
    const from = set.indices[n] * area;
    const ink = set.images.subarray(from, from + area);
    const target = Float32Array.from(ink, (value) => value / 255);
    return imageErrors(target, images.subarray(n * area, (n + 1) * area), { width: set.size });
  });
}

/** Encodes each image of a set to μ, decodes it, and measures the result. */
export async function reconstructionErrors(vae: Vae, set: ImageSet): Promise<ImageErrors[]> {
  return errorsOf(await reconstruct(vae, set), set);
}
