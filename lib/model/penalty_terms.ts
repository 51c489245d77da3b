/**
 * The arithmetic of the penalties in `penalties.ts`: terms that are added to a VAE's objective so
 * that each latent stands for one factor. Each is a scalar of a batch of N codes of D dimensions, before its weight γ. A squared covariance of a small
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

export { elboDecomposition } from "./elbo_decomposition.ts";

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
 * Covariance of the codes of a batch, D×D, divided by N.
 *
 * @param mean μ, N×D
 */
export function batchCovariance(mean: tf.Tensor2D): tf.Tensor2D {
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
 * import { dipPenalty } from "./penalty_terms.ts";
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
