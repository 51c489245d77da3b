/**
 * Timing single operations on a device that may still be computing when a call returns.
 *
 * Deno notices that a device has finished only at its next look, 10 ms later: longer than most
 * kernels take. So the device's own clock is read where it has one.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { submitRecorded } from "../backend/webgpu/pool.ts";
import { secondsPerTick, timestampClock, type Timestamps } from "./timestamps.ts";

/** Lets what waits come in, such as an error of the device or the end of who started this process. */
export function turnEventLoop(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Measures how long the work takes that `work` does, or gives to the device, in seconds. */
type Clock = (work: () => void) => Promise<number>;

/** Seconds of work that make what a clock misses small beside it. */
const LONG_ENOUGH = { processor: 5e-3, waiting: 0.1, device: 20e-3 };

/** Most calls under way at once: what they allocate is freed only when they are done. */
const MOST_CALLS = 64;

/**
 * Calls `run` for a while and returns seconds a call, once for each of several samples. A sample is
 * as many calls as make it long enough; the first call, which may compile, counts for none.
 */
export async function timeCalls(
  run: () => void,
  { seconds }: { seconds: number },
): Promise<number[]> {
  const { clock, longEnough } = await activeClock();
  await clock(run);
  const begun = performance.now(), end = begun + seconds * 1000;
  const first = await clock(run);
  const calls = Math.max(1, Math.min(MOST_CALLS, Math.ceil(longEnough / first)));
  const times = calls > 1 ? [] : [first];
  while (times.length === 0 || performance.now() < end) {
    const taken = await clock(() => {
      for (let k = 0; k < calls; k++) run();
    });
    times.push(taken / calls);
    await turnEventLoop();
  }
  return times;
}

async function activeClock(): Promise<{ clock: Clock; longEnough: number }> {
  if (tf.getBackend() !== "webgpu") {
    return { clock: processorClock, longEnough: LONG_ENOUGH.processor };
  }
  const backend = tf.backend() as unknown as WebGPUBackend;
  if (!backend.device.features.has("timestamp-query")) {
    return { clock: waitingClock(backend), longEnough: LONG_ENOUGH.waiting };
  }
  const clock = deviceClocks.get(backend) ?? timestampClock(deviceTimestamps(backend));
  deviceClocks.set(backend, clock);
  return { clock: await clock, longEnough: LONG_ENOUGH.device };
}

/** One a backend, since each holds buffers of the device and its tick is measured once. */
const deviceClocks = new WeakMap<WebGPUBackend, Promise<Clock>>();

/** Seconds of one tick of the active WebGPU device's timestamps; null where it has none. */
export async function deviceTick(): Promise<number | null> {
  const backend = tf.backend() as unknown as WebGPUBackend;
  if (!backend.device.features.has("timestamp-query")) return null;
  return await secondsPerTick(deviceTimestamps(backend));
}

/** Of what computes while it is called. */
function processorClock(work: () => void): Promise<number> {
  const start = performance.now();
  work();
  return Promise.resolve((performance.now() - start) / 1000);
}

/** Of a device without a clock of its own: the work, and the wait until it is noticed. */
export function waitingClock(backend: WebGPUBackend): Clock {
  return async (work) => {
    const start = performance.now();
    work();
    submitRecorded(backend);
    await backend.device.queue.onSubmittedWorkDone();
    return (performance.now() - start) / 1000;
  };
}

/** Timestamps of a device that can note the time between two pieces of work. */
function deviceTimestamps(backend: WebGPUBackend): Timestamps {
  const { device } = backend;
  const { queue } = device;
  const querySet = device.createQuerySet({ type: "timestamp", count: 2 });
  const usage = GPUBufferUsage;
  const resolved = device.createBuffer({ size: 16, usage: usage.QUERY_RESOLVE | usage.COPY_SRC });
  const readable = device.createBuffer({ size: 16, usage: usage.MAP_READ | usage.COPY_DST });
  const note = (index: number): GPUCommandEncoder => {
    const encoder = device.createCommandEncoder();
    const timestampWrites = { querySet, beginningOfPassWriteIndex: index };
    encoder.beginComputePass({ timestampWrites }).end();
    return encoder;
  };
  const read = async (last: GPUCommandEncoder): Promise<readonly [bigint, bigint]> => {
    last.resolveQuerySet(querySet, 0, 2, resolved, 0);
    last.copyBufferToBuffer(resolved, 0, readable, 0, 16);
    queue.submit([last.finish()]);
    await readable.mapAsync(GPUMapMode.READ);
    const [start, end] = new BigUint64Array(readable.getMappedRange());
    readable.unmap();
    return [start, end];
  };
  return {
    async mark() {
      queue.submit([note(0).finish()]);
      return (await read(note(1)))[1];
    },
    async around(work) {
      submitRecorded(backend);
      queue.submit([note(0).finish()]);
      work();
      submitRecorded(backend);
      return await read(note(1));
    },
  };
}
