/**
 * Divergence, draws, the objective and the cross-entropy with their float64 references.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { crossEntropyFromLogits } from "../../lib/backend/cross_entropy.ts";
import { drawLatents, latentMeanDivergence } from "../../lib/backend/latents.ts";
import { objectiveOf, type ObjectiveWeights } from "../../lib/backend/objective.ts";
import type { Block } from "./compare.ts";
import { type Array64, crossEntropy64, zeros64 } from "./reference.ts";

/** {@linkcode latentMeanDivergence} of mean and log-variance. */
export const divergence: Block = {
  run: ([mean, logVariance]) =>
    latentMeanDivergence(mean as tf.Tensor2D, logVariance as tf.Tensor2D),
  reference: ([mean, logVariance]) => {
    const [count, latents] = mean.shape;
    const out = zeros64([count]);
    mean.values.forEach((m, k) => {
      const l = logVariance.values[k];
      out.values[Math.floor(k / latents)] += (m * m + Math.exp(l) - l - 1) / latents;
    });
    return out;
  },
};

/** {@linkcode drawLatents} of mean and log-variance. */
export function drawWith(noise: Array64): Block {
  return {
    run: ([mean, logVariance]) =>
      drawLatents(
        mean as tf.Tensor2D,
        logVariance as tf.Tensor2D,
        tensorOf(noise) as tf.Tensor2D,
      ),
    reference: ([mean, logVariance]) => ({
      ...mean,
      values: mean.values.map((m, k) => m + Math.exp(logVariance.values[k] / 2) * noise.values[k]),
    }),
  };
}

/** The loss of {@linkcode objectiveOf}, of cross-entropies, divergences and a penalty. */
export function objectiveWith(weights: ObjectiveWeights): Block {
  const mean64 = ({ values }: Array64) =>
    values.reduce((sum, value) => sum + value) / values.length;
  return {
    run: ([crossEntropy, divergence, penalty]) => {
      const parts = { crossEntropy, divergence, penalty } as Parameters<typeof objectiveOf>[0];
      return objectiveOf(parts, weights).loss;
    },
    reference: ([crossEntropy, divergence, penalty]) => {
      const out = zeros64([]);
      out.values[0] = mean64(crossEntropy) + weights.lambda * mean64(divergence) +
        weights.gamma * penalty.values[0];
      return out;
    },
  };
}

/** {@linkcode crossEntropyFromLogits} of logits 60·l³: the tails of the exponential could overflow. */
export function crossEntropyOf(targets: Array64): Block {
  return {
    run: ([l]) =>
      crossEntropyFromLogits(
        tf.mul(tf.mul(l, tf.square(l)), 60),
        tensorOf(targets) as tf.Tensor4D,
      ),
    reference: ([l]) =>
      crossEntropy64([{ ...l, values: l.values.map((value) => 60 * value ** 3) }, targets]),
  };
}

function tensorOf({ shape, values }: Array64): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape]);
}
