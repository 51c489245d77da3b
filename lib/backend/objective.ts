/**
 * The training objective of a batch from its parts.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { differentiable, hasKernel, runKernel } from "./kernel.ts";

/** Weights of the objective's terms. */
export interface ObjectiveWeights {
  /** λ, of the divergence. */
  readonly lambda: number;
  /** γ, of the penalty. */
  readonly gamma: number;
}

/** The objective of a batch and two of its terms, each a scalar. */
export interface Objective {
  /** mean(crossEntropy) + λ·mean(divergence) + γ·penalty. */
  readonly loss: tf.Scalar;
  /** mean(crossEntropy). */
  readonly bce: tf.Scalar;
  /** mean(divergence). */
  readonly kl: tf.Scalar;
}

/**
 * Adds up the objective of a batch. Only the gradient of `loss` is known on every backend.
 *
 * @param parts cross-entropy and divergence of each image, N values each, and the batch's penalty
 */
export function objectiveOf(
  parts: {
    readonly crossEntropy: tf.Tensor1D;
    readonly divergence: tf.Tensor1D;
    readonly penalty: tf.Scalar;
  },
  { lambda, gamma }: ObjectiveWeights,
): Objective {
  const { crossEntropy, divergence, penalty } = parts;
  if (!hasKernel("Objective")) {
    const bce: tf.Scalar = tf.mean(crossEntropy);
    const kl: tf.Scalar = tf.mean(divergence);
    const regulariser = tf.add(tf.mul(kl, lambda), tf.mul(penalty, gamma));
    return { loss: tf.add(bce, regulariser), bce, kl };
  }
  const attrs = { lambda, gamma };
  let terms: tf.Tensor[] = [];
  const loss = differentiable([crossEntropy, divergence, penalty], () => {
    const [value, ...rest] = runKernel("Objective", { ...parts }, attrs);
    // They are no results of the gradient's own scope, which would free them.
    terms = rest.map((term) => tf.keep(term));
    return {
      value,
      gradient: (dy) =>
        runKernel("ObjectiveGradient", { dy }, { ...attrs, images: crossEntropy.shape[0] }),
    };
  });
  const [bce, kl] = terms.map((term) => tf.clone(term)) as tf.Scalar[];
  tf.dispose(terms);
  return { loss: loss as tf.Scalar, bce, kl };
}
