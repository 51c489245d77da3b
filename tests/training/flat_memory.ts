/**
 * Whether many steps of training keep memory as it was.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/mod.ts";
import { assertEquals } from "../assert.ts";
import { imageSet, network, TINY, tinyDataset } from "./fixtures.ts";

/** Trains for 200 steps on the active backend: no tensor and no memory is left behind. */
export async function keepsMemoryFlat(backend: { readonly name: string }): Promise<void> {
  const dataset = await tinyDataset();
  const vae = network(TINY), adam = new Adam(vae.trainable);
  const set = imageSet(dataset, dataset.subsets.full);
  const { loss, seed, rate } = TINY;
  const chosen = Uint32Array.from({ length: 8 }, (_, n) => n);
  const train = async (from: number, steps: number) => {
    for (let step = from; step < from + steps; step++) {
      const terms = trainingStep(vae, adam, { set, chosen, loss, seed, step, rate });
      // As in training: a software GPU would otherwise queue up all of them.
      if (step % 16 === 0) await terms.data();
      terms.dispose();
    }
    const { numTensors, numBytes, numDataBuffers } = tf.memory();
    const { wasm } = tf.backend() as unknown as {
      wasm?: { asm: { memory: WebAssembly.Memory } };
    };
    const { numBytesAllocatedInGPU } = tf.memory() as { numBytesAllocatedInGPU?: number };
    const reserved = backend.name === "wasm"
      ? wasm?.asm.memory.buffer.byteLength
      : numBytesAllocatedInGPU;
    return { numTensors, numBytes, numDataBuffers, reserved };
  };
  // Commands are submitted 32 at a time, and buffers wait for that: where a submission falls in a step
  // repeats after at most 32 steps, and only then has every buffer that is kept for reuse been made.
  const before = await train(0, 33);
  assertEquals(await train(33, 200), before);
  adam.dispose();
}
