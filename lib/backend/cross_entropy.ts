/**
 * Binary cross-entropy of images from logits, value and gradient in one kernel each where the
 * backend has them.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { differentiable, hasKernel, runKernel } from "./kernel.ts";

/**
 * Mean over each image's pixels of max(l, 0) − l·x + ln(1 + e^{−|l|}), which neither overflows nor
 * takes the log of 0. Differentiable in the logits.
 *
 * @param logits N×S×S×1
 * @param targets N×S×S×1 in [0, 1]
 * @returns N values, nats a pixel
 */
export function crossEntropyFromLogits(logits: tf.Tensor4D, targets: tf.Tensor4D): tf.Tensor1D {
  const [batch, ...rest] = logits.shape;
  const pixels = tf.util.sizeFromShape(rest);
  const fused = hasKernel("LogitsCrossEntropy");
  return differentiable([logits], (save) => {
    save([logits, targets]);
    if (fused) {
      return {
        value: runKernel("LogitsCrossEntropy", { logits, targets })[0],
        gradient: (dy, [logits, targets]) =>
          runKernel("LogitsCrossEntropyGradient", { dy, logits, targets })[0],
      };
    }
    const softplus = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    const terms = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), softplus);
    return {
      value: tf.mean(tf.reshape(terms, [batch, pixels]), 1),
      gradient: (dy, [logits, targets]) => {
        const scale = tf.reshape(tf.div(dy, pixels), [batch, 1, 1, 1]);
        return tf.mul(tf.sub(tf.sigmoid(logits), targets), scale);
      },
    };
  }) as tf.Tensor1D;
}
