/** The loop of training without files, as a page uses it. */

import { assert, assertEquals } from "@std/assert";
import { Adam } from "../../lib/training/adam.ts";
import { FIRST_STATE, trainEpochs, type TrainingProgress } from "../../lib/training/epochs.ts";
import { useBackend } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset } from "./fixtures.ts";

/** Small, so that more than one reading falls into an epoch. */
const batch = 2;

Deno.test("the loss of a progress is the mean of the images whose loss was read", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const training = imageSet(dataset, dataset.subsets.full);
  // Losses are read as seldom as on WebGPU, on the same device.
  const every = 16;
  const progressOf = async (readEvery: number) => {
    const told: TrainingProgress[] = [];
    const vae = network(TINY);
    const adam = new Adam(vae.trainable);
    await trainEpochs(vae, adam, {
      parameters: { ...TINY, batch, epochs: 1 },
      training,
      validation: imageSet(dataset, dataset.subsets.validation),
      backend: { ...wasm, readEvery, hidesNaN: readEvery > 1 },
      from: FIRST_STATE,
      signal: new AbortController().signal,
      pause: -1,
      hooks: { progress: (progress) => told.push(progress) },
    });
    adam.dispose();
    vae.dispose();
    return told;
  };
  const always = await progressOf(1);
  const seldom = await progressOf(every);
  const steps = Math.ceil(training.indices.length / batch);
  assertEquals([always.length, seldom.length], [steps, steps]);
  assert(steps > every, "some losses are read, and some are not");
  for (const [k, { loss }] of seldom.entries()) {
    const read = Math.floor((k + 1) / every) * every;
    assertEquals(loss, read === 0 ? null : always[read - 1].loss, `step ${k + 1}`);
  }
});
