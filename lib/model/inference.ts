/**
 * A trained network on given images: latent means, reconstructions, errors. Evaluation encodes to
 * μ (no noise) and normalises with the moving moments.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { crossEntropyFromLogits } from "../backend/cross_entropy.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import type { Random } from "../random.ts";
import { imageTensor, posteriorOf } from "./image_tensor.ts";
import { latentMeanKl } from "./losses.ts";
import { POSTERIORS } from "./posteriors.ts";
import { chunks, type Share, sharesOf, together } from "./shares.ts";
import type { Vae } from "./vae.ts";

/** How many images of a size are evaluated at once: as much memory at every size. */
export function evaluationBatch(size: number): number {
  return Math.max(1, Math.floor(32 * (64 / size) ** 2));
}

/** What a network makes of a set of images. */
export interface Reconstruction {
  /** μ, count × latents, row-major. */
  readonly means: Float32Array<ArrayBuffer>;
  /** Pixel probabilities in [0, 1], count × S × S. */
  readonly images: Float32Array<ArrayBuffer>;
}

/** Posteriors q(z|x) of a set of images, each count × latents, row-major. */
export interface EncodedPosteriors {
  /** μ. */
  readonly means: Float32Array<ArrayBuffer>;
  /** ln σ²; constant for a fixed posterior, 0 and without meaning where there is no noise. */
  readonly logVariances: Float32Array<ArrayBuffer>;
}

/** A worker with the same network, which takes a share of the work. */
export interface Helper {
  /** Pixel probabilities of latents, count × S × S. */
  decode(latents: Float32Array): Promise<Float32Array<ArrayBuffer>>;
  /** Posteriors of images, count × S × S bytes. */
  encode(images: Uint8Array, size: number): Promise<EncodedPosteriors>;
}

/** Who takes part in the work; nobody else where this is absent. */
export interface Shared {
  /** Workers that take a share, in its order. They must have loaded the network. */
  readonly helpers?: readonly Helper[] | undefined;
}

/**
 * Encodes each image to its posterior.
 *
 * @param options helpers that take a share, where the network has an encoder
 */
export async function encodePosteriors(
  vae: Vae,
  set: ImageSet,
  { helpers }: Shared = {},
): Promise<EncodedPosteriors> {
  const { latents, posterior } = vae.architecture;
  const { size, indices } = set;
  const means = new Float32Array(indices.length * latents);
  const logVariances = new Float32Array(means.length);
  const { own, others } = sharesOf(indices.length, {
    batch: evaluationBatch(size),
    helpers: POSTERIORS[posterior].encoder ? helpers : [],
  });
  const asked = together(others, async ({ helper, from, to }) => {
    const encoded = await helper.encode(bytesOf(set, { from, to }), size);
    means.set(encoded.means, from * latents);
    logVariances.set(encoded.logVariances, from * latents);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const images = () => imageTensor(set, chosen);
    const [mean, logVariance] = tf.tidy(() => {
      const posterior = posteriorOf(vae, { set, chosen, images });
      return [posterior.mean, posterior.logVariance];
    });
    const [read, readLog] = await Promise.all([mean.data(), logVariance.data()]);
    means.set(read, chosen[0] * latents);
    logVariances.set(readLog, chosen[0] * latents);
    tf.dispose([mean, logVariance]);
  }
  await asked;
  return { means, logVariances };
}

/** Bytes of a share of a set's images. */
function bytesOf({ images, size, indices }: ImageSet, { from, to }: Share): Uint8Array {
  const area = size * size;
  const bytes = new Uint8Array((to - from) * area);
  for (let n = from; n < to; n++) {
    bytes.set(images.subarray(indices[n] * area, (indices[n] + 1) * area), (n - from) * area);
  }
  return bytes;
}

/** Encodes each image to μ: count × latents, row-major; see {@linkcode encodePosteriors}. */
export async function encodeMeans(
  vae: Vae,
  set: ImageSet,
  shared: Shared = {},
): Promise<Float32Array<ArrayBuffer>> {
  return (await encodePosteriors(vae, set, shared)).means;
}

/**
 * A sample z = μ + σ·ε of each image's posterior: count × latents, row-major. The publication
 * decoded such samples where a reconstruction is meant to come from μ.
 *
 * @param random where ε comes from, image by image
 */
export async function encodeSamples(
  vae: Vae,
  set: ImageSet,
  random: Random,
): Promise<Float32Array<ArrayBuffer>> {
  const { latents } = vae.architecture;
  const samples = new Float32Array(set.indices.length * latents);
  for (const chosen of chunks(set.indices.length, evaluationBatch(set.size))) {
    const noise = random.normalInto(new Float32Array(chosen.length * latents));
    const images = () => imageTensor(set, chosen);
    const sampled = tf.tidy(() =>
      vae.sample(
        posteriorOf(vae, { set, chosen, images }),
        tf.tensor2d(noise, [chosen.length, latents]),
      )
    );
    samples.set(await sampled.data(), chosen[0] * latents);
    sampled.dispose();
  }
  return samples;
}

/**
 * Pixel probabilities of latents, count × S × S.
 *
 * @param options helpers that take a share
 */
export async function decodeLatents(
  vae: Vae,
  latents: Float32Array,
  { helpers }: Shared = {},
): Promise<Float32Array<ArrayBuffer>> {
  const { latents: width, size } = vae.architecture;
  const count = latents.length / width;
  const images = new Float32Array(count * size * size);
  const { own, others } = sharesOf(count, { batch: evaluationBatch(size), helpers });
  const asked = together(others, async ({ helper, from, to }) => {
    const decoded = await helper.decode(latents.slice(from * width, to * width));
    images.set(decoded, from * size * size);
  });
  for (const chosen of chunks(own.to, evaluationBatch(size))) {
    const rows = latents.subarray(chosen[0] * width, (chosen[0] + chosen.length) * width);
    const decoded = tf.tidy(() => {
      const z = tf.tensor2d(rows.slice(), [chosen.length, width]);
      return tf.sigmoid(vae.decode(z, "evaluation"));
    });
    images.set(await decoded.data(), chosen[0] * size * size);
    decoded.dispose();
  }
  await asked;
  return images;
}

/** Encodes each image to μ and decodes it. */
export async function reconstruct(vae: Vae, set: ImageSet): Promise<Reconstruction> {
  const means = await encodeMeans(vae, set);
  return { means, images: await decodeLatents(vae, means) };
}

/** Unweighted validation terms of a set: cross-entropy a pixel and latent-mean KL. */
export async function evaluationLoss(
  vae: Vae,
  set: ImageSet,
): Promise<{ bce: number; kl: number }> {
  const sums = [0, 0];
  for (const chosen of chunks(set.indices.length, evaluationBatch(set.size))) {
    const terms = tf.tidy(() => {
      const targets = imageTensor(set, chosen);
      const { mean, logVariance } = posteriorOf(vae, { set, chosen, images: () => targets });
      const bce = crossEntropyFromLogits(vae.decode(mean, "evaluation"), targets);
      return tf.stack([tf.sum(bce), tf.sum(latentMeanKl(mean, logVariance))]);
    });
    const [bce, kl] = await terms.data();
    terms.dispose();
    sums[0] += bce;
    sums[1] += kl;
  }
  return { bce: sums[0] / set.indices.length, kl: sums[1] / set.indices.length };
}
