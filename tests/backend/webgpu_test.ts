/**
 * The WebGPU kernels by themselves, on the blocks and shapes whose shaders a software adapter compiles in seconds;
 * `webgpu_all_test.ts` has the others.
 */

import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { convReluBatchNorm, convReluPool, crossEntropyFromLogits } from "../../lib/backend/mod.ts";
import { withBindingLimit } from "./binding_limit.ts";
import { type Block, compare, randomArray } from "./compare.ts";
import { useBackend } from "./devices.ts";
import { pool } from "./network_blocks.ts";
import { convolveStrided64, crossEntropy64, zeros64 } from "./reference.ts";
import { compareWithWasm, testBlock, testOnWebGpu } from "./webgpu_cases.ts";

testBlock("convReluPool()", pool);

testOnWebGpu("crossEntropyFromLogits() is the same in groups of images", async () => {
  const targets = zeros64([5, 5, 7, 1]);
  targets.values.forEach((_, i) => targets.values[i] = (i % 5) / 4);
  const x = tf.tensor4d(Float32Array.from(targets.values), [5, 5, 7, 1]);
  const block: Block = {
    run: ([logits]) => crossEntropyFromLogits(logits as tf.Tensor4D, x),
    reference: ([logits]) => crossEntropy64([logits, x64]),
  };
  const x64 = { shape: targets.shape, values: Float64Array.from(await x.data()) };
  await withBindingLimit(600, () => compare(block, [[5, 5, 7, 1]], 4));
  x.dispose();
});

testOnWebGpu(
  "TF.js's matrix product of a long inner dimension gives the same bytes twice",
  async () => {
    const [left, right] = [[64, 5000], [5000, 3]].map((shape, k) => randomArray(shape, 60 + k));
    const [a, b] = [left, right].map(({ values, shape }) =>
      tf.tensor2d(Float32Array.from(values), shape as [number, number])
    );
    const products = [tf.matMul(a, b), tf.matMul(a, b), tf.matMul(tf.transpose(a), b, true)];
    const [first, second, turned] = await Promise.all(products.map((product) => product.data()));
    assertEquals([...first], [...second]);
    for (let at = 0; at < first.length; at += 7) {
      const row = Math.floor(at / 3), column = at % 3;
      let sum = 0;
      for (let k = 0; k < 5000; k++) {
        sum += left.values[row * 5000 + k] *
          right.values[k * 3 + column];
      }
      assertAlmostEquals(first[at], sum, 1e-3);
      assertAlmostEquals(turned[at], sum, 1e-3);
    }
    // Neither TF.js's atomic program nor ours is left chosen for what follows.
    assertEquals(tf.env().getNumber("WEBGPU_MATMUL_PROGRAM_TYPE"), -1);
    tf.dispose([a, b, ...products]);
  },
);

testOnWebGpu("filter gradients of many inputs and few outputs agree with wasm", async () => {
  // Rows of the product, 9 × 32, that a tile of 512 would take at once, with more quads than threads.
  const block: Block = {
    run: ([x, filter]) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 1, "same"),
    reference: ([x, filter]) =>
      convolveStrided64(x, filter, { before: 1, stride: 1, out: x.shape[1] }),
  };
  for (const outputs of [3, 8]) {
    await compareWithWasm(block, [[1, 5, 5, 32], [3, 3, 32, outputs]]);
  }
});

testOnWebGpu("whole numbers and truth values reach the device as they are", async () => {
  const bits = Array.from({ length: 5000 }, (_, i) => i % 3 === 0 ? 1 : 0);
  for (const dtype of ["bool", "int32"] as const) {
    const x = tf.tensor1d(bits, dtype);
    const more = tf.add(tf.cast(x, "float32"), tf.fill([5000], 2));
    assertEquals([...await more.data()], bits.map((bit) => bit + 2));
    tf.dispose([x, more]);
  }
});

testOnWebGpu("a preparation that fails leaves a backend that computes", async () => {
  const backend = await useBackend("webgpu");
  const fail = () => {
    throw new Error("on purpose");
  };
  await assertRejects(() => backend.prepare(fail), Error, "on purpose");
  // TF.js adds a few numbers on the processor.
  const x = tf.fill([5000], 2);
  const doubled = tf.add(x, x);
  assertEquals([...new Set(await doubled.data())], [4]);
  tf.dispose([x, doubled]);
});

testOnWebGpu("an image too large to bind is refused, and named", async () => {
  const x = tf.ones([1, 9, 9, 8]) as tf.Tensor4D;
  const layer = {
    filter: tf.ones([3, 3, 8, 8]) as tf.Tensor4D,
    bias: tf.zeros([8]) as tf.Tensor1D,
  };
  await withBindingLimit(1024, () => {
    assertThrows(() => convReluPool(x, layer), RangeError, "Cannot bind an image of 2592 bytes");
    return Promise.resolve();
  });
  tf.dispose([x, layer.filter, layer.bias]);
});

testOnWebGpu("the variance of values far from 0 survives float32", async () => {
  // 1000 ± 0.5: the sum of squares, about 1e6 a value, would have lost it all.
  const values = Float32Array.from({ length: 4 * 16 * 16 }, (_, i) => 1000 + (i % 2) - 0.5);
  const x = tf.tensor4d(values, [4, 16, 16, 1]);
  const one = tf.ones([1]) as tf.Tensor1D, none = tf.zeros([1]) as tf.Tensor1D;
  const filter = tf.ones([1, 1, 1, 1]) as tf.Tensor4D;
  const layer = { filter, bias: none, gamma: one, beta: none, epsilon: 1e-3 };
  let moments: tf.Tensor[] = [];
  const onMoments = (...both: tf.Tensor[]) => moments = both.map((tensor) => tf.keep(tensor));
  const y = convReluBatchNorm(x, layer, { upsample: false, onMoments });
  const [[mean], [variance]] = [await moments[0].data(), await moments[1].data()];
  assertAlmostEquals(mean, 1000, 1e-3);
  assertAlmostEquals(variance, 0.25, 1e-4);
  assert((await y.data()).every((value) => Math.abs(Math.abs(value) - 0.998) < 1e-3));
  tf.dispose([x, one, none, filter, y, ...moments]);
});
