/**
 * Images as tensors: batches in a seeded order, and evaluation in chunks.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../random.ts";
import { type Posterior, TRUE_LATENTS, trueCodes, type Vae } from "../model/mod.ts";
import type { Point } from "../space/mod.ts";

/** Some images of a dataset. */
export interface ImageSet {
  /** uint8, at least as many images of size×size as the largest index asks. */
  readonly images: Uint8Array;
  /** Shape parameters of every image of `images`. */
  readonly points: readonly Point[];
  /** Side of an image, in pixels. */
  readonly size: number;
  /** Which images belong to the set, in order. */
  readonly indices: ArrayLike<number>;
}

/** The images at positions `chosen` of a set as N×S×S×1 in [0, 1]. */
export function imageTensor(
  { images, size, indices }: ImageSet,
  chosen: ArrayLike<number>,
): tf.Tensor4D {
  const pixels = size * size;
  const values = new Float32Array(chosen.length * pixels);
  for (let n = 0; n < chosen.length; n++) {
    const from = indices[chosen[n]] * pixels;
    for (let i = 0; i < pixels; i++) values[n * pixels + i] = images[from + i] / 255;
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
  if (vae.architecture.posterior !== "truth") return vae.encode(images());
  const points = Array.from(chosen, (n) => set.points[set.indices[n]]);
  const mean = tf.tensor2d(trueCodes(points), [points.length, TRUE_LATENTS]);
  return { mean, logVariance: tf.zerosLike(mean) };
}

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

/** How many images of a size are evaluated at once: as much memory at every size. */
export function evaluationBatch(size: number): number {
  return Math.max(1, Math.floor(32 * (64 / size) ** 2));
}
