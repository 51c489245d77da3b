/**
 * The filter of the convolution that equals a transposed one of stride 1 with padding 'same': its
 * taps in reverse order, inputs and outputs exchanged.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { differentiable, hasKernel, runKernel } from "./kernel.ts";

/**
 * Turns a filter. Turning it twice gives it back, and a permutation's gradient is its inverse, so
 * that the gradient is turned in the same way.
 *
 * @param kernel H×W×outputs×inputs, as `tf.conv2dTranspose` takes it
 * @returns H×W×inputs×outputs, as `tf.conv2d` does
 */
export function turnedFilter(kernel: tf.Tensor4D): tf.Tensor4D {
  return differentiable([kernel], () => ({
    value: turn(kernel),
    gradient: (dy) => turn(dy as tf.Tensor4D),
  })) as tf.Tensor4D;
}

function turn(filter: tf.Tensor4D): tf.Tensor {
  const [height, width, rows, columns] = filter.shape;
  // A single row of numbers is its own turn.
  if (height * width * Math.min(rows, columns) === 1) {
    return tf.reshape(filter, [1, 1, columns, rows]);
  }
  // One kernel, because the two of TF.js take 40 µs on wasm, as long as a small convolution.
  if (hasKernel("TurnFilter")) return runKernel("TurnFilter", { filter })[0];
  const reversed = height * width > 1 ? tf.reverse(filter, [0, 1]) : filter;
  return tf.transpose(reversed, [0, 1, 3, 2]);
}
