/** The memory of the wasm backend, as our kernels share it. */

import * as tf from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";
import { Heap } from "../../lib/backend/wasm/heap.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertEquals, assertThrows } from "@std/assert";
import { useBackend } from "./devices.ts";

async function freshHeap(): Promise<Heap> {
  await useBackend("wasm");
  return await Heap.create(tf.backend() as BackendWasm);
}

Deno.test("scratch memory that could not grow is not used again after it was freed", async () => {
  const heap = await freshHeap();
  heap.scratch("tests: a", 1 << 20);
  assertThrows(() => heap.scratch("tests: a", 2 ** 32 - 1), RunError, "no memory for 4096 MiB");
  // Whoever gets the freed memory must be its only user.
  const fives = tf.fill([1 << 18], 5);
  heap.floats(heap.scratch("tests: a", 1 << 19), 1 << 17).fill(9);
  assertEquals([...new Set(await fives.data())], [5]);
  fives.dispose();
});

Deno.test("tensors that find no memory are refused, and those that are there stay as they are", async () => {
  const heap = await freshHeap();
  const fives = tf.fill([1 << 18], 5);
  const large = [1 << 18, 1500];
  // None of these is written to, so that they take addresses alone.
  const made = [heap.output(large), heap.output(large)];
  for (const { dataId } of made) {
    assert(heap.address({ dataId, shape: [], dtype: "float32" }) !== 0);
  }
  const message = "has no memory for 1500 MiB more: smaller batches or images take less";
  assertThrows(() => heap.output(large), RunError, message);
  assertThrows(() => heap.zeros(large), RunError, message);
  // One of TF.js's own kernels.
  assertThrows(() => tf.fill(large, 1), RunError, message);
  made.forEach((tensor) => heap.dispose(tensor));
  assertEquals([...new Set(await fives.data())], [5]);
  const again = heap.output(large);
  assert(heap.address(again) !== 0);
  heap.dispose(again);
  fives.dispose();
});

Deno.test("4 GiB and more are refused: a size of 32 bits would make few bytes of them", async () => {
  const heap = await freshHeap();
  // Of float32 values: 4 GiB, and 64 bytes more.
  for (const [shape, mebibytes] of [[[2 ** 15, 2 ** 15], 4096], [[2 ** 30 + 16], 4097]] as const) {
    const message = `has no memory for ${mebibytes} MiB more`;
    assertThrows(() => heap.output([...shape]), RunError, message);
    assertThrows(() => heap.zeros([...shape]), RunError, message);
    // One of TF.js's own kernels.
    assertThrows(() => tf.fill([...shape], 1), RunError, message);
  }
  assertThrows(() => heap.scratch("tests: b", 2 ** 32 + 64), RunError, "no memory for 4097 MiB");
});
