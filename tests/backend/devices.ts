/**
 * Runs a test on every backend present, and shows those that are not as ignored, with the reason.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { type Backend, selectBackend } from "../../lib/backend/mod.ts";

/**
 * Whether Mesa computes in software through OpenGL, as it does where it has no Vulkan driver: one
 * block's shaders then take minutes. Its Vulkan driver gives the processor's own subgroup size;
 * wgpu's OpenGL backend has none and gives 4 to 128, all that WebGPU allows.
 */
export function isSoftwareOpenGl({ description, subgroupMinSize, subgroupMaxSize }: {
  readonly description: string;
  readonly subgroupMinSize: number;
  readonly subgroupMaxSize: number;
}): boolean {
  return /llvmpipe|softpipe/i.test(description) && subgroupMinSize === 4 && subgroupMaxSize === 128;
}

async function missing(): Promise<string | null> {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    if (!adapter) return "no WebGPU adapter";
    return isSoftwareOpenGl(adapter.info) ? "software OpenGL only, no Vulkan driver" : null;
  } catch {
    return "no Vulkan loader";
  }
}

/** Why WebGPU cannot be tested here, or `null` where it can. */
export const WEBGPU_MISSING: string | null = await missing();

const started = new Map<string, Promise<Backend>>();

/** Makes a backend the active one, starting it at first. */
export async function useBackend(name: "wasm" | "webgpu"): Promise<Backend> {
  if (!started.has(name)) started.set(name, selectBackend(name));
  const backend = await started.get(name)!;
  await tf.setBackend(name);
  return backend;
}

/** Registers one test a backend. WebGPU devices outlive a test: their sanitizers are off. */
export function testOnBackends(
  name: string,
  run: (backend: Backend) => Promise<void> | void,
  { devices = ["wasm", "webgpu"] }: { readonly devices?: readonly ("wasm" | "webgpu")[] } = {},
): void {
  for (const device of devices) {
    const why = device === "webgpu" && WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";
    Deno.test({
      name: `${name} [${device}]${why}`,
      ignore: why !== "",
      sanitizeOps: false,
      sanitizeResources: false,
      async fn() {
        const backend = await useBackend(device);
        await run(backend);
        backend.check();
      },
    });
  }
}
