/**
 * The buffers that TF.js keeps for reuse: which of them is taken next, and giving them back.
 *
 * TF.js 4.22 keeps every buffer that it ever made, by size and usage, and reuses only one of exactly
 * that size and usage. Evaluation has other batch sizes than training, so its buffers come on top
 * of training's: 2.3 GB for the published network. Deno declares a device lost where 99 % of its
 * memory is taken. TF.js offers nothing but to dispose of the whole backend. This can go
 * when TF.js frees buffers that it does not use.
 *
 * @module
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Members of TF.js's buffer manager 4.22; the first is private. */
interface BufferManager {
  readonly freeBuffers: ReadonlyMap<string, GPUBuffer[]>;
  acquireBuffer(
    size: number,
    usage: GPUBufferUsageFlags,
    mapped?: boolean,
    reuse?: boolean,
  ): GPUBuffer;
  releaseBuffer(buffer: GPUBuffer, reuse: boolean): void;
}

/**
 * Has a backend reuse, of the buffers that would do, the one that was made first. TF.js takes the one
 * that became free last, so that each step binds other buffers than the one before, and no bind group
 * could be kept (`bind_groups.ts`).
 */
export function reuseOldest(backend: WebGPUBackend): void {
  const manager = backend.bufferManager as unknown as BufferManager;
  const ages = new WeakMap<GPUBuffer, number>();
  let made = 0;
  const age = (buffer: GPUBuffer) => ages.get(buffer) ?? Infinity;
  const acquire = manager.acquireBuffer.bind(manager);
  manager.acquireBuffer = (size, usage, mapped, reuse) => {
    const free = manager.freeBuffers.get(`${size}_${usage}`) ?? [];
    const last = free.length - 1;
    let oldest = last;
    for (let k = 0; k < last; k++) if (age(free[k]) < age(free[oldest])) oldest = k;
    // TF.js takes the last.
    if (oldest < last) [free[oldest], free[last]] = [free[last], free[oldest]];
    const buffer = acquire(size, usage, mapped, reuse);
    if (!ages.has(buffer)) ages.set(buffer, made++);
    return buffer;
  };
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
