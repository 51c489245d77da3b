/**
 * Which TF.js backend runs in this browser, and why: WebGPU on hardware, else wasm, else WebGL. As
 * in the suite's scripts, a software adapter is no choice, since wasm is faster on the same
 * processor.
 *
 * @module
 */

import { type AdapterInfo, isSoftware } from "./adapter.ts";
import { loadWebGpuBackend, tf } from "./library.ts";

/** The backend in use. */
export interface RunningBackend {
  /** Its name in TF.js. */
  readonly name: string;
  /** Why it and not another, in a few words. */
  readonly why: string;
}

/** Why WebGPU is not used here; `undefined` where it is. */
async function webGpuMissing(): Promise<string | undefined> {
  const { gpu } = navigator as unknown as {
    gpu?: { requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null> };
  };
  if (!gpu) return "no WebGPU in this browser";
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return "no WebGPU adapter";
  // Browsers gave no `info` at first.
  if (isSoftware(adapter.info ?? {})) return "the WebGPU adapter is software";
  return undefined;
}

/**
 * Starts the best backend that works.
 *
 * @throws {Error} None does.
 */
export async function startBackend(): Promise<RunningBackend> {
  tf.wasm.setWasmPaths("vendor/");
  const missing = await webGpuMissing();
  const candidates = [
    ...(missing === undefined ? [{ name: "webgpu", why: "a WebGPU adapter is there" }] : []),
    { name: "wasm", why: missing ?? "WebGPU could not be started" },
    { name: "webgl", why: "wasm could not be started" },
  ];
  for (const candidate of candidates) {
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
