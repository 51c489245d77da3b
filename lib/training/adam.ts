/**
 * Adam (Kingma & Ba 2015) over named variables, with moments that can be saved and restored.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { adamStep } from "../backend/mod.ts";

/** β₁, β₂ and ε as published (the defaults of Keras). */
const BETA1 = 0.9, BETA2 = 0.999, EPSILON = 1e-7;

/** The optimiser's state: first and second moment of each variable's gradient. */
export class Adam {
  readonly #variables: ReadonlyMap<string, tf.Variable>;
  readonly #moments = new Map<string, [first: tf.Tensor, second: tf.Tensor]>();

  constructor(variables: ReadonlyMap<string, tf.Variable>) {
    this.#variables = variables;
    for (const [name, variable] of variables) {
      this.#moments.set(name, [tf.zerosLike(variable), tf.zerosLike(variable)]);
    }
  }

  /** Moments by variable name, for a checkpoint. */
  get moments(): ReadonlyMap<string, readonly [first: tf.Tensor, second: tf.Tensor]> {
    return this.#moments;
  }

  /** Replaces the moments of one variable. */
  restore(name: string, first: tf.Tensor, second: tf.Tensor): void {
    this.#moments.get(name)?.forEach((tensor) => tensor.dispose());
    this.#moments.set(name, [first, second]);
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
    for (const [name, variable] of this.#variables) {
      const [first, second] = this.#moments.get(name) as [tf.Tensor, tf.Tensor];
      const gradient = gradients[variable.name];
      const [value, ...moments] = adamStep([variable, first, second], gradient, constants);
      variable.assign(value as tf.Variable);
      value.dispose();
      first.dispose();
      second.dispose();
      this.#moments.set(name, [tf.keep(moments[0]), tf.keep(moments[1])]);
    }
  }

  /** Frees the moments. */
  dispose(): void {
    for (const [first, second] of this.#moments.values()) {
      first.dispose();
      second.dispose();
    }
    this.#moments.clear();
  }
}
