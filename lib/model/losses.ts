/**
 * The terms of the training objective. Images are N×S×S×1, latents N×D; every term is a mean over
 * the batch unless it says otherwise, in nats.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { crossEntropyFromLogits } from "../backend/mod.ts";
import type { Point } from "../space/mod.ts";
import { SPACE } from "../space/mod.ts";

/** Fully resolved parameters of a training objective. */
export interface LossParameters {
  /** λ: weight of the KL term in its latent-mean scaling; 8e-3 (transects) or 1e-3 (part 3). */
  readonly lambda: number;
  /** Covariance penalty: none, the published E|μᵢμⱼ|, or the centred batch covariance. */
  readonly penalty: "none" | "published" | "covariance";
  /** γ: weight of the covariance penalty; 1e-4 as published. */
  readonly gamma: number;
  /** Sample weights: none, or the published ones, which favour a small b. */
  readonly weights: "none" | "published";
}

/**
 * KL divergence of N(μ, σ²) from N(0, 1) of each image, in the published scaling:
 * mean over latents of μ² + σ² − ln σ² − 1. The ELBO's own KL is this times latents / 2.
 *
 * @param mean μ, N×D
 * @param logVariance ln σ², N×D
 * @returns N values
 */
export function latentMeanKl(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Tensor1D {
  const terms = tf.sub(
    tf.add(tf.square(mean), tf.exp(logVariance)),
    tf.add(logVariance, 1),
  );
  return tf.mean(terms, 1);
}

/**
 * KL divergence of each image as the ELBO has it: ½·Σ (μ² + σ² − ln σ² − 1)
 * (Kingma & Welling 2014, appendix B), in nats.
 */
export function klDivergence(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Tensor1D {
  return tf.mul(latentMeanKl(mean, logVariance), mean.shape[1] / 2);
}

/**
 * The β of a β-VAE (Higgins et al. 2017) that λ amounts to. The published objective divides the
 * cross-entropy by the pixels and the KL by half the latents: β = λ·pixels·2/latents.
 *
 * @example
 * ```ts
 * import { effectiveBeta } from "./losses.ts";
 *
 * effectiveBeta(8e-3, { size: 256, latents: 3 }); // 349.5
 * ```
 */
export function effectiveBeta(
  lambda: number,
  { size, latents }: { size: number; latents: number },
): number {
  return lambda * size * size * 2 / latents;
}

/**
 * The published penalty: mean over the pairs i < j of the batch mean of |μᵢμⱼ|. It is no
 * covariance: for factors uniform on a square it is smaller for the mixed code (0.167 of the
 * variance scale at 45°) than for the aligned one (0.250).
 *
 * @param mean μ, N×D; 0 for D = 1, which has no pairs
 */
export function publishedPenalty(mean: tf.Tensor2D): tf.Scalar {
  const latents = mean.shape[1];
  if (latents < 2) return tf.scalar(0);
  const columns = tf.split(mean, latents, 1);
  const terms: tf.Tensor[] = [];
  for (let i = 0; i < latents; i++) {
    for (let j = i + 1; j < latents; j++) {
      terms.push(tf.mean(tf.abs(tf.mul(columns[i], columns[j]))));
    }
  }
  return tf.div(tf.addN(terms), terms.length);
}

/**
 * Sum over i ≠ j of the squared batch covariance of μᵢ and μⱼ: the off-diagonal part of DIP-VAE-I
 * (Kumar et al. 2018, equation 6). Covariances are divided by N.
 *
 * @param mean μ, N×D
 */
export function covariancePenalty(mean: tf.Tensor2D): tf.Scalar {
  const [batch, latents] = mean.shape;
  const centred = tf.sub(mean, tf.mean(mean, 0, true));
  const covariance = tf.div(tf.matMul(centred, centred, true, false), batch);
  const offDiagonal = tf.sub(1, tf.eye(latents));
  return tf.sum(tf.square(tf.mul(covariance, offDiagonal)));
}

/**
 * Weight of each image under the published scheme: 2·(b_max − b)/(b_max − b_min), so that flat
 * curves count twice and the most deeply petalled not at all. Unlike the publication, whose
 * cross-entropy was flattened over the batch, each weight here weighs its own image.
 */
export function publishedSampleWeights(points: readonly Point[]): Float32Array {
  const [low, high] = SPACE.b;
  return Float32Array.from(points, ({ b }) => 2 * (high - b) / (high - low));
}

/** A training objective and its terms, each a scalar. */
export interface LossTerms {
  /** bce + λ·kl + γ·penalty. */
  readonly loss: tf.Scalar;
  /** Weighted mean cross-entropy, nats a pixel. */
  readonly bce: tf.Scalar;
  /** Weighted mean KL in the latent-mean scaling. */
  readonly kl: tf.Scalar;
  /** The covariance penalty before γ; 0 where there is none. */
  readonly penalty: tf.Scalar;
}

/**
 * The whole objective of a batch.
 *
 * @param parameters λ, γ and the kind of penalty
 * @param batch logits and targets N×S×S×1, posterior N×D, `weights` N values or `null`
 */
export function totalLoss(
  parameters: LossParameters,
  batch: {
    logits: tf.Tensor4D;
    targets: tf.Tensor4D;
    mean: tf.Tensor2D;
    logVariance: tf.Tensor2D;
    weights: tf.Tensor1D | null;
  },
): LossTerms {
  const { logits, targets, mean, logVariance, weights } = batch;
  const average = (values: tf.Tensor1D): tf.Scalar =>
    tf.mean(weights ? tf.mul(values, weights) : values);
  const bce = average(crossEntropyFromLogits(logits, targets));
  const kl = average(latentMeanKl(mean, logVariance));
  const penalty = parameters.penalty === "none"
    ? tf.scalar(0)
    : parameters.penalty === "published"
    ? publishedPenalty(mean)
    : covariancePenalty(mean);
  const regulariser = tf.add(tf.mul(kl, parameters.lambda), tf.mul(penalty, parameters.gamma));
  return { loss: tf.add(bce, regulariser), bce, kl, penalty };
}
