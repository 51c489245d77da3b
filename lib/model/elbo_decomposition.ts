/**
 * The KL term of the ELBO, taken apart (Chen et al. 2018, arXiv 1802.04942, equation 2): what the
 * latents tell of the image's index, how far the aggregate posterior is from independent latents
 * (its total correlation), and how far each latent is from its prior.
 *
 * The aggregate posterior q(z) = Σₙ q(z|n)/N is estimated from a batch of B images by stratified
 * sampling (appendix C.2): the image that z came from counts with its true weight 1/N, the others
 * stand for the rest, (N − 1)/(N·(B − 1)) each. (The paper gives one of the others an odd weight;
 * this is the mean over which one.) The weights of an image sum to 1.
 *
 * The estimate is biased, and how much depends on B and on σ beside the spread of the codes. With 3
 * independent latents of spread 1, N = 4500 and σ = 0.1 it is near 4 nats at B = 8, −0.4 at 64 and
 * −0.3 at 256, where the exact value is 0.3. At B = 8 a correlation of 0.9 between two latents adds
 * 0.2 to it instead of 0.6: so small a batch hardly sees dependence. The logarithm of a mixture of
 * few narrow components is the logarithm of the one that z came from, whatever the others are.
 * `docs/penalties.md` has the table, `totalCorrelationWarning()` says where the error dominates.
 *
 * The code that the paper's authors published, and others after it, puts the weights 1/N into the
 * matrix's column 0 instead of on its diagonal, and so gives every z's own image the weight of a
 * stranger, but for the first. Its numbers are others. This follows the paper's appendix.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { CodeBatch } from "./code_batch.ts";

/** The three parts of a batch's mean log q(z|x) − log p(z), in nats. */
export interface ElboDecomposition {
  /** Index-code mutual information: log q(z|x) − log q(z). */
  readonly mutualInformation: tf.Scalar;
  /** Total correlation: log q(z) − Σ_d log q(z_d). */
  readonly totalCorrelation: tf.Scalar;
  /** Dimension-wise KL: Σ_d log q(z_d) − log p(z). */
  readonly dimensionwiseKl: tf.Scalar;
}

/** ln N(x; mean, e^logVariance), elementwise with broadcasting. */
function logNormal(x: tf.Tensor, mean: tf.Tensor, logVariance: tf.Tensor): tf.Tensor {
  const scaled = tf.mul(tf.square(tf.sub(x, mean)), tf.exp(tf.neg(logVariance)));
  return tf.mul(tf.add(tf.add(scaled, logVariance), Math.log(2 * Math.PI)), -0.5);
}

/** Logarithms of the weights of image j in the estimate of q(zᵢ), B×B; rows sum to 1 before it. */
function logWeights(batch: number, datasetSize: number): tf.Tensor2D {
  const own = batch === 1 ? 0 : Math.log(1 / datasetSize);
  const other = Math.log((datasetSize - 1) / (datasetSize * (batch - 1)));
  const values = Array.from(
    { length: batch * batch },
    (_, n) => n % (batch + 1) === 0 ? own : other,
  );
  return tf.tensor2d(values, [batch, batch]);
}

/**
 * Takes the KL term of a batch apart. The three parts sum to the mean of log q(z|x) − log p(z) at
 * the sampled z.
 *
 * @throws {RangeError} The training set is smaller than the batch.
 */
export function elboDecomposition(
  { latents, mean, logVariance, datasetSize }: CodeBatch,
): ElboDecomposition {
  const [batch, width] = latents.shape;
  if (datasetSize < batch) {
    throw new RangeError(
      `Cannot estimate the aggregate posterior: the training set must hold at least the ` +
        `batch's ${batch} images, received ${datasetSize}`,
    );
  }
  const sum = (values: tf.Tensor) => tf.sum(values, -1);
  const posterior = sum(logNormal(latents, mean, logVariance));
  const prior = sum(logNormal(latents, tf.zerosLike(latents), tf.zerosLike(latents)));
  const others = (values: tf.Tensor2D) => tf.reshape(values, [1, batch, width]);
  // ln q(z_id | x_j), i×j×d.
  const density = logNormal(
    tf.reshape(latents, [batch, 1, width]),
    others(mean),
    others(logVariance),
  );
  const weights = logWeights(batch, datasetSize);
  const aggregate = tf.logSumExp(tf.add(sum(density), weights), 1);
  // The weights belong to the mixture over images, so each latent's marginal takes them once.
  const marginals = sum(
    tf.logSumExp(tf.add(density, tf.reshape(weights, [batch, batch, 1])), 1),
  );
  return {
    mutualInformation: tf.mean(tf.sub(posterior, aggregate)),
    totalCorrelation: tf.mean(tf.sub(aggregate, marginals)),
    dimensionwiseKl: tf.mean(tf.sub(marginals, prior)),
  };
}
