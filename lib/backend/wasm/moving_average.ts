/**
 * Moving averages on wasm.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import type { Heap } from "./heap.ts";
import { floatsOf } from "./tensors.ts";

/** The kernel of `../moving_average.ts`, in JavaScript: the averages have a value a channel. */
export function averageKernels(heap: Heap): Record<string, Kernel> {
  return {
    MovingAverages(tensors, attrs) {
      // Rounded after each operation, as float32 arithmetic is.
      const { fround } = Math;
      const kept = fround(attrs.momentum as number);
      const taken = fround(1 - (attrs.momentum as number));
      const count = Object.keys(tensors).length / 2;
      return Array.from({ length: count }, (_, k) => {
        const moved = heap.output(tensors[`average${k}`].shape);
        const [average, batch, out] = [tensors[`average${k}`], tensors[`batch${k}`], moved]
          .map((tensor) => floatsOf(heap, tensor));
        for (let c = 0; c < out.length; c++) {
          out[c] = fround(kept * average[c]) + fround(taken * batch[c]);
        }
        return moved;
      });
    },
  };
}
