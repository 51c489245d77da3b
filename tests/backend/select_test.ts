import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertThrows } from "@std/assert";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { selectBackend } from "../../lib/backend/mod.ts";
import { Heap } from "../../lib/backend/wasm/heap.ts";
import { registerWasmKernels } from "../../lib/backend/wasm/kernels.ts";
import { RunError } from "../../lib/errors.ts";
import { useBackend, WEBGPU_MISSING } from "./devices.ts";

const ignored = WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";

Deno.test("wasm says in one line that it runs, and why", async () => {
  const { name, reason, adapter, flags } = await selectBackend("wasm");
  assertEquals([name, adapter], ["wasm", null]);
  assertEquals(reason.split("\n").length, 1);
  assert(reason.startsWith("backend wasm (as asked)"), reason);
  assertEquals(typeof flags.relaxedSimd, "boolean");
});

Deno.test("auto never takes a software adapter", async () => {
  const { name, reason } = await selectBackend("auto");
  assert(name === "wasm" || !/llvmpipe|swiftshader|basic render/i.test(reason), reason);
});

Deno.test("auto takes no adapter that calls itself a fallback, whatever its name", async () => {
  const requestAdapter = navigator.gpu.requestAdapter;
  const info = { description: "A Fast One", isFallbackAdapter: true };
  navigator.gpu.requestAdapter = () => Promise.resolve({ info } as unknown as GPUAdapter);
  try {
    const { name, reason } = await selectBackend("auto");
    assertEquals(name, "wasm");
    assertMatch(reason, /the only WebGPU adapter, A Fast One, is software/);
  } finally {
    navigator.gpu.requestAdapter = requestAdapter;
  }
});

Deno.test("without relaxed SIMD the kernels compute the same to rounding", async () => {
  await useBackend("wasm");
  const x = tf.randomUniform([2, 9, 9, 3], -1, 1, "float32", 1) as tf.Tensor4D;
  const dy = tf.randomUniform([2, 7, 7, 5], -1, 1, "float32", 2) as tf.Tensor4D;
  const gradient = () =>
    tf.tidy(() =>
      tf.grad((filter: tf.Tensor) =>
        tf.sum(tf.mul(tf.conv2d(x, filter as tf.Tensor4D, 1, "valid"), dy))
      )(
        tf.zeros([3, 3, 3, 5]),
      )
    );
  const fused = await gradient().data();
  const plain = await Heap.create(tf.backend() as Parameters<typeof Heap.create>[0], {
    relaxed: false,
  });
  assertEquals(plain.relaxed, false);
  registerWasmKernels(plain);
  const separate = await gradient().data();
  fused.forEach((value, i) => assertAlmostEquals(value, separate[i], 1e-4));
});

Deno.test({
  name: "a WebGPU validation error is reported by the next check" + ignored,
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const backend = await useBackend("webgpu");
    backend.check();
    const { device } = tf.backend() as WebGPUBackend;
    // No buffer may be both mapped for reading and bound for storage.
    device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await device.queue.onSubmittedWorkDone();
    let message = "";
    while (message === "") {
      await new Promise((resolve) => setTimeout(resolve, 10));
      try {
        backend.check();
      } catch (error) {
        assert(error instanceof RunError);
        message = error.message;
      }
    }
    assertMatch(message, /^.*WebGPU failed.*$/);
  },
});

Deno.test({
  name: "a lost WebGPU device is reported by the next check" + ignored,
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const backend = await selectBackend("webgpu");
    const { device } = tf.backend() as WebGPUBackend;
    device.destroy();
    await device.lost;
    await new Promise((resolve) => setTimeout(resolve));
    assertThrows(() => backend.check(), RunError, "WebGPU failed");
  },
});
