/**
 * Compares a block of the network with its float64 reference, value and gradients.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../../lib/random.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Array64, derivative64, zeros64 } from "./reference.ts";

/** A block of the network, and its reference. */
export interface Block {
  /** Through the kernels. */
  run(inputs: tf.Tensor[]): tf.Tensor;
  /** In float64. */
  reference(inputs: Array64[]): Array64;
}

/** float32-exact values in [−1, 1], so that the reference starts from the very same numbers. */
export function randomArray(shape: number[], seed: number): Array64 {
  const random = createRandom(seed, shape.join("x"));
  const array = zeros64(shape);
  for (let i = 0; i < array.values.length; i++) {
    array.values[i] = Math.fround(2 * random.uniform() - 1);
  }
  return array;
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0)) || 1;
}

/** Compares values and, at up to 12 elements of each input, gradients. */
export async function compare(block: Block, shapes: number[][], seed: number): Promise<void> {
  const arrays = shapes.map((shape, k) => randomArray(shape, seed + k));
  const expected = block.reference(arrays);
  const weights = randomArray([...expected.shape], seed + 99);
  const inputs = arrays.map(({ shape, values }) =>
    tf.tensor(Float32Array.from(values), [...shape])
  );
  const scale = tf.tensor(Float32Array.from(weights.values), [...weights.shape]);
  let output: tf.Tensor | undefined;
  const { grads, value } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    output = tf.keep(block.run(tensors));
    return tf.sum(tf.mul(output, scale));
  })(inputs);
  const actual = await output!.data();
  assertEquals(output!.shape, [...expected.shape]);
  const size = norm(expected.values) / Math.sqrt(actual.length);
  for (let i = 0; i < actual.length; i++) {
    assertAlmostEquals(actual[i], expected.values[i], 1e-4 * (1 + size), `output ${i}`);
  }
  const random = createRandom(seed, "elements");
  for (let input = 0; input < inputs.length; input++) {
    const gradient = await grads[input].data();
    assertEquals(grads[input].shape, inputs[input].shape);
    const tolerance = 2e-3 * (norm(gradient) / Math.sqrt(gradient.length) + 1e-2);
    for (let k = 0; k < 12; k++) {
      const element = random.integer(gradient.length);
      const at = { weights: weights.values, input, element };
      const slope = derivative64(block.reference, arrays, at);
      assertAlmostEquals(gradient[element], slope, tolerance, `input ${input}, element ${element}`);
    }
  }
  tf.dispose([inputs, scale, grads, value, output!]);
}
