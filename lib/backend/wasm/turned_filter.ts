/**
 * Turning a filter on wasm.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import type { Heap } from "./heap.ts";
import { floatsOf } from "./tensors.ts";

/** The kernel of `../turned_filter.ts`: a permutation of few values, so that JavaScript serves. */
export function turnedFilterKernels(heap: Heap): Record<string, Kernel> {
  return {
    TurnFilter({ filter }) {
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
      return [turned];
    },
  };
}
