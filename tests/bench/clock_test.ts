import * as tf from "@tensorflow/tfjs";
import { measureCeiling } from "../../lib/bench/ceiling.ts";
import { timeCalls, waitingClock } from "../../lib/bench/clock.ts";
import { measureKernels } from "../../lib/bench/kernel_times.ts";
import { readLoss, warmUp } from "../../lib/bench/steps.ts";
import { stepOperations } from "../../lib/model/arithmetic.ts";
import { architectureOf } from "../../lib/bench/workload.ts";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { multiplicationsDone } from "../../lib/backend/arithmetic.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { testOnBackends, useBackend } from "../backend/devices.ts";
import { stopClock } from "./stopped_clock.ts";

const workload = { size: 32, divide: 64, batch: 2 };

testOnBackends("timeCalls() gives at least one time, however short it may measure", async () => {
  const x = tf.ones([8, 8]);
  let calls = 0;
  const times = await timeCalls(() => {
    calls++;
    tf.dispose(tf.matMul(x, x));
  }, { seconds: 1e-6 });
  assert(times.length >= 1 && calls >= 2);
  assert(times.every((seconds) => Number.isFinite(seconds) && seconds >= 0));
  x.dispose();
});

Deno.test("timeCalls() gives seconds a call, however many a sample has [wasm]", async () => {
  await useBackend("wasm");
  for (const milliseconds of [0.5, 2, 40]) {
    using clock = stopClock();
    const times = await timeCalls(() => clock.pass(milliseconds), { seconds: 0.1 });
    assert(times.length >= 1);
    for (const time of times) assertAlmostEquals(time, milliseconds / 1000, 1e-12);
  }
});

Deno.test("a device without timestamps is timed in seconds, up to the end of its work", async () => {
  using clock = stopClock();
  const ended = () => Promise.resolve(clock.pass(30));
  const backend = {
    ensureCommandEncoderReady() {},
    endComputePassEncoder() {},
    submitQueue() {},
    device: { queue: { onSubmittedWorkDone: ended } },
  };
  const time = waitingClock(backend as unknown as WebGPUBackend);
  assertAlmostEquals(await time(() => clock.pass(20)), 0.05, 1e-12);
});

testOnBackends("a ceiling counts two operations a multiplication, and both ends of a copy", async ({
  name,
}) => {
  /** What is found where the work takes these seconds in turn, and then the last of them. */
  const ceiling = (...taken: number[]) => {
    let calls = 0;
    const time = () => Promise.resolve([taken[Math.min(calls++, taken.length - 1)]]);
    return measureCeiling({ seconds: 1, time });
  };
  // The second product is slow, so that no larger one is made.
  const slow = 0.5;
  const product = await ceiling(1e-6, slow);
  assertEquals(product.by, "matrix product 256×256");
  assertAlmostEquals(product.operationsPerSecond / (2 * 256 ** 3 / 1e-6), 1, 1e-12);
  const copies = name === "webgpu" ? 16 : 1;
  assertEquals(product.copyBytesPerSecond, 2 * copies * 64 * 2 ** 20 / slow);
  const convolution = await ceiling(1e-3, slow, 1e-3, slow);
  assertEquals(convolution.by, "1×1 convolution 1×64×64×256 to 64");
  const done = multiplicationsDone(name)({
    kind: "forward",
    output: [1, 64, 64, 64],
    filter: [1, 1, 256, 64],
    upsample: false,
  });
  assertEquals(done, 64 * 64 * 256 * 64);
  assertAlmostEquals(convolution.operationsPerSecond / (2 * done / 1e-3), 1, 1e-12);
  if (name !== "wasm") return;
  // Kernels of wasm have Winograd's form, but the one that is measured sums over all nine taps.
  const wide = await ceiling(1e-3, slow, slow, slow, slow, slow, 1e-3, slow);
  assertEquals(wide.by, "3×3 convolution 1×128×128×64 to 64");
  assertAlmostEquals(wide.operationsPerSecond / (2 * 9 * 128 ** 2 * 64 ** 2 / 1e-3), 1, 1e-12);
});

Deno.test("a loss that is not finite ends a measurement, and its terms are freed [wasm]", async () => {
  await useBackend("wasm");
  const tensors = tf.memory().numTensors;
  for (const odd of [NaN, Infinity, -Infinity]) {
    for (const terms of [[odd, 1], [1, odd]]) {
      await assertRejects(() => readLoss(tf.tensor1d(terms)), RunError, "the loss became");
    }
  }
  await readLoss(tf.tensor1d([1, 2]));
  assertEquals(tf.memory().numTensors, tensors);
});

testOnBackends("a ceiling is measured and names what reached it", async () => {
  const tensors = tf.memory().numTensors;
  const { operationsPerSecond, copyBytesPerSecond, by } = await measureCeiling({ seconds: 1e-6 });
  assert(Number.isFinite(operationsPerSecond) && operationsPerSecond > 0);
  assert(Number.isFinite(copyBytesPerSecond) && copyBytesPerSecond > 0);
  assert(/^(matrix product|[13]×[13] convolution) /.test(by), by);
  assertEquals(tf.memory().numTensors, tensors);
});

testOnBackends(
  "steps are measured at least once, with images a second of the median",
  async (backend) => {
    const steps = await warmUp(workload, { backend, seconds: 1e-6 });
    const found = await steps.measure();
    assertAlmostEquals(found.imagesPerSecond * found.secondsPerStep.median, workload.batch, 1e-9);
    assert(found.steps >= 1 && found.readEvery >= 1 && found.memoryBytes > 0);
  },
);

testOnBackends("each kernel of a step is timed, none of its arithmetic lost", async (backend) => {
  for (const timestamps of backend.name === "wasm" ? [false] : [true, false]) {
    const options = { backend, seconds: 1e-6, timestamps };
    const { rows, method } = await measureKernels(workload, options);
    const withClock = timestamps ? "timestamps" : "replayed";
    assertEquals(method, backend.name === "wasm" ? "measured" : withClock);
    assert(rows.every(({ seconds }) => Number.isFinite(seconds) && seconds >= 0));
    const counted = rows.reduce((sum, { operations }) => sum + (operations ?? 0), 0);
    const folded = rows.some(({ kernel }) => kernel.startsWith("ConvReluBatchNorm"));
    const expected = workload.batch * stepOperations(architectureOf(workload), { folded });
    assertAlmostEquals(counted / expected, 1, 1e-9);
    if (!timestamps) continue;
    const convolutions = rows.filter(({ kernel }) => kernel.startsWith("ConvRelu"));
    assert(convolutions.every(({ seconds }) => seconds > 0));
  }
});
