/**
 * The terms of the training objective. Images are N×S×S×1, latents N×D; every term is a mean over
 * the batch unless it says otherwise, in nats.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { crossEntropyFromLogits } from "../backend/cross_entropy.ts";
import { latentMeanDivergence } from "../backend/latents.ts";
import { objectiveOf } from "../backend/objective.ts";
import type { Point } from "../space/mod.ts";
import { SPACE } from "../space/space.ts";
import type { LossParameters } from "./loss_parameters.ts";
import { PENALTIES } from "./penalties.ts";
import * as terms from "./penalty_terms.ts";
import type { CodeBatch } from "./code_batch.ts";

/**
 * KL divergence of N(μ, σ²) from N(0, 1) of each image, in the published scaling:
 * mean over latents of μ² + σ² − ln σ² − 1. The ELBO's own KL is this times latents / 2.
 *
 * @param mean μ, N×D
 * @param logVariance ln σ², N×D
 * @returns N values
 */
export function latentMeanKl(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Tensor1D {
  return latentMeanDivergence(mean, logVariance);
}

/**
 * The β of a β-VAE (Higgins et al. 2017) that λ amounts to. The published objective divides the
 * cross-entropy by the pixels and the KL by half the latents: β = λ·pixels·2/latents.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { effectiveBeta } from "./losses.ts";
 *
 * assertAlmostEquals(effectiveBeta(8e-3, { size: 256, latents: 3 }), 349.5, 0.1);
 * ```
 */
export function effectiveBeta(
  lambda: number,
  { size, latents }: { size: number; latents: number },
): number {
  return lambda * size * size * 2 / latents;
}

/**
 * Weight of each image under the published scheme: 2·(b_max − b)/(b_max − b_min), so that flat
 * curves count twice and the most deeply petalled not at all.
 */
export function publishedSampleWeights(points: readonly Point[]): Float32Array {
  const [low, high] = SPACE.b;
  return Float32Array.from(points, ({ b }) => 2 * (high - b) / (high - low));
}

/** The penalty of a batch by name, before its weight γ; 0 for `none`. */
export function penaltyOf(penalty: LossParameters["penalty"], batch: CodeBatch): tf.Scalar {
  return PENALTIES[penalty].compute(batch, { tf, terms });
}

/** A training objective and its terms, each a scalar. */
export interface LossTerms {
  /** bce + λ·kl + γ·penalty. */
  readonly loss: tf.Scalar;
  /** Weighted mean cross-entropy, nats a pixel. */
  readonly bce: tf.Scalar;
  /** Weighted mean KL in the latent-mean scaling. */
  readonly kl: tf.Scalar;
  /** The penalty before γ; 0 where there is none. */
  readonly penalty: tf.Scalar;
}

/** What a training objective is computed from. */
export interface LossBatch extends CodeBatch {
  /** Logits of the reconstruction, N×S×S×1. */
  readonly logits: tf.Tensor4D;
  /** Pixels in [0, 1], N×S×S×1. */
  readonly targets: tf.Tensor4D;
  /** One weight an image, N, or `null`. */
  readonly weights: tf.Tensor1D | null;
}

/**
 * The whole objective of a batch.
 *
 * With weights "published" the cross-entropy, flattened over the batch before it is averaged, is
 * one number that all the batch's weights multiply: mean(w)·mean(bce). No image then counts more
 * than another in its reconstruction. "per-image" gives mean(w·bce), which the study meant.
 */
export function totalLoss(parameters: LossParameters, batch: LossBatch): LossTerms {
  const { logits, targets, mean, logVariance, weights } = batch;
  const crossEntropy = crossEntropyFromLogits(logits, targets);
  const divergence = latentMeanKl(mean, logVariance);
  const penalty = penaltyOf(parameters.penalty, batch);
  if (!weights) {
    return { ...objectiveOf({ crossEntropy, divergence, penalty }, parameters), penalty };
  }
  const average = (values: tf.Tensor1D): tf.Scalar => tf.mean(tf.mul(values, weights));
  const bce: tf.Scalar = parameters.weights === "published"
    ? tf.mul(tf.mean(crossEntropy), tf.mean(weights))
    : average(crossEntropy);
  const kl = average(divergence);
  const regulariser = tf.add(tf.mul(kl, parameters.lambda), tf.mul(penalty, parameters.gamma));
  return { loss: tf.add(bce, regulariser), bce, kl, penalty };
}
