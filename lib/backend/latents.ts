/**
 * What a batch of posteriors asks for: their KL divergence and a draw from each. They are small
 * tensors, N×D, and written with TF.js's operations they take a dozen kernels each way.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { differentiable, hasKernel, runKernel } from "./kernel.ts";

/**
 * KL divergence of N(μ, σ²) from N(0, 1), as a mean over latents of μ² + σ² − ln σ² − 1: 2 / D of
 * the sum in nats (Kingma & Welling 2014, appendix B).
 *
 * @param mean μ, N×D
 * @param logVariance ln σ², N×D
 * @returns N values
 */
export function latentMeanDivergence(mean: tf.Tensor2D, logVariance: tf.Tensor2D): tf.Tensor1D {
  if (!hasKernel("LatentDivergence")) {
    const terms = tf.sub(
      tf.add(tf.square(mean), tf.exp(logVariance)),
      tf.add(logVariance, 1),
    );
    return tf.mean(terms, 1);
  }
  return differentiable([mean, logVariance], (save) => {
    save([mean, logVariance]);
    return {
      value: runKernel("LatentDivergence", { mean, logVariance })[0],
      gradient: (dy, [mean, logVariance]) =>
        runKernel("LatentDivergenceGradient", { dy, mean, logVariance }),
    };
  }) as tf.Tensor1D;
}

/**
 * A draw from each posterior, z = μ + σ·ε (the reparametrisation, Kingma & Welling 2014).
 *
 * @param mean μ, N×D
 * @param logVariance ln σ², N×D
 * @param noise ε, N×D
 * @returns N×D
 */
export function drawLatents(
  mean: tf.Tensor2D,
  logVariance: tf.Tensor2D,
  noise: tf.Tensor2D,
): tf.Tensor2D {
  if (!hasKernel("DrawLatents")) {
    return tf.add(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), noise));
  }
  return differentiable([mean, logVariance], (save) => {
    save([logVariance, noise]);
    return {
      value: runKernel("DrawLatents", { mean, logVariance, noise })[0],
      gradient: (dy, [logVariance, noise]) => [
        tf.clone(dy),
        runKernel("DrawLatentsGradient", { dy, logVariance, noise })[0],
      ],
    };
  }) as tf.Tensor2D;
}
