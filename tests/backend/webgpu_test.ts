import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { convReluBatchNorm, convReluPool, crossEntropyFromLogits } from "../../lib/backend/mod.ts";
import { registerWebGpuKernels } from "../../lib/backend/webgpu/kernels.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { type Block, compare, randomArray } from "./compare.ts";
import { useBackend, WEBGPU_MISSING } from "./devices.ts";
import { normalised, pool, shapesOf, tail } from "./network_blocks.ts";
import { crossEntropy64, zeros64 } from "./reference.ts";

const why = WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";

function testOnWebGpu(name: string, run: () => Promise<void>): void {
  Deno.test({
    name: `${name} [webgpu]${why}`,
    ignore: WEBGPU_MISSING !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const backend = await useBackend("webgpu");
      await run();
      backend.check();
    },
  });
}

const BLOCKS = [
  ["convReluPool()", pool],
  ["convReluBatchNorm({ upsample: true })", normalised(true)],
  ["convReluBatchNorm({ upsample: false })", normalised(false)],
  ["convReluBatchNormDot()", tail],
] as const;

/** Runs with an adapter that seems to bind no more than some bytes. */
async function withBindingLimit(bindingLimit: number, run: () => Promise<void>): Promise<void> {
  const backend = tf.backend() as WebGPUBackend;
  registerWebGpuKernels(backend, { bindingLimit });
  try {
    await run();
  } finally {
    registerWebGpuKernels(backend);
  }
}

for (const [name, block] of BLOCKS) {
  // Images of 5×7×3 and up to 10×14×5 float32 values: groups of one and two images, whose first
  // element is no multiple of the 64 at which a binding may begin.
  testOnWebGpu(`${name} is the same in groups of images`, async () => {
    const shapes = shapesOf(block, [5, 5, 7, 3], { outputs: 5 });
    await withBindingLimit(3200, () => compare(block, shapes, 3));
  });

  testOnWebGpu(`${name} agrees with wasm where it takes several tiles and slices`, async () => {
    await compareWithWasm(block, shapesOf(block, [3, 24, 26, 19], { outputs: 70 }));
  });

  testOnWebGpu(`${name} gives the same bytes twice`, async () => {
    const shapes = shapesOf(block, [3, 24, 26, 19], { outputs: 70 });
    const [first, second] = [await run(block, shapes), await run(block, shapes)];
    first.forEach((values, k) => assertEquals([...values], [...second[k]]));
  });
}

testOnWebGpu("a tensor larger than software Vulkan can bind at once is no obstacle", async () => {
  // As large an image as the published network's, 256²×256 values: 192 MiB in a batch of three.
  // Gradients that sum to about nothing keep the rounding of 200,000 terms: hence 1e-3.
  await compareWithWasm(tail, shapesOf(tail, [3, 256, 256, 1], { outputs: 256 }), 1e-3);
});

async function compareWithWasm(
  block: Block,
  shapes: number[][],
  relative = 1e-4,
): Promise<void> {
  const onWebGpu = await run(block, shapes);
  await useBackend("wasm");
  const onWasm = await run(block, shapes);
  await useBackend("webgpu");
  assertEquals(onWebGpu.length, shapes.length + 1);
  onWebGpu.forEach((values, k) => {
    assertEquals(values.length, onWasm[k].length);
    const size = Math.sqrt(onWasm[k].reduce((sum, v) => sum + v * v, 0) / values.length);
    values.forEach((value, i) => {
      const expected = onWasm[k][i], tolerance = relative * (size + Math.abs(expected) + 1e-2);
      assertAlmostEquals(value, expected, tolerance, k ? `gradient ${k - 1}` : "value");
    });
  });
}

/** A block's values and gradients on the active backend. */
async function run(block: Block, shapes: number[][]): Promise<Float32Array[]> {
  const tensor = (shape: number[], seed: number) =>
    tf.tensor(Float32Array.from(randomArray(shape, seed).values), shape);
  const inputs = shapes.map((shape, k) => tensor(shape, 50 + k));
  let output: tf.Tensor | undefined;
  const { grads, value } = tf.valueAndGrads((...tensors: tf.Tensor[]) => {
    output = tf.keep(block.run(tensors));
    return tf.sum(tf.mul(output, tensor([...output.shape], 49)));
  })(inputs);
  const values = [];
  for (const result of [output!, ...grads]) values.push(await result.data() as Float32Array);
  tf.dispose([inputs, output!, value, grads]);
  return values;
}

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
