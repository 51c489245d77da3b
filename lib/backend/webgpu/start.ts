/**
 * Starting TF.js on WebGPU with our kernels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-webgpu";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { RunError } from "../../errors.ts";
import { isSoftware } from "../adapter.ts";
import type { Backend, Kernels } from "../backend.ts";
import { keepBindGroups } from "./bind_groups.ts";
import { SUBMIT_EVERY } from "./gpu.ts";
import { registerWebGpuKernels } from "./kernels.ts";
import { destroyFreeBuffers, reuseOldest } from "./pool.ts";
import { uploadByQueue } from "./uploads.ts";

/** What TF.js 4.22 has made, by its key. */
interface PipelineCache {
  readonly pipelineCache: Readonly<Record<string, unknown>>;
}

/**
 * Starts TF.js on WebGPU, with our kernels or its own; `null` where it cannot. `adapter` describes the
 * device, `why` it was chosen stands in the reason.
 */
export async function startWebGpu(
  adapter: string,
  why: string,
  kernels: Kernels,
): Promise<Backend | null> {
  // TF.js submits after 15 dispatches, which our kernels need not follow.
  tf.env().set("WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE", SUBMIT_EVERY);
  if (!await tf.setBackend("webgpu")) return null;
  const webgpu = tf.backend() as WebGPUBackend;
  const { device } = webgpu;
  if (kernels === "ours") {
    keepBindGroups(device);
    reuseOldest(webgpu);
    uploadByQueue(webgpu);
  }
  const gpu = kernels === "ours" ? registerWebGpuKernels(webgpu) : null;
  let fault: string | null = null;
  // TF.js 4.22 neither awaits nor reports validation errors: results would silently be zeros. This
  // can go when TF.js throws them.
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    fault ??= (event as GPUUncapturedErrorEvent).error.message.trim().split("\n")[0];
  });
  device.lost.then((info) => {
    fault ??= `the device was lost (${info.reason || "unknown reason"}): ${info.message}`;
  });
  return {
    name: "webgpu",
    adapter,
    software: isSoftware(device.adapterInfo ?? {}),
    bindingLimit: device.limits.maxStorageBufferBindingSize,
    reason: `backend webgpu on ${adapter} (${why})` +
      (kernels === "stock" ? ", stock kernels" : ""),
    module: import.meta.url,
    // Part of a result's key: count up where the WGSL gives other bytes.
    flags: { kernels: kernels === "ours" ? "wgsl 4" : "stock" },
    onProcessor: false,
    // A reading costs a round trip of 10 ms.
    readEvery: 16,
    // WGSL lets max(NaN, 0) be 0, and most GPUs make use of it.
    hidesNaN: true,
    check() {
      if (fault) throw new RunError(`WebGPU failed: ${fault}`);
    },
    async prepare(run) {
      // Pipelines of TF.js itself; its types have no cache.
      const cache = () => Object.keys((webgpu as unknown as PipelineCache).pipelineCache).length;
      const count = () => cache() + (gpu?.pipelineCount ?? 0);
      const before = count();
      tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", true);
      try {
        const made = gpu ? gpu.prepare(run) : run();
        tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
        await made;
        await webgpu.checkCompileCompletionAsync();
      } catch (error) {
        if (fault || (error as Error).name === "GPUPipelineError") {
          throw new RunError(`WebGPU failed: ${fault ?? (error as Error).message.split("\n")[0]}`);
        }
        throw error;
      } finally {
        tf.env().set("WEBGPU_ENGINE_COMPILE_ONLY", false);
      }
      return count() - before;
    },
    freeUnused: () => destroyFreeBuffers(webgpu),
  };
}
