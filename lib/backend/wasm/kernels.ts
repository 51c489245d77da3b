/**
 * Our kernels in TF.js's registry for the wasm backend: those of TF.js that it lacks (so that any
 * TF.js model trains there), and those of the operations in `..`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { adamKernels } from "./adam.ts";
import { batchNormKernels } from "./batch_norm.ts";
import { filterGradient, pad } from "./convolution.ts";
import { crossEntropyKernels } from "./cross_entropy.ts";
import type { Heap } from "./heap.ts";
import { poolingKernels } from "./pooling.ts";
import { filterOf, imagesOf, type Kernel, type Tensors } from "./tensors.ts";

/** Registers every kernel for the backend that `heap` belongs to. */
export function registerWasmKernels(heap: Heap): void {
  const kernels: Record<string, Kernel> = {
    ...poolingKernels(heap),
    ...batchNormKernels(heap),
    ...crossEntropyKernels(heap),
    ...adamKernels(heap),
    ...missingKernels(heap),
  };
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = run(inputs as Tensors, attrs ?? {});
        return outputs.length === 1 ? outputs[0] : outputs;
      },
    });
  }
}

/** Kernels of TF.js itself that its wasm backend 4.22 lacks. They can go when TF.js has them. */
function missingKernels(heap: Heap): Record<string, Kernel> {
  return {
    // Here for its speed: 4.22 copies the memory (its other backends share it), and autodiff clones
    // every tensor that a gradient needs, 3 of 27 ms a step. Can go when TF.js shares too.
    Identity: ({ x }) => [heap.share(x)],

    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { strides, pad: padding, dimRoundingMode, filterShape } = attrs as unknown as {
        strides: number | [number, number];
        pad: "valid" | "same" | number;
        dimRoundingMode?: "floor" | "round" | "ceil";
        filterShape: [number, number, number, number];
      };
      const info = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        padding,
        dimRoundingMode,
      );
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
