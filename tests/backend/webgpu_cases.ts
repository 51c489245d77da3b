/**
 * What is tested of the WebGPU kernels alone: that a block is the same in groups of images, where it
 * takes several tiles, and when it is run again.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { withBindingLimit } from "./binding_limit.ts";
import { type Block, compare, randomArray } from "./compare.ts";
import { useBackend, WEBGPU_MISSING } from "./devices.ts";
import { shapesOf } from "./network_blocks.ts";

const why = WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";

/** Registers a test on WebGPU; it shows as ignored, with the reason, where it cannot run. */
export function testOnWebGpu(name: string, run: () => Promise<void>): void {
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

/** Registers the three tests of a block. */
export function testBlock(name: string, block: Block): void {
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

/** Compares values and gradients on WebGPU with those on wasm. */
export async function compareWithWasm(
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
