/**
 * Timing single operations on a device that may still be computing when a call returns.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";

/** Waits until the device has done all that it was told; wasm has done it at once. */
export async function finishWork(): Promise<void> {
  if (tf.getBackend() !== "webgpu") return;
  const backend = tf.backend() as unknown as WebGPUBackend;
  // `submitQueue` takes for granted that something was encoded and that its pass has ended.
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
  await backend.device.queue.onSubmittedWorkDone();
}

/** Milliseconds of work that make the wait for a device small beside it. */
const LONG_ENOUGH = 20;

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
  run();
  await finishWork();
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  let calls = 1;
  do {
    const start = performance.now();
    for (let k = 0; k < calls; k++) run();
    await finishWork();
    const elapsed = performance.now() - start;
    if (elapsed < LONG_ENOUGH && calls < MOST_CALLS && performance.now() < end) calls *= 2;
    else times.push(elapsed / 1000 / calls);
  } while (performance.now() < end);
  return times;
}
