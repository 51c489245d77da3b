/**
 * Tensors that are larger than an adapter binds, without being large.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { registerWebGpuKernels } from "../../lib/backend/webgpu/kernels.ts";

/** Runs with an adapter that seems to bind no more than some bytes. */
export async function withBindingLimit(
  bindingLimit: number,
  run: () => Promise<void>,
): Promise<void> {
  const backend = tf.backend() as WebGPUBackend;
  registerWebGpuKernels(backend, { bindingLimit });
  try {
    await run();
  } finally {
    registerWebGpuKernels(backend);
  }
}
