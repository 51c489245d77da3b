/**
 * Our kernels in TF.js's registry for the wasm backend: those of TF.js that it lacks (so that any
 * TF.js model trains there), and those of the operations in `..`.
 *
 * @module
 */

import { filterGradientInfo, type Kernel, registerKernels } from "../registry.ts";
import { adamKernels } from "./adam.ts";
import { averageKernels } from "./moving_average.ts";
import { takingTransposed, turnedFilterKernels } from "./turned_filter.ts";
import { batchNormKernels } from "./batch_norm.ts";
import { filterGradient, pad } from "./convolution.ts";
import { crossEntropyKernels } from "./cross_entropy.ts";
import type { Heap } from "./heap.ts";
import { poolingKernels } from "./pooling.ts";
import { filterOf, imagesOf } from "./tensors.ts";

/** Registers every kernel for the backend that `heap` belongs to. */
export function registerWasmKernels(heap: Heap): void {
  const kernels: Record<string, Kernel> = {
    ...poolingKernels(heap),
    ...takingTransposed(heap, batchNormKernels(heap)),
    ...crossEntropyKernels(heap),
    ...adamKernels(heap),
    ...averageKernels(heap),
    ...turnedFilterKernels(heap),
    ...missingKernels(heap),
  };
  registerKernels("wasm", kernels);
}

/**
 * Kernels of TF.js itself that its wasm backend 4.22 lacks. They can go when TF.js has them; its
 * issue 8474 asks for Conv2DBackpropFilter.
 */
function missingKernels(heap: Heap): Record<string, Kernel> {
  return {
    // Here for its speed: 4.22 copies the memory (its other backends share it), and autodiff clones
    // every tensor that a gradient needs, 3 of 27 ms a step. Can go when TF.js shares too.
    Identity: ({ x }) => [heap.share(x)],

    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { filterShape, info } = filterGradientInfo(x, attrs);
      const { top, bottom, left, right } = info.padInfo;
      const dFilter = heap.zeros(filterShape);
      const border = Math.max(top, bottom, left, right);
      const padded = pad(heap, imagesOf(heap, x), ["x", border]);
      const source = {
        ...padded,
        at: padded.at + (border - top) * padded.row + (border - left) * padded.channels * 4,
      };
      const stride = [info.strideHeight, info.strideWidth] as const;
      const gradient = filterGradient(heap, filterOf(heap, dFilter), { stride });
      gradient.add(source, imagesOf(heap, dy));
      gradient.finish();
      return [dFilter];
    },
  };
}
