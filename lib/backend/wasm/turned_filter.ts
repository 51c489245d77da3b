/**
 * Turning a filter on wasm.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Kernel } from "../registry.ts";
import type { Heap } from "./heap.ts";
import { floatsOf } from "./tensors.ts";

/** The kernel of `../turned_filter.ts`: a permutation of few values, so that JavaScript serves. */
export function turnedFilterKernels(heap: Heap): Record<string, Kernel> {
  return {
    TurnFilter({ filter }) {
      return [turn(heap, filter)];
    },
  };
}

/**
 * Kernels of blocks, made to take the filter of a transposed convolution where their attributes say
 * that it is one: turned before, and its gradient, the second output of a gradient's kernel, after.
 */
export function takingTransposed(
  heap: Heap,
  kernels: Record<string, Kernel>,
): Record<string, Kernel> {
  const taking = (name: string, kernel: Kernel): Kernel => (inputs, attrs) => {
    if (!attrs.transposed) return kernel(inputs, attrs);
    const filter = turn(heap, inputs.filter);
    const outputs = kernel({ ...inputs, filter }, attrs);
    heap.dispose(filter);
    if (name.endsWith("Gradient")) {
      const gradient = outputs[1];
      outputs[1] = turn(heap, gradient);
      heap.dispose(gradient);
    }
    return outputs;
  };
  return Object.fromEntries(
    Object.entries(kernels).map(([name, kernel]) => [name, taking(name, kernel)]),
  );
}

function turn(heap: Heap, filter: tf.TensorInfo): tf.TensorInfo {
  const [height, width, rows, columns] = filter.shape;
  const turned = heap.output([height, width, columns, rows]);
  const [from, to] = [floatsOf(heap, filter), floatsOf(heap, turned)];
  const taps = height * width, size = rows * columns;
  for (let tap = 0; tap < taps; tap++) {
    const start = (taps - 1 - tap) * size;
    for (let row = 0; row < rows; row++) {
      let at = start + row;
      const first = tap * size + row * columns;
      for (let n = first; n < first + columns; n++, at += rows) to[at] = from[n];
    }
  }
  return turned;
}
