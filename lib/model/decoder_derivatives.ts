/**
 * Exact derivatives of a decoder's images by its latents.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { chunks } from "./shares.ts";
import type { Vae } from "./vae.ts";

/** Pixels of one chunk of images whose derivatives are had at once: 64 MiB at 256 filters. */
const DERIVATIVE_PIXELS = 2 ** 16;

/**
 * Exact derivatives of the pixel probabilities of latents in given directions, in evaluation mode:
 * for each direction count × S × S, a step in it. All directions of a point are taken at once, so
 * that its image is decoded once.
 *
 * @param latents count × latents
 * @param directions each count × latents: a step of every point's latents
 */
export async function decoderDerivatives(
  vae: Vae,
  { latents, directions }: { latents: Float32Array; directions: readonly Float32Array[] },
): Promise<Float32Array<ArrayBuffer>[]> {
  const { latents: width, size } = vae.architecture;
  const area = size * size;
  const count = latents.length / width;
  const derivatives = directions.map(() => new Float32Array(count * area));
  for (const chosen of chunks(count, Math.max(1, Math.floor(DERIVATIVE_PIXELS / area)))) {
    const rows = (values: Float32Array) =>
      tf.tensor2d(
        values.slice(chosen[0] * width, (chosen[0] + chosen.length) * width),
        [chosen.length, width],
      );
    const tangents = tf.tidy(() => [
      ...vae.decodeWithDerivatives(rows(latents), directions.map(rows)).tangents,
    ]);
    for (const [k, tangent] of tangents.entries()) {
      derivatives[k].set(await tangent.data(), chosen[0] * area);
    }
    tf.dispose(tangents);
  }
  return derivatives;
}

/**
 * Exact derivatives of the pixel probabilities of latents by each latent, in evaluation mode:
 * count × latents × S × S, a latent unit.
 */
export async function decoderJacobians(
  vae: Vae,
  latents: Float32Array,
): Promise<Float32Array<ArrayBuffer>> {
  const { latents: width, size } = vae.architecture;
  const area = size * size;
  const count = latents.length / width;
  const jacobians = new Float32Array(count * width * area);
  // One latent at a time: memory does not grow with their number.
  for (let latent = 0; latent < width; latent++) {
    const step = latents.map((_, i) => i % width === latent ? 1 : 0);
    const [derivative] = await decoderDerivatives(vae, { latents, directions: [step] });
    for (let n = 0; n < count; n++) {
      const image = derivative.subarray(n * area, (n + 1) * area);
      jacobians.set(image, (n * width + latent) * area);
    }
  }
  return jacobians;
}
