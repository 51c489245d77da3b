/**
 * Giving back the buffers that TF.js keeps for reuse.
 *
 * TF.js 4.22 keeps every buffer that it ever made, by size and usage, and reuses only one of exactly
 * that size and usage. Evaluation has other batch sizes than training, so its buffers come on top
 * of training's: 2.3 GB for the published network. Deno declares a device lost where 99 % of its
 * memory is taken. TF.js offers nothing but to dispose of the whole backend; this can go when it does.
 *
 * @module
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Members of TF.js's buffer manager 4.22; the first is private. */
interface BufferManager {
  readonly freeBuffers: ReadonlyMap<string, readonly GPUBuffer[]>;
  acquireBuffer(size: number, usage: GPUBufferUsageFlags): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse: boolean): void;
}

/** Destroys all buffers that no tensor uses. What was recorded before is submitted first. */
export function destroyFreeBuffers(backend: WebGPUBackend): void {
  submitRecorded(backend);
  const manager = backend.bufferManager as unknown as BufferManager;
  for (const buffers of manager.freeBuffers.values()) {
    // Taken and released without reuse, so that TF.js's own count of bytes stays right.
    for (const { size, usage } of [...buffers]) {
      manager.releaseBuffer(manager.acquireBuffer(size, usage), false);
    }
  }
}

/** Submits what TF.js has recorded so far; what waited for that to be freed is then free. */
export function submitRecorded(backend: WebGPUBackend): void {
  // `submitQueue` takes for granted that something was recorded and that its pass has ended.
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}
