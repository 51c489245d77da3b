/**
 * Our kernels in TF.js's registry for the WebGPU backend: those of the operations in `..`, and one
 * of TF.js's own that is too slow to train with.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { adamKernels } from "./adam.ts";
import { batchNormKernels } from "./batch_norm.ts";
import { plainSource } from "./convolution.ts";
import { crossEntropyKernels } from "./cross_entropy.ts";
import { gradientOf } from "./filter_gradient.ts";
import { Gpu } from "./gpu.ts";
import { poolingKernels } from "./pooling.ts";
import { tailKernels } from "./tail.ts";

/** Tensors by the name that a kernel has for them. */
export type Tensors = Record<string, tf.TensorInfo>;

/** A kernel: makes output tensors from input tensors and attributes. */
export type Kernel = (inputs: Tensors, attrs: tf.NamedAttrMap) => tf.TensorInfo[];

/**
 * Registers every kernel for the backend.
 *
 * @param options `bindingLimit` in bytes below the device's own is for tests of large tensors
 */
export function registerWebGpuKernels(
  backend: WebGPUBackend,
  options: { bindingLimit?: number } = {},
): void {
  const gpu = new Gpu(backend, options);
  const kernels: Record<string, Kernel> = {
    ...poolingKernels(gpu),
    ...batchNormKernels(gpu),
    ...tailKernels(gpu),
    ...crossEntropyKernels(gpu),
    ...adamKernels(gpu),
    ...slowKernels(gpu),
  };
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "webgpu")) tf.unregisterKernel(kernelName, "webgpu");
    tf.registerKernel({
      kernelName,
      backendName: "webgpu",
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = run(inputs as Tensors, attrs ?? {});
        return outputs.length === 1 ? outputs[0] : outputs;
      },
    });
  }
}

/** Kernels of TF.js that its WebGPU backend 4.22 does slowly. They can go when it does not. */
function slowKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    // One thread a weight there, which walks over batch, height and width alone.
    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { strides, pad, dimRoundingMode, filterShape } = attrs as unknown as {
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
        pad,
        dimRoundingMode,
      );
      const [dFilter, dBias] = gradientOf(gpu, { x, gradient: plainSource(dy), filterShape }, {
        kernel: [info.filterHeight, info.filterWidth],
        step: [info.strideHeight, info.strideWidth],
        border: [info.padInfo.top, info.padInfo.left],
        phases: 1,
      });
      gpu.dispose(dBias);
      return [dFilter];
    },
  };
}
