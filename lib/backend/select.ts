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

import * as tf from "@tensorflow/tfjs";
import { fileURLToPath } from "node:url";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { RunError, UsageError } from "../errors.ts";
import { Heap } from "./wasm/heap.ts";
import { registerWasmKernels } from "./wasm/kernels.ts";
import { registerWebGpuKernels } from "./webgpu/kernels.ts";

/** Backends that a user can ask for. */
export const BACKENDS = ["auto", "webgpu", "wasm"] as const;

/** What a user asks for: a backend, or the best one present. */
export type BackendRequest = typeof BACKENDS[number];

/** The backend in use. */
export interface Backend {
  /** The TF.js backend. */
  readonly name: "webgpu" | "wasm";
  /** Description of the WebGPU adapter, or `null` on wasm. */
  readonly adapter: string | null;
  /** One line for the user: what was chosen, and why. */
  readonly reason: string;
  /** Versions that decide the bytes of what is computed, for the key of a result. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Numeric flags that decide the bytes of what is computed. */
  readonly flags: Readonly<Record<string, boolean | number | string>>;
  /** Throws a {@linkcode RunError} where the device was lost or reported a validation error. */
  check(): void;
}

/** Adapters that compute on the processor, by their descriptions. */
export const SOFTWARE_ADAPTER: RegExp = /llvmpipe|swiftshader|basic render/i;

/** Options of {@linkcode selectBackend}. */
export interface SelectOptions {
  /** `stock` registers none of our kernels: what TF.js does by itself, to compare with. */
  readonly kernels?: "ours" | "stock";
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
  // Deno's requestAdapter gives null without a driver, and throws where libvulkan is missing.
  let adapter: GPUAdapter | null = null;
  try {
    adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }) ?? null;
  } catch {
    return { missing: "WebGPU could not start (no graphics driver)" };
  }
  if (!adapter) return { missing: "no WebGPU adapter was found" };
  const { description, vendor, device, isFallbackAdapter } = adapter.info as GPUAdapterInfo & {
    isFallbackAdapter?: boolean;
  };
  const software = isFallbackAdapter === true ||
    SOFTWARE_ADAPTER.test(description);
  return { description: description || `vendor ${vendor} device ${device}`, software };
}

type Kernels = NonNullable<SelectOptions["kernels"]>;

async function startWasm(why: string, kernels: Kernels): Promise<Backend> {
  const { version_wasm } = await import("@tensorflow/tfjs-backend-wasm");
  // TF.js tells a file that it may not read by lines of noise and no backend; this throws instead.
  await Deno.stat(fileURLToPath(import.meta.resolve("@tensorflow/tfjs-backend-wasm")));
  await tf.setBackend("wasm");
  const heap = await Heap.create(tf.backend() as BackendWasm);
  if (kernels === "ours") registerWasmKernels(heap);
  const simd = kernels === "ours" ? `${heap.relaxed ? "relaxed" : "plain"} SIMD` : "stock kernels";
  return {
    name: "wasm",
    adapter: null,
    reason: `backend wasm (${why}), ${simd}`,
    libraries: {
      "@tensorflow/tfjs": tf.version.tfjs,
      "@tensorflow/tfjs-backend-wasm": version_wasm,
    },
    flags: { relaxedSimd: heap.relaxed },
    check() {},
  };
}

async function startWebGpu(
  adapter: Adapter,
  why: string,
  kernels: Kernels,
): Promise<Backend | null> {
  const { WebGPUBackend } = await import("@tensorflow/tfjs-backend-webgpu");
  if (!await tf.setBackend("webgpu")) return null;
  const webgpu = tf.backend() as InstanceType<typeof WebGPUBackend>;
  if (kernels === "ours") registerWebGpuKernels(webgpu);
  const { device } = webgpu;
  let fault: string | null = null;
  // TF.js neither awaits nor reports validation errors: results would silently be zeros.
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    fault ??= (event as GPUUncapturedErrorEvent).error.message.trim().split("\n")[0];
  });
  device.lost.then((info) => {
    fault ??= `the device was lost (${info.reason || "unknown reason"}): ${info.message}`;
  });
  return {
    name: "webgpu",
    adapter: adapter.description,
    reason: `backend webgpu on ${adapter.description} (${why})` +
      (kernels === "stock" ? ", stock kernels" : ""),
    libraries: {
      "@tensorflow/tfjs": tf.version.tfjs,
      "@tensorflow/tfjs-backend-webgpu": tf.version.tfjs,
    },
    // Part of a result's key: count up where the WGSL gives other bytes.
    flags: { kernels: kernels === "ours" ? "wgsl 1" : "stock" },
    check() {
      if (fault) throw new RunError(`WebGPU failed: ${fault}`);
    },
  };
}
