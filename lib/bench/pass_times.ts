/**
 * The time that a GPU takes for each dispatch of real work, by its own timestamps. Every dispatch is
 * given a pass of its own, since only passes have timestamps.
 *
 * @module
 */

import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { submitRecorded } from "../backend/webgpu/pool.ts";

/** Passes of one piece of work that are timed: those past it are not. A step has about 100. */
const MOST_PASSES = 1024;

/** Times passes on a device; it holds buffers of the device, so one is made for many uses. */
export interface PassTimer {
  /**
   * Ticks that the dispatches of `work` took, by what `ownerOf` gave when each was recorded.
   *
   * @param work records dispatches by TF.js's backend
   */
  time(work: () => void, ownerOf: () => number): Promise<Map<number, number>>;
}

/** A timer of a backend whose device has timestamps. */
export function passTimer(backend: WebGPUBackend): PassTimer {
  const { device } = backend;
  const usage = GPUBufferUsage;
  const querySet = device.createQuerySet({ type: "timestamp", count: 2 * MOST_PASSES });
  const size = 2 * MOST_PASSES * 8;
  const resolved = device.createBuffer({ size, usage: usage.QUERY_RESOLVE | usage.COPY_SRC });
  const readable = device.createBuffer({ size, usage: usage.MAP_READ | usage.COPY_DST });

  const read = async (passes: number): Promise<BigUint64Array> => {
    const encoder = device.createCommandEncoder();
    encoder.resolveQuerySet(querySet, 0, 2 * passes, resolved, 0);
    encoder.copyBufferToBuffer(resolved, 0, readable, 0, 2 * passes * 8);
    device.queue.submit([encoder.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    const ticks = new BigUint64Array(readable.getMappedRange().slice(0));
    readable.unmap();
    return ticks;
  };

  return {
    async time(work, ownerOf) {
      const owners: number[] = [];
      submitRecorded(backend);
      const stop = onePassADispatch(backend, () => {
        if (owners.length === MOST_PASSES) return;
        const k = owners.push(ownerOf()) - 1;
        const [beginningOfPassWriteIndex, endOfPassWriteIndex] = [2 * k, 2 * k + 1];
        return { querySet, beginningOfPassWriteIndex, endOfPassWriteIndex };
      });
      try {
        work();
        submitRecorded(backend);
      } finally {
        stop();
      }
      const taken = new Map<number, number>();
      if (owners.length === 0) return taken;
      const ticks = await read(owners.length);
      owners.forEach((owner, k) => {
        const own = Number(ticks[2 * k + 1] - ticks[2 * k]);
        taken.set(owner, (taken.get(owner) ?? 0) + Math.max(0, own));
      });
      return taken;
    },
  };
}

/**
 * Has a backend begin a pass for each dispatch, with the timestamps that `next` gives; the returned
 * function ends that. TF.js makes sure of its encoder before each dispatch, so its pass is ended there.
 */
function onePassADispatch(
  backend: WebGPUBackend,
  next: () => GPUComputePassTimestampWrites | undefined,
): () => void {
  const { device } = backend;
  const create = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = create(descriptor);
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = () => begin({ timestampWrites: next() });
    return encoder;
  };
  const ready = backend.ensureCommandEncoderReady.bind(backend);
  backend.ensureCommandEncoderReady = () => {
    ready();
    backend.endComputePassEncoder();
  };
  return () => {
    // Both stand before methods of their classes.
    delete (device as Partial<GPUDevice>).createCommandEncoder;
    delete (backend as Partial<WebGPUBackend>).ensureCommandEncoderReady;
  };
}
