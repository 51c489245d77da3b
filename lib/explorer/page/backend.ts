/**
 * Starts the TF.js backend that runs in this browser.
 *
 * @module
 */

import { isSoftware } from "../../backend/adapter.ts";
import { findAdapter } from "./adapter.ts";
import {
  type BackendName,
  candidates,
  type RunningBackend,
  type WebGpuState,
} from "./backend_choice.ts";
import { loadWebGpuBackend, tf } from "./library.ts";

async function webGpuState(): Promise<WebGpuState> {
  const found = await findAdapter();
  return "missing" in found ? found : { software: isSoftware(found) };
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
