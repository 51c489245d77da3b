/**
 * Which TF.js backend computes, and why.
 *
 * `auto` takes a hardware WebGPU adapter, else wasm with our SIMD kernels. A software adapter
 * (llvmpipe, SwiftShader, Microsoft Basic Render) is several times slower than wasm on the same
 * processor and is used only where asked for. TF.js's plain `cpu` backend is no choice at all: one
 * filter and input gradient (8×64×64×32 → 64, 3×3) took 108 s on it.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { isSoftware } from "./adapter.ts";
import type { Backend, BackendRequest, Kernels } from "./backend.ts";

/** Options of {@linkcode selectBackend}. */
export interface SelectOptions {
  /** `stock` registers none of our kernels: what TF.js does by itself, to compare with. */
  readonly kernels?: Kernels;
}

/**
 * Chooses and starts a backend. Call it once a process, before any tensor is made.
 *
 * @param request the backend, or `auto`
 * @param options our kernels (default), or TF.js's own only
 * @throws {UsageError} where WebGPU is asked for and there is no adapter
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { selectBackend } from "./select.ts";
 *
 * const backend = await selectBackend("wasm");
 * assertEquals([backend.name, backend.adapter], ["wasm", null]);
 * ```
 */
export async function selectBackend(
  request: BackendRequest,
  { kernels = "ours" }: SelectOptions = {},
): Promise<Backend> {
  if (request === "wasm") return await startWasm("as asked", kernels);
  const found = await findAdapter();
  if (request === "webgpu") {
    if ("missing" in found) {
      throw new UsageError(
        `--backend webgpu needs a WebGPU adapter, and ${found.missing}; allowed here: auto, wasm`,
      );
    }
    const backend = await startWebGpu(found, "as asked", kernels);
    if (backend) return backend;
    throw new UsageError(
      `--backend webgpu could not be started on ${found.description}; allowed here: auto, wasm`,
    );
  }
  if ("missing" in found) return await startWasm(found.missing, kernels);
  if (found.software) {
    return await startWasm(
      `the only WebGPU adapter, ${found.description}, is software`,
      kernels,
    );
  }
  return await startWebGpu(found, "a hardware adapter", kernels) ??
    await startWasm(`WebGPU could not be started on ${found.description}`, kernels);
}

interface Adapter {
  description: string;
  software: boolean;
}

async function findAdapter(): Promise<Adapter | { missing: string }> {
  // Deno 2.9.6 gives null without a driver, and throws where libvulkan is missing, for which the
  // standard has null too. The catch can go when Deno follows it.
  let adapter: GPUAdapter | null = null;
  try {
    adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? null;
  } catch {
    return { missing: "WebGPU could not start (no graphics driver)" };
  }
  if (!adapter) return { missing: "no WebGPU adapter was found" };
  const { description, vendor, device } = adapter.info;
  return {
    description: description || `vendor ${vendor} device ${device}`,
    software: isSoftware(adapter.info),
  };
}

// Loaded when chosen: each brings its library, and TF.js.
async function startWasm(why: string, kernels: Kernels): Promise<Backend> {
  return await (await import("./wasm/start.ts")).startWasm(why, kernels);
}

async function startWebGpu(
  { description }: Adapter,
  why: string,
  kernels: Kernels,
): Promise<Backend | null> {
  return await (await import("./webgpu/start.ts")).startWebGpu(description, why, kernels);
}
