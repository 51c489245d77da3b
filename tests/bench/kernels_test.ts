import * as tf from "@tensorflow/tfjs";
import { operationsDone } from "../../lib/bench/bench.ts";
import { stepOperations } from "../../lib/model/arithmetic.ts";
import { kernelRows, shapesText, watchKernels } from "../../lib/bench/kernel_calls.ts";
import { measureKernels, timedCalls } from "../../lib/bench/kernel_times.ts";
import { architectureOf, madeUpImages, resolveWorkload } from "../../lib/bench/workload.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { useBackend } from "../backend/devices.ts";
import { stopClock } from "./stopped_clock.ts";

const workload = { size: 32, divide: 8, batch: 3 };

Deno.test("the kernels of a real step add up to what the architecture says [wasm]", async () => {
  const backend = await useBackend("wasm");
  const { rows, secondsPerStep, steps, method } = await measureKernels(workload, {
    backend,
    seconds: 0.01,
  });
  const counted = rows.reduce((sum, { operations }) => sum + (operations ?? 0), 0);
  const expected = workload.batch * stepOperations(architectureOf(workload));
  assertAlmostEquals(counted / expected, 1, 1e-9);
  const done = rows.reduce((sum, { operationsDone }) => sum + (operationsDone ?? 0), 0);
  assertAlmostEquals(done / (workload.batch * operationsDone(workload, "wasm")), 1, 1e-9);
  assert(rows.reduce((sum, { seconds }) => sum + seconds, 0) <= secondsPerStep);
  assert(steps >= 1);
  assertEquals(method, "measured");
  assertEquals(
    rows.map(({ seconds }) => seconds).toSorted((a, b) => b - a),
    rows.map((r) => r.seconds),
  );
});

Deno.test("watchKernels() sees calls with their shapes, and puts the kernels back [wasm]", async () => {
  await useBackend("wasm");
  const before = tf.getKernel("Add", "wasm").kernelFunc;
  const names: string[] = [];
  const watch = watchKernels(({ name, outputs }) => names.push(`${name} ${outputs[0].shape}`));
  const x = tf.ones([2, 3]);
  tf.dispose(tf.add(x, x));
  watch.stop();
  tf.dispose(tf.add(x, x));
  x.dispose();
  assertEquals(names.filter((name) => name.startsWith("Add")), ["Add 2,3"]);
  assertEquals(tf.getKernel("Add", "wasm").kernelFunc, before);
});

Deno.test("watchKernels() counts no time of a kernel for the one that called it [wasm]", async () => {
  await useBackend("wasm");
  using clock = stopClock();
  const identity = tf.getKernel("Identity", "wasm").kernelFunc;
  const kernels: Record<string, tf.KernelFunc> = {
    TestInner(params) {
      clock.pass(11);
      return identity(params);
    },
    TestOuter({ inputs }) {
      clock.pass(5);
      tf.dispose(tf.engine().runKernel("TestInner", inputs as tf.NamedTensorMap));
      const result = tf.engine().runKernel("TestInner", inputs as tf.NamedTensorMap);
      clock.pass(7);
      return result as tf.TensorInfo;
    },
  };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
  }
  const seen: string[] = [];
  const watch = watchKernels(({ name, seconds }) => seen.push(`${name} ${1000 * seconds}`));
  const x = tf.ones([2]);
  seen.splice(0);
  for (let k = 0; k < 2; k++) tf.dispose(tf.engine().runKernel("TestOuter", { x }) as tf.Tensor);
  watch.stop();
  x.dispose();
  for (const name of Object.keys(kernels)) tf.unregisterKernel(name, "wasm");
  const once = ["TestInner 11", "TestInner 11", "TestOuter 12"];
  assertEquals(seen, [...once, ...once]);
});

Deno.test("timedCalls() gives a call the ticks of what it began as, in seconds", () => {
  const call = (name: string) => ({ name, inputs: {}, attrs: {}, outputs: [], seconds: 9 });
  const timed = timedCalls(["Inner", "Outer", "Reshape"].map(call), {
    // The outer kernel began before the inner one, and ended after it.
    ended: [1, 0, 2],
    ticks: new Map([[0, 100], [1, 3000]]),
    tick: 0.5,
  });
  assertEquals(timed.map(({ call, seconds }) => [call.name, seconds]), [
    ["Inner", 1500],
    ["Outer", 50],
    ["Reshape", 0],
  ]);
});

Deno.test("kernelRows() gathers calls of the same shapes, a step, the longest first", () => {
  const product = (rows: number) => ({
    name: "BatchMatMul",
    inputs: { a: [rows, 2], b: [2, 3] },
    outputs: [[rows, 3]],
    attrs: {},
  });
  const calls = [
    { call: product(1), seconds: 1 },
    { call: product(5), seconds: 7 },
    { call: product(1), seconds: 2 },
    { call: { name: "Identity", inputs: { x: [] }, outputs: [[]], attrs: {} }, seconds: 1 },
  ];
  const ofProducts = { kernel: "BatchMatMul", operations: 30, operationsDone: 30 };
  const none = { operations: null, operationsDone: null };
  assertEquals(kernelRows(calls, { steps: 2, count: () => 0 }), [
    { ...ofProducts, shapes: "5×2, 2×3", calls: 0.5, seconds: 3.5 },
    {
      ...ofProducts,
      shapes: "1×2, 2×3",
      calls: 1,
      seconds: 1.5,
      operations: 12,
      operationsDone: 12,
    },
    { kernel: "Identity", shapes: "scalar", calls: 0.5, seconds: 0.5, ...none },
  ]);
});

Deno.test("kernelRows() counts what a kernel does beside the direct sum", () => {
  const call = {
    name: "ConvReluScale",
    inputs: { x: [1, 4, 4, 2], filter: [3, 3, 2, 5] },
    outputs: [[1, 4, 4, 5]],
    attrs: { upsample: false },
  };
  const calls = [{ call, seconds: 1 }, { call, seconds: 1 }];
  const [row] = kernelRows(calls, {
    steps: 2,
    count: ({ kind, output, filter }) => kind === "forward" ? output[3] * filter[2] : NaN,
  });
  assertEquals([row.operations, row.operationsDone], [2 * 16 * 9 * 10, 2 * 10]);
});

Deno.test("shapesText() shows image and filter of a convolution, else the first two shapes", () => {
  const call = { name: "K", outputs: [], attrs: {} };
  const inputs = { dy: [1, 4, 4, 5], filter: [3, 3, 2, 5], x: [1, 2, 2, 2], r: [1, 4, 4, 5] };
  assertEquals(shapesText({ ...call, inputs, attrs: { upsample: true } }), "1×2×2×2 ↑2 ⋆ 3×3×2×5");
  assertEquals(shapesText({ ...call, inputs: { a: [2], b: [], c: [4], d: [5] } }), "2, scalar +2");
});

Deno.test("resolveWorkload() takes what is given, and the rest from the profile", () => {
  const none = { size: undefined, divide: undefined, batch: undefined };
  assertEquals(resolveWorkload("small", none), { size: 64, divide: 4, batch: 8 });
  assertEquals(resolveWorkload("paper", { ...none, batch: 2 }), { size: 256, divide: 1, batch: 2 });
  assertThrows(() => resolveWorkload("smoke", { ...none, size: 36 }), UsageError, "received 36");
});

Deno.test("madeUpImages() are black but for three pixels in a hundred, the same every time", () => {
  const { images, indices } = madeUpImages({ size: 64, divide: 4, batch: 8 });
  assertEquals([images.length, indices.length], [8 * 64 * 64, 8]);
  assertAlmostEquals(images.filter((value) => value === 255).length / images.length, 0.03, 0.005);
  assertEquals(images.every((value) => value === 0 || value === 255), true);
  assertEquals(madeUpImages({ size: 64, divide: 4, batch: 8 }).images, images);
});
