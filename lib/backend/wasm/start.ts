/**
 * Starting TF.js on wasm with our SIMD kernels.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import type { Backend, Kernels } from "../backend.ts";
import { Heap } from "./heap.ts";
import { registerWasmKernels } from "./kernels.ts";

/** Starts TF.js on wasm, with our kernels or its own. `why` it was chosen stands in the reason. */
export async function startWasm(why: string, kernels: Kernels): Promise<Backend> {
  // Where TF.js 4.22 may not read its file, it prints warnings and gives no backend; this throws
  // instead. It can go when `setBackend` rejects with the reason.
  if ("Deno" in globalThis) {
    await Deno.stat(new URL(import.meta.resolve("@tensorflow/tfjs-backend-wasm")));
  }
  await tf.setBackend("wasm");
  const heap = await Heap.create(tf.backend() as BackendWasm);
  if (kernels === "ours") registerWasmKernels(heap);
  const simd = kernels === "ours" ? `${heap.relaxed ? "relaxed" : "plain"} SIMD` : "stock kernels";
  return {
    name: "wasm",
    adapter: null,
    software: false,
    reason: `backend wasm (${why}), ${simd}`,
    module: import.meta.url,
    flags: { relaxedSimd: heap.relaxed },
    onProcessor: true,
    readEvery: 1,
    // A NaN reaches the loss from every variable; a test checks that it does.
    hidesNaN: false,
    check() {},
    prepare: () => Promise.resolve(0),
    freeUnused() {},
  };
}
