/**
 * Adam on wasm.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Heap } from "./heap.ts";
import type { Kernel } from "../registry.ts";

/** The kernel of `../adam_step.ts`. */
export function adamKernels(heap: Heap): Record<string, Kernel> {
  return {
    AdamStep({ first, second, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const [newFirst, newSecond] = [heap.output(first.shape), heap.output(second.shape)];
      const [m, v, newM, newV] = [first, second, newFirst, newSecond].map((tensor) =>
        heap.address(tensor)
      );
      const [r, b1, b2, e] = [rate, beta1, beta2, epsilon] as number[];
      let at = 0;
      const values = Array.from({ length: count }, (_, k) => {
        const value = tensors[`value${k}`];
        const output = heap.output(value.shape);
        const [p, g, newP] = [value, tensors[`gradient${k}`], output].map((tensor) =>
          heap.address(tensor)
        );
        const length = tf.util.sizeFromShape(value.shape);
        heap.kernels.adam(
          p,
          m + at,
          v + at,
          g,
          newP,
          newM + at,
          newV + at,
          length,
          r,
          b1,
          b2,
          e,
        );
        at += length * 4;
        return output;
      });
      return [newFirst, newSecond, ...values];
    },
  };
}
