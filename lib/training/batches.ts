/**
 * What a step of training takes besides its images: their order and the noise, both seeded.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../random.ts";

/**
 * The order in which one epoch visits `count` images. It depends on nothing but seed and epoch, so
 * that a run resumed in the middle of an epoch goes on where it was.
 */
export function epochOrder(count: number, { seed, epoch }: { seed: number; epoch: number }) {
  return createRandom(seed, `order ${epoch}`).permutation(count);
}

/** Standard normal ε of one step, N×latents; depends on nothing but seed and step. */
export function stepNoise(
  [rows, latents]: readonly [number, number],
  { seed, step }: { seed: number; step: number },
): tf.Tensor2D {
  const values = createRandom(seed, `noise ${step}`).normalInto(new Float32Array(rows * latents));
  return tf.tensor2d(values, [rows, latents]);
}
