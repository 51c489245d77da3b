/**
 * How the operations of this folder reach a backend's kernels: by name, where the backend has one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Whether the active backend has a kernel of that name. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) != null;
}

/** Runs a kernel of the active backend. */
export function runKernel(
  name: string,
  inputs: tf.NamedTensorMap,
  attrs: tf.NamedAttrMap = {},
): tf.Tensor[] {
  return ([] as tf.Tensor[]).concat(tf.engine().runKernel(name, inputs, attrs) as tf.Tensor[]);
}

/** A value, and what takes the gradient of it to the gradients of the inputs. */
export interface Differentiated {
  readonly value: tf.Tensor;
  readonly gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor | tf.Tensor[];
}

/** An operation with a gradient of its own: tf.customGrad, whose types allow one tensor type only. */
export function differentiable(
  inputs: tf.Tensor[],
  forward: (save: tf.GradSaveFunc) => Differentiated,
): tf.Tensor {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const { value, gradient } = forward(args[args.length - 1] as tf.GradSaveFunc);
    return { value, gradFunc: gradient };
  });
  return operation(...inputs);
}
