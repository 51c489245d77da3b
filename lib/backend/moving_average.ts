/**
 * Exponential moving averages of a batch normalisation's moments.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { hasKernel, runKernel } from "./kernel.ts";

/** An average, and the batch's own value. */
export interface Moved {
  /** Moves by assignment. */
  readonly average: tf.Variable;
  /** Of the same shape. */
  readonly batch: tf.Tensor;
}

/** Moves each average: average ← momentum · average + (1 − momentum) · batch. */
export function moveAverages(moved: readonly Moved[], momentum: number): void {
  tf.tidy(() => {
    averagesOf(moved, momentum).forEach((value, k) =>
      moved[k].average.assign(value as tf.Variable)
    );
  });
}

function averagesOf(moved: readonly Moved[], momentum: number): tf.Tensor[] {
  if (hasKernel("MovingAverages")) {
    const inputs: tf.NamedTensorMap = {};
    moved.forEach(({ average, batch }, k) => {
      inputs[`average${k}`] = average;
      inputs[`batch${k}`] = batch;
    });
    return runKernel("MovingAverages", inputs, { momentum });
  }
  return moved.map(({ average, batch }) =>
    tf.add(tf.mul(average, momentum), tf.mul(batch, 1 - momentum))
  );
}
