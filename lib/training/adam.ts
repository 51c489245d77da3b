/**
 * Adam over named variables, with moments that can be saved and restored: Algorithm 1 of Kingma &
 * Ba (2015, arXiv 1412.6980), θ ← θ − α m̂ / (√v̂ + ε) with m̂ and v̂ corrected for their bias, as in
 * PyTorch and TF.js. Keras, in which the published network was trained, adds ε before the correction,
 * θ ← θ − α √(1−β₂ᵗ) / (1−β₁ᵗ) · m / (√v + ε). There ε acts as 1 / √(1−β₂ᵗ) times as large a one here
 * (32 at the first step, 1.3 at the 1000th), which is felt by weights with gradients below about
 * 10⁻⁵.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { adamStep } from "../backend/adam_step.ts";

/** β₁, β₂ and ε as published (the numbers of Keras' defaults). */
const BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-7;

/** The optimiser's state: first and second moments of all variables' gradients, end to end. */
export class Adam {
  readonly #variables: readonly tf.Variable[];
  #first: tf.Tensor1D;
  #second: tf.Tensor1D;

  constructor(variables: ReadonlyMap<string, tf.Variable>) {
    this.#variables = [...variables.values()];
    const size = this.#variables.reduce((sum, variable) => sum + variable.size, 0);
    this.#first = tf.zeros([size]);
    this.#second = tf.zeros([size]);
  }

  /** First and second moments in the order of the variables, for a checkpoint. */
  get moments(): { readonly first: tf.Tensor1D; readonly second: tf.Tensor1D } {
    return { first: this.#first, second: this.#second };
  }

  /** Replaces the moments. */
  restore({ first, second }: Adam["moments"]): void {
    this.dispose();
    [this.#first, this.#second] = [first, second];
  }

  /**
   * Changes every variable by one step.
   *
   * @param gradients by the variables' own TF.js names, as `tf.variableGrads` returns them
   * @param options the learning rate, and how many steps this one makes in all (from 1)
   */
  apply(gradients: tf.NamedTensorMap, { rate, step }: { rate: number; step: number }): void {
    const correction = Math.sqrt(1 - BETA2 ** step);
    const constants = {
      rate: rate * correction / (1 - BETA1 ** step),
      beta1: BETA1,
      beta2: BETA2,
      epsilon: EPSILON * correction,
    };
    const state = { values: this.#variables, first: this.#first, second: this.#second };
    const inOrder = this.#variables.map(({ name }) => gradients[name]);
    const { values, first, second } = adamStep(state, inOrder, constants);
    this.#variables.forEach((variable, k) => variable.assign(values[k] as tf.Variable));
    tf.dispose([...values]);
    this.restore({ first: tf.keep(first), second: tf.keep(second) });
  }

  /** The sum of all second moments, ≥ 0: finite as long as every gradient was. */
  sumOfSquares(): tf.Scalar {
    return tf.sum(this.#second);
  }

  /** Frees the moments. */
  dispose(): void {
    tf.dispose([this.#first, this.#second]);
  }
}
