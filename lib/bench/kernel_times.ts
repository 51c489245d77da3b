/**
 * Where the time of a training step goes, kernel by kernel. On wasm a kernel has computed when it
 * returns, so real steps are measured. On WebGPU it has only been told to: there the device's own
 * timestamps tell how long the dispatches of each call took. Where it has none, the calls of one step
 * are noted and each is repeated, alone, until the device has done it.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { multiplicationsDone } from "../backend/arithmetic.ts";
import type { Backend } from "../backend/mod.ts";
import type { PassCount } from "../backend/passes.ts";
import { deviceTick, timeCalls, turnEventLoop } from "./clock.ts";
import {
  describeCall,
  kernelRows,
  presentInputs,
  type WatchedCall,
  watchKernels,
} from "./kernel_calls.ts";
import type { KernelTimes } from "./messages.ts";
import { median } from "../measure/statistics.ts";
import { passTimer } from "./pass_times.ts";
import { readLoss, trainer } from "./steps.ts";
import type { Workload } from "./workload.ts";

/**
 * Measures the kernels of a step, in about as many seconds as given.
 *
 * @param options `timestamps: false` does without those of a device that has them, for tests
 */
export async function measureKernels(
  workload: Workload,
  { backend, seconds, timestamps = hasTimestamps(backend) }: {
    backend: Backend;
    seconds: number;
    timestamps?: boolean;
  },
): Promise<KernelTimes> {
  const step = trainer(workload);
  const count = multiplicationsDone(backend.name);
  await readLoss(step());
  const start = performance.now();
  await readLoss(step());
  const secondStep = (performance.now() - start) / 1000;
  backend.check();
  const measure = backend.name === "wasm" ? measureInPlace : timestamps ? timeOnDevice : replay;
  const times = await measure(step, { seconds, count, secondStep });
  await turnEventLoop();
  backend.check();
  return times;
}

function hasTimestamps({ name }: Backend): boolean {
  if (name !== "webgpu") return false;
  const { device } = tf.backend() as unknown as WebGPUBackend;
  return device.features.has("timestamp-query");
}

async function measureInPlace(
  step: () => tf.Tensor1D,
  { seconds, count }: { seconds: number; count: PassCount },
): Promise<KernelTimes> {
  const calls: WatchedCall[] = [];
  const watch = watchKernels((call) => calls.push(call));
  const end = performance.now() + seconds * 1000;
  const times: number[] = [];
  do {
    const start = performance.now();
    await readLoss(step());
    times.push((performance.now() - start) / 1000);
    await turnEventLoop();
  } while (performance.now() < end);
  watch.stop();
  const steps = times.length;
  // The mean, as the kernels' times are means: the rows add up to it.
  const secondsPerStep = times.reduce((sum, time) => sum + time) / steps;
  const timed = calls.map((call) => ({ call: describeCall(call), seconds: call.seconds }));
  return { secondsPerStep, steps, rows: kernelRows(timed, { steps, count }), method: "measured" };
}

/** Steps that are under way before a timed one, so that the device does not wait for the host. */
const STEPS_BEFORE = 3;

/** Most steps that are read at once: what they allocate waits for that. */
const MOST_AT_ONCE = 8;

async function timeOnDevice(
  step: () => tf.Tensor1D,
  { seconds, count, secondStep }: { seconds: number; count: PassCount; secondStep: number },
): Promise<KernelTimes> {
  const timer = passTimer(tf.backend() as unknown as WebGPUBackend);
  const tick = await deviceTick() as number;
  const several = async (steps: number) => {
    const start = performance.now();
    const pending = Array.from({ length: steps }, step);
    await Promise.all(pending.map(readLoss));
    return (performance.now() - start) / 1000 / steps;
  };
  const atOnce = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(seconds / 4 / secondStep)));
  // A step that is slow is not made again to be timed by itself.
  const times = secondStep > seconds ? [secondStep] : [];
  const timed: TimedCall[] = [];
  const end = performance.now() + seconds * 1000;
  let steps = 0;
  do {
    if (secondStep <= seconds) times.push(await several(atOnce));
    const before = atOnce > 1 ? Array.from({ length: STEPS_BEFORE }, step) : [];
    const calls: WatchedCall[] = [];
    const [ended, under]: [number[], number[]] = [[], []];
    let entered = 0;
    const watch = watchKernels((call) => {
      calls.push(call);
      ended.push(under.pop() as number);
    }, () => under.push(entered++));
    let terms: tf.Tensor1D | undefined;
    const ticks = await timer.time(() => terms = step(), () => under.at(-1) ?? -1);
    watch.stop();
    await Promise.all([...before, terms as tf.Tensor1D].map(readLoss));
    timed.push(...timedCalls(calls, { ended, ticks, tick }));
    steps++;
  } while (performance.now() < end);
  const rows = kernelRows(timed, { steps, count });
  return { secondsPerStep: median(times), steps, rows, method: "timestamps" };
}

/** A call and the seconds that it took. */
interface TimedCall {
  readonly call: ReturnType<typeof describeCall>;
  readonly seconds: number;
}

/**
 * What the device took for each call.
 *
 * @param options `ended` numbers the calls by when they began, `ticks` were counted by that number,
 * and each took `tick` seconds
 */
export function timedCalls(
  calls: readonly WatchedCall[],
  { ended, ticks, tick }: {
    ended: readonly number[];
    ticks: ReadonlyMap<number, number>;
    tick: number;
  },
): TimedCall[] {
  return calls.map((call, k) => ({
    call: describeCall(call),
    seconds: (ticks.get(ended[k]) ?? 0) * tick,
  }));
}

/** A call to be repeated, with what its inputs were. */
interface Repeatable {
  readonly call: ReturnType<typeof describeCall>;
  readonly make: () => tf.NamedTensorMap;
  readonly attrs: tf.NamedAttrMap;
}

async function replay(
  step: () => tf.Tensor1D,
  { seconds, count }: { seconds: number; count: PassCount },
): Promise<KernelTimes> {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000 / 2;
  do {
    const start = performance.now();
    await readLoss(step());
    times.push((performance.now() - start) / 1000);
  } while (performance.now() < end);

  const noted: Repeatable[] = [];
  const watch = watchKernels((watched) => {
    noted.push({
      call: describeCall(watched),
      make: inputsLike(watched.inputs),
      attrs: watched.attrs,
    });
  });
  await readLoss(step());
  watch.stop();

  const secondsOf = new Map<string, number>();
  const keyOf = ({ call }: Repeatable) => JSON.stringify(call);
  const different = new Map(noted.map((call) => [keyOf(call), call]));
  for (const [key, { call, make, attrs }] of different) {
    const inputs = make();
    const run = () =>
      tf.dispose(tf.engine().runKernel(call.name, inputs, attrs) as tf.TensorContainer);
    const samples = await timeCalls(run, { seconds: seconds / 2 / different.size });
    secondsOf.set(key, median(samples));
    tf.dispose(inputs);
  }
  const timed = noted.map((noted) => ({
    call: noted.call,
    seconds: secondsOf.get(keyOf(noted)) as number,
  }));
  const rows = kernelRows(timed, { steps: 1, count });
  return { secondsPerStep: median(times), steps: times.length, rows, method: "replayed" };
}

/** What makes tensors of the same shapes and types; whole numbers are 0, to be valid as indices. */
function inputsLike(inputs: tf.NamedTensorInfoMap): () => tf.NamedTensorMap {
  const infos = presentInputs(inputs)
    .map(([name, { shape, dtype }]) => ({ name, shape: [...shape], dtype }));
  const isList = Array.isArray(inputs);
  return () => {
    const made = infos.map((info) => [info.name, filled(info)] as const);
    const tensors = Object.fromEntries(made);
    return isList ? Object.assign([], tensors) : tensors;
  };
}

/** Filled on the device: TF.js computes small tensors that are still in main memory there. */
function filled({ shape, dtype }: { shape: number[]; dtype: tf.DataType }): tf.Tensor {
  const { device } = tf.backend() as unknown as WebGPUBackend;
  const size = tf.util.sizeFromShape(shape);
  // TF.js fills no tensor that is larger than what can be bound at once.
  if (size * 4 > device.limits.maxStorageBufferBindingSize) {
    return tf.tensor(new Float32Array(size).fill(0.5), shape);
  }
  return tf.fill(shape, dtype === "float32" ? 0.5 : 0, dtype as "float32");
}
