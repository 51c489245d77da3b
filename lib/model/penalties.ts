/**
 * Terms that are added to a VAE's objective so that each latent stands for one factor. Each is a
 * scalar of a batch of N codes of D dimensions, before its weight γ. A squared covariance of a small
 * batch is biased upwards, by Var(cov) ≈ 1/N for independent latents of variance 1; the total
 * correlation of `beta-tc` can be off by more than all that it is to measure (see
 * `elbo_decomposition.ts`).
 *
 * One image has no covariance and no aggregate, so a batch size of 1 is refused. The last batch of
 * an epoch may still hold one image. It is trained on for its cross-entropy and KL. There the
 * covariance and the total correlation are 0, and the DIP terms a constant of μ (with a learned σ
 * `dip-ii` keeps its pull on σ), so the penalty moves no code in that one step. Dropping the image
 * instead would leave one image out of every epoch.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { LossParameters } from "./losses.ts";
import { elboDecomposition } from "./elbo_decomposition.ts";

/** Codes of a batch. */
export interface CodeBatch {
  /** μ, N×D. */
  readonly mean: tf.Tensor2D;
  /** ln σ², N×D. */
  readonly logVariance: tf.Tensor2D;
  /** Samples z of the posterior, N×D. */
  readonly latents: tf.Tensor2D;
  /** Images in the whole training set, at least N. */
  readonly datasetSize: number;
}

/**
 * The penalty of a batch by name: 0 for `none`, else {@linkcode publishedPenalty},
 * {@linkcode covariancePenalty}, {@linkcode dipPenalty} or the total correlation of the aggregate
 * posterior.
 *
 * β-TC-VAE (Chen et al. 2018, arXiv 1802.04942, equation 4 with α = γ = 1) weights the total
 * correlation inside the KL term by β. The KL term stays analytic here, so that its weight γ is what
 * exceeds 1: γ = λ·(β − 1)·2/D. It needs a batch of 64 or more at σ = 0.1.
 */
export function penaltyOf(penalty: LossParameters["penalty"], batch: CodeBatch): tf.Scalar {
  const { mean, logVariance } = batch;
  switch (penalty) {
    case "none":
      return tf.scalar(0);
    case "published":
      return publishedPenalty(mean);
    case "covariance":
      return covariancePenalty(mean);
    case "dip-i":
      return dipPenalty(batchCovariance(mean), { diagonal: 10 });
    case "dip-ii": {
      const spread = tf.mul(tf.eye(mean.shape[1]), tf.mean(tf.exp(logVariance), 0, true));
      return dipPenalty(tf.add(batchCovariance(mean), spread), { diagonal: 1 });
    }
    case "beta-tc":
      return elboDecomposition(batch).totalCorrelation;
  }
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

/** Covariance of the codes of a batch, D×D, divided by N. */
function batchCovariance(mean: tf.Tensor2D): tf.Tensor2D {
  const centred = tf.sub(mean, tf.mean(mean, 0, true));
  return tf.div(tf.matMul(centred, centred, true, false), mean.shape[0]);
}

/**
 * Sum over i ≠ j of the squared batch covariance of μᵢ and μⱼ: the off-diagonal part of DIP-VAE-I
 * (Kumar et al. 2018, arXiv 1711.00848, equation 6). Covariances are divided by N.
 *
 * @param mean μ, N×D
 */
export function covariancePenalty(mean: tf.Tensor2D): tf.Scalar {
  return dipPenalty(batchCovariance(mean), { diagonal: 0 });
}

/**
 * Σ_{i≠j} C_ij² + d·Σ_i (C_ii − 1)² of a covariance matrix C: DIP-VAE-I has C = Cov(μ) and d = 10
 * (λ_d = 10 λ_od), DIP-VAE-II has C = Cov(μ) + E[diag σ²], the covariance of z, and d = 1 (Kumar et
 * al. 2018, arXiv 1711.00848, equations 6 and 7). γ is λ_od.
 *
 * With a fixed σ the two matrices differ by σ² on the diagonal.
 *
 * @param covariance D×D
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import * as tf from "@tensorflow/tfjs";
 * import { dipPenalty } from "./penalties.ts";
 *
 * const penalty = dipPenalty(tf.tensor2d([[1, 0.5], [0.5, 2]]), { diagonal: 10 });
 * assertEquals(penalty.dataSync()[0], 2 * 0.25 + 10 * 1);
 * ```
 */
export function dipPenalty(
  covariance: tf.Tensor2D,
  { diagonal }: { diagonal: number },
): tf.Scalar {
  const identity = tf.eye(covariance.shape[0]);
  const offDiagonal = tf.sum(tf.square(tf.mul(covariance, tf.sub(1, identity))));
  if (diagonal === 0) return offDiagonal as tf.Scalar;
  const onDiagonal = tf.sum(tf.square(tf.mul(tf.sub(covariance, 1), identity)));
  return tf.add(offDiagonal, tf.mul(onDiagonal, diagonal));
}
