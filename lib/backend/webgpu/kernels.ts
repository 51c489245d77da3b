/**
 * Our kernels in TF.js's registry for the WebGPU backend: those of the operations in `..`, and two
 * of TF.js's own that are too slow or not the same twice.
 *
 * @module
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { filterGradientInfo, type Kernel, registerKernels } from "../registry.ts";
import { adamKernels } from "./adam.ts";
import { batchNormKernels } from "./batch_norm.ts";
import { crossEntropyKernels } from "./cross_entropy.ts";
import { gradientOf } from "./filter_gradient.ts";
import { Gpu } from "./gpu.ts";
import { latentKernels } from "./latents.ts";
import { matMulKernels } from "./matmul.ts";
import { averageKernels } from "./moving_average.ts";
import { objectiveKernels } from "./objective.ts";
import { poolingKernels } from "./pooling.ts";
import { plainSource } from "./source.ts";
import { tailKernels } from "./tail.ts";
import { turnedFilterKernels } from "./turned_filter.ts";

/**
 * Registers every kernel for the backend.
 *
 * @param options `bindingLimit` in bytes below the device's own is for tests of large tensors
 */
export function registerWebGpuKernels(
  backend: WebGPUBackend,
  options: { bindingLimit?: number } = {},
): Gpu {
  const gpu = new Gpu(backend, options);
  const kernels: Record<string, Kernel> = {
    ...poolingKernels(gpu),
    ...batchNormKernels(gpu),
    ...tailKernels(gpu),
    ...crossEntropyKernels(gpu),
    ...adamKernels(gpu),
    ...turnedFilterKernels(gpu),
    ...latentKernels(gpu),
    ...objectiveKernels(gpu),
    ...averageKernels(gpu),
    ...matMulKernels(backend),
    ...slowKernels(gpu),
  };
  registerKernels("webgpu", kernels);
  return gpu;
}

/** Kernels of TF.js that its WebGPU backend 4.22 does slowly. They can go when it does not. */
function slowKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    // One thread a weight there, which walks over batch, height and width alone.
    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { filterShape, info } = filterGradientInfo(x, attrs);
      const [dFilter, dBias] = gradientOf(gpu, {
        x: plainSource(x),
        gradient: plainSource(dy),
        filterShape,
      }, {
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
