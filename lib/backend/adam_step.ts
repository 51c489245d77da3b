/**
 * One step of Adam over all variables at once. A network has some thirty of them, most of a few
 * values: one by one, TF.js's own bookkeeping takes longer than the arithmetic, and a GPU gets 14
 * dispatches each.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { hasKernel, runKernel } from "./kernel.ts";

/** Constants of one step of Adam. */
export interface AdamConstants {
  /** Learning rate with the bias corrections of this step folded in: α·√(1−β₂ᵗ)/(1−β₁ᵗ). */
  readonly rate: number;
  /** Decay β₁ of the first moment. */
  readonly beta1: number;
  /** Decay β₂ of the second moment. */
  readonly beta2: number;
  /** ε with the bias correction of this step folded in: ε·√(1−β₂ᵗ). */
  readonly epsilon: number;
}

/** What a step of Adam reads and replaces. */
export interface AdamState {
  /** Values of the variables, of any shapes. */
  readonly values: readonly tf.Tensor[];
  /** First moments of all variables end to end, in the same order. */
  readonly first: tf.Tensor1D;
  /** Second moments, likewise. */
  readonly second: tf.Tensor1D;
}

/**
 * One step of Adam (Kingma & Ba 2015, Algorithm 1, as in PyTorch), with the bias corrections folded
 * into the rate and into ε. Given an ε that is not folded, it is Keras' form.
 *
 * @param state before the step; a backend may change its tensors in place, so that they are given up
 * @param gradients of the variables, in their order and shapes
 * @param constants of this step
 * @returns the state after the step, in new tensors
 */
export function adamStep(
  { values, first, second }: AdamState,
  gradients: readonly tf.Tensor[],
  constants: AdamConstants,
): AdamState {
  if (hasKernel("AdamStep")) {
    const inputs: tf.NamedTensorMap = { first, second };
    values.forEach((value, k) => inputs[`value${k}`] = value);
    gradients.forEach((gradient, k) => inputs[`gradient${k}`] = gradient);
    const [newFirst, newSecond, ...newValues] = runKernel("AdamStep", inputs, { ...constants });
    return {
      values: newValues,
      first: newFirst as tf.Tensor1D,
      second: newSecond as tf.Tensor1D,
    };
  }
  const { rate, beta1, beta2, epsilon } = constants;
  return tf.tidy(() => {
    const flat = (tensors: readonly tf.Tensor[]) => tf.concat1d(tensors.map((t) => t.flatten()));
    const gradient = flat(gradients);
    // The weights add up to 1 in float32, as in our kernels.
    const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - Math.fround(beta1)));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - Math.fround(beta2)));
    const change = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon));
    const changed = tf.split(tf.sub(flat(values), change), values.map(({ size }) => size));
    const newValues = changed.map((value, k) => tf.reshape(value, values[k].shape));
    return { values: newValues, first: m, second: v } as unknown as tf.TensorContainerObject;
  }) as unknown as AdamState;
}
