/** The loop of training without files, as a page uses it. */

import { assert, assertEquals } from "@std/assert";
import { Adam } from "../../lib/training/adam.ts";
import { FIRST_STATE, trainEpochs, type TrainingProgress } from "../../lib/training/epochs.ts";
import { READ_EVERY } from "../../lib/training/step.ts";
import { useBackend } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset } from "./fixtures.ts";

/** Small, so that more than one reading falls into an epoch. */
const batch = 2;

Deno.test("the loss of a progress is the mean of the images whose loss was read", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const training = imageSet(dataset, dataset.subsets.full);
  const told: Record<string, TrainingProgress[]> = {};
  for (const name of ["wasm", "webgpu"] as const) {
    const vae = network(TINY);
    const adam = new Adam(vae.trainable);
    told[name] = [];
    await trainEpochs(vae, adam, {
      parameters: { ...TINY, batch, epochs: 1 },
      training,
      validation: imageSet(dataset, dataset.subsets.validation),
      // Losses are read as seldom as on WebGPU, on the same device.
      backend: { ...wasm, name },
      from: FIRST_STATE,
      signal: new AbortController().signal,
      pause: -1,
      hooks: { progress: (progress) => told[name].push(progress) },
    });
    adam.dispose();
    vae.dispose();
  }
  const steps = Math.ceil(training.indices.length / batch);
  assertEquals([told.wasm.length, told.webgpu.length], [steps, steps]);
  const every = READ_EVERY.webgpu;
  assert(steps > every, "some losses are read, and some are not");
  for (const [k, { loss }] of told.webgpu.entries()) {
    const read = Math.floor((k + 1) / every) * every;
    assertEquals(loss, read === 0 ? null : told.wasm[read - 1].loss, `step ${k + 1}`);
  }
});
