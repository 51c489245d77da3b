/**
 * What the machine can do at best, measured with the same backend: without it a rate says little.
 * The arithmetic ceiling is the fastest of several matrix products, TF.js's and, where our kernels
 * are registered, convolutions, which are matrix products too.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu";
import { multiplicationsDone } from "../backend/arithmetic.ts";
import type { BackendName } from "../backend/backend.ts";
import { hasKernel, runKernel } from "../backend/kernel.ts";
import { createRandom } from "../random.ts";
import { timeCalls } from "./clock.ts";
import type { Ceiling } from "./messages.ts";

/** Sides of the square matrices; the larger are left out where they take too long. */
const MATRICES = [256, 512, 1024, 2048, 4096];

/** Filter, side of the image, and channels in and out of the convolutions. */
const CONVOLUTIONS = [
  [1, 64, 256, 64],
  [1, 64, 1024, 32],
  [1, 128, 128, 128],
  [1, 256, 128, 256],
  [3, 128, 64, 64],
  [3, 64, 64, 128],
] as const;

/** Images of a convolution: one does not fill a large GPU. */
const IMAGES = { wasm: [1], webgpu: [1, 8] } as const;

/** Seconds a call beyond which no larger product is tried. */
const SLOW = 0.25;

/** Seconds a call that a convolution may be expected to take: software on few cores is that slow. */
const TOO_SLOW = 1;

const COPIED = 64 * 2 ** 20;

/** Copies that a GPU is given at once: one takes it less time than to be told of it. */
const COPIES = 16;

/** A tensor of numbers from 0 to 1. */
function uniform(shape: number[], seed: number): tf.Tensor {
  const values = new Float32Array(tf.util.sizeFromShape(shape));
  return tf.tensor(createRandom(seed, "ceiling").uniformInto(values), shape);
}

/**
 * Measures the ceiling, in about as many seconds as given.
 *
 * @param options `time` stands in for the clock, for tests
 */
export async function measureCeiling(
  { seconds, time = timeCalls }: { seconds: number; time?: typeof timeCalls },
): Promise<Ceiling> {
  const budget = { seconds: seconds / 10 };
  const backend = tf.getBackend() as BackendName;
  const count = multiplicationsDone(backend);
  let best = { operationsPerSecond: 0, by: "nothing" };
  const offer = async (by: string, operations: number, run: () => void): Promise<number> => {
    const fastest = Math.min(...await time(run, budget));
    const operationsPerSecond = operations / fastest;
    if (operationsPerSecond > best.operationsPerSecond) best = { operationsPerSecond, by };
    return fastest;
  };
  for (const side of MATRICES) {
    const [a, b] = [1, 2].map((seed) => uniform([side, side], seed) as tf.Tensor2D);
    const taken = await offer(
      `matrix product ${side}×${side}`,
      2 * side ** 3,
      () => tf.matMul(a, b).dispose(),
    );
    tf.dispose([a, b]);
    if (taken > SLOW) break;
  }
  const convolutions = hasKernel("ConvReluScale")
    ? IMAGES[backend].flatMap((images) => CONVOLUTIONS.map((shape) => [images, ...shape] as const))
    : [];
  for (const [images, width, side, inputs, outputs] of convolutions) {
    // What is done, not what the direct sum would take: else a kernel that does less would raise it.
    const operations = 2 * count({
      kind: "forward",
      output: [images, side, side, outputs],
      filter: [width, width, inputs, outputs],
      upsample: false,
    });
    if (operations / best.operationsPerSecond > TOO_SLOW) continue;
    const shape = [images, side, side, inputs] as [number, number, number, number];
    const row = tf.ones([outputs]);
    const tensors = {
      x: uniform(shape, 1),
      filter: uniform([width, width, inputs, outputs], 2),
      ...{ bias: row, gamma: row, beta: row, mean: row, variance: row },
    };
    const attrs = { upsample: false, epsilon: 1e-3 };
    await offer(
      `${width}×${width} convolution ${shape.join("×")} to ${outputs}`,
      operations,
      () => tf.dispose(runKernel("ConvReluScale", tensors, attrs)),
    );
    tf.dispose(tensors);
  }
  const onGpu = backend === "webgpu";
  const fastest = Math.min(...await time(onGpu ? gpuCopies() : memoryCopy(), budget));
  return { ...best, copyBytesPerSecond: 2 * COPIED * (onGpu ? COPIES : 1) / fastest };
}

function memoryCopy(): () => void {
  const [from, to] = [new Uint8Array(COPIED).fill(1), new Uint8Array(COPIED)];
  return () => to.set(from);
}

function gpuCopies(): () => void {
  const { device } = tf.backend() as unknown as WebGPUBackend;
  const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
  const [from, to] = [0, 1].map(() => device.createBuffer({ size: COPIED, usage }));
  return () => {
    const encoder = device.createCommandEncoder();
    for (let k = 0; k < COPIES; k++) encoder.copyBufferToBuffer(from, 0, to, 0, COPIED);
    device.queue.submit([encoder.finish()]);
  };
}
