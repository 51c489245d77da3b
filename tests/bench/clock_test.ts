import * as tf from "@tensorflow/tfjs";
import { measureCeiling } from "../../lib/bench/ceiling.ts";
import { timeCalls } from "../../lib/bench/clock.ts";
import { measureKernels } from "../../lib/bench/kernel_times.ts";
import { warmUp } from "../../lib/bench/steps.ts";
import { stepOperations } from "../../lib/model/arithmetic.ts";
import { architectureOf } from "../../lib/bench/workload.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";

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
