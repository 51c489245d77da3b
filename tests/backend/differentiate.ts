/**
 * Runs an operation on the active backend with its gradients, from plain numbers to plain numbers: a
 * page in a browser does it as Deno does.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Numbers with their shape, row-major. */
export interface Numbers {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** What is made of the inputs, on the active backend. */
export type Operation = (inputs: tf.Tensor[]) => tf.Tensor;

/** An operation's value, and the gradients of Σ weights·value with respect to its inputs. */
export interface Differentiated {
  readonly value: Numbers;
  readonly gradients: readonly Numbers[];
}

/**
 * Computes an operation's value, and its gradients.
 *
 * @param weights one number an element of the value; without them no gradient is computed
 */
export async function differentiate(
  run: Operation,
  { inputs, weights }: { inputs: readonly Numbers[]; weights?: Numbers },
): Promise<Differentiated> {
  const tensorOf = ({ shape, values }: Numbers) => tf.tensor(Float32Array.from(values), [...shape]);
  const tensors = inputs.map(tensorOf);
  let value: tf.Tensor | undefined, gradients: tf.Tensor[] = [];
  if (weights) {
    const scale = tensorOf(weights);
    const result = tf.valueAndGrads((...inputs: tf.Tensor[]) => {
      value = tf.keep(run(inputs));
      return tf.sum(tf.mul(value, scale));
    })(tensors);
    gradients = result.grads;
    tf.dispose([scale, result.value]);
  } else {
    value = tf.tidy(() => run(tensors));
  }
  const numbers = [];
  for (const tensor of [value!, ...gradients]) {
    numbers.push({ shape: tensor.shape, values: await tensor.data() as Float32Array });
  }
  tf.dispose([tensors, value!, gradients]);
  return { value: numbers[0], gradients: numbers.slice(1) };
}
