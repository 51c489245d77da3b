/**
 * Images of a set as a network takes them, and the posterior that it gives them.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../dataset/image_set.ts";
import { POSTERIORS } from "./posteriors.ts";
import { TRUE_LATENTS, trueCodes } from "./true_codes.ts";
import type { Posterior, Vae } from "./vae.ts";

/** Grey levels 0 to 255 in [0, 1]. Looking one up is several times as quick as dividing. */
const SHADES = Float32Array.from({ length: 256 }, (_, level) => level / 255);

/** The images at positions `chosen` of a set as N×S×S×1 in [0, 1]. */
export function imageTensor(
  { images, size, indices }: ImageSet,
  chosen: ArrayLike<number>,
): tf.Tensor4D {
  const pixels = size * size;
  const values = new Float32Array(chosen.length * pixels);
  for (let n = 0; n < chosen.length; n++) {
    const from = indices[chosen[n]] * pixels;
    for (let i = 0; i < pixels; i++) values[n * pixels + i] = SHADES[images[from + i]];
  }
  return tf.tensor4d(values, [chosen.length, size, size, 1]);
}

/**
 * The posterior of the images at positions `chosen` of a set: what the encoder makes of `images`,
 * or their true parameters where the network has no encoder.
 */
export function posteriorOf(
  vae: Vae,
  { set, chosen, images }: {
    set: ImageSet;
    chosen: ArrayLike<number>;
    images: () => tf.Tensor4D;
  },
): Posterior {
  if (POSTERIORS[vae.architecture.posterior].encoder) return vae.encode(images());
  const points = Array.from(chosen, (n) => set.points[set.indices[n]]);
  const mean = tf.tensor2d(trueCodes(points, set.periodic), [points.length, TRUE_LATENTS]);
  return { mean, logVariance: tf.zerosLike(mean) };
}
