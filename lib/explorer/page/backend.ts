/**
 * Starts the TF.js backend that runs in this browser.
 *
 * @module
 */

import { type AdapterInfo, isSoftware } from "./adapter.ts";
import {
  type BackendName,
  candidates,
  type RunningBackend,
  type WebGpuState,
} from "./backend_choice.ts";
import { loadWebGpuBackend, tf } from "./library.ts";

async function webGpuState(): Promise<WebGpuState> {
  const { gpu } = navigator as unknown as {
    gpu?: { requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null> };
  };
  if (!gpu) return { missing: "no WebGPU in this browser" };
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return { missing: "no WebGPU adapter" };
  // Browsers gave no `info` at first.
  return { software: isSoftware(adapter.info ?? {}) };
}

/**
 * Starts the best backend that works, or the one asked for if that does.
 *
 * @throws {Error} None does.
 */
export async function startBackend(asked?: BackendName): Promise<RunningBackend> {
  tf.wasm.setWasmPaths("vendor/");
  for (const candidate of candidates(await webGpuState(), asked)) {
    try {
      if (candidate.name === "webgpu") await loadWebGpuBackend();
      if (!await tf.setBackend(candidate.name)) continue;
      await tf.ready();
      return candidate;
    } catch {
      continue;
    }
  }
  throw new Error("this browser runs neither WebGPU nor wasm nor WebGL");
}
