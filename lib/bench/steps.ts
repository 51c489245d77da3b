/**
 * Real training steps against the clock.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Backend } from "../backend/mod.ts";
import { RunError } from "../errors.ts";
import { Vae } from "../model/mod.ts";
import { TRANSECT_LOSS } from "../training/defaults.ts";
import { Adam } from "../training/adam.ts";
import { trainingStep } from "../training/step.ts";
import { turnEventLoop } from "./clock.ts";
import type { StepTimes } from "./messages.ts";
import { spread } from "./statistics.ts";
import { architectureOf, madeUpImages, type Workload } from "./workload.ts";

/** A network under training: a call makes one step and returns its loss terms as they are computed. */
export function trainer(workload: Workload): () => tf.Tensor1D {
  const vae = Vae.create(architectureOf(workload), 0);
  const adam = new Adam(vae.trainable);
  const set = madeUpImages(workload);
  const chosen = Uint32Array.from({ length: workload.batch }, (_, k) => k);
  let step = 0;
  return () =>
    trainingStep(vae, adam, {
      set,
      chosen,
      loss: TRANSECT_LOSS,
      seed: 0,
      step: step++,
      rate: 1e-4,
    });
}

/** Waits for loss terms and frees them. Throws RunError unless they are finite. */
export async function readLoss(terms: tf.Tensor1D): Promise<void> {
  const values = await terms.data();
  terms.dispose();
  if (!values.every(Number.isFinite)) throw new RunError(`the loss became ${values[0]}`);
}

/** Lets errors of the device surface. */
async function notice(backend: Backend): Promise<void> {
  await turnEventLoop();
  backend.check();
}

/** Steps before the measured ones: at least two, since memory still grows in the second. */
const WARM_UP = [2, 3] as const;

/** Milliseconds between two looks at what else happened, as in training. */
const PAUSE = 200;

/** Steps that were warmed up, ready to be measured. */
export interface WarmSteps {
  measure(): Promise<StepTimes>;
}

/**
 * Makes the first steps, which compile and allocate: three, or two where those take longer than the
 * measurement is to take.
 */
export async function warmUp(
  workload: Workload,
  { backend, seconds }: { backend: Backend; seconds: number },
): Promise<WarmSteps> {
  const step = trainer(workload);
  const begun = performance.now();
  let secondsOfLast = 0;
  for (let k = 0; k < WARM_UP[1]; k++) {
    if (k >= WARM_UP[0] && performance.now() - begun > seconds * 1000) break;
    const start = performance.now();
    await readLoss(step());
    await notice(backend);
    secondsOfLast = (performance.now() - start) / 1000;
  }
  const readEvery = readingPace(secondsOfLast, { backend, seconds });
  return { measure: () => measureWarm(step, { workload, backend, seconds, readEvery }) };
}

/**
 * Steps between two readings of the loss. Where steps are so slow that reading costs nothing beside
 * them, more readings give more times.
 */
export function readingPace(
  secondsPerStep: number,
  { backend, seconds }: { backend: Backend; seconds: number },
): number {
  const fitting = Math.floor(seconds / 4 / secondsPerStep);
  return Math.max(1, Math.min(backend.readEvery, fitting));
}

/** Measures steps that were warmed up, for so many seconds. */
export async function measureWarm(
  step: () => tf.Tensor1D,
  { workload, backend, seconds, readEvery }: {
    workload: Workload;
    backend: Backend;
    seconds: number;
    readEvery: number;
  },
): Promise<StepTimes> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  let lastPause = performance.now();
  do {
    const start = performance.now();
    const pending = Array.from({ length: readEvery }, step);
    // All at once, as training reads them: Deno looks every 10 ms whether a reading has come.
    await Promise.all(pending.map(readLoss));
    times.push((performance.now() - start) / 1000 / readEvery);
    if (performance.now() - lastPause > PAUSE) {
      await notice(backend);
      lastPause = performance.now();
    }
  } while (performance.now() < end);
  await notice(backend);
  const secondsPerStep = spread(times);
  return {
    imagesPerSecond: workload.batch / secondsPerStep.median,
    secondsPerStep,
    steps: times.length * readEvery,
    readEvery,
    memoryBytes: memoryBytes(),
  };
}

/** Bytes that the active backend has taken: wasm memory never shrinks, GPU buffers are kept. */
export function memoryBytes(): number {
  if (tf.getBackend() === "wasm") {
    const { wasm } = tf.backend() as unknown as { wasm: { asm: { memory: WebAssembly.Memory } } };
    return wasm.asm.memory.buffer.byteLength;
  }
  const memory = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
  return memory.numBytesAllocatedInGPU;
}
