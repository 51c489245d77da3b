/** The loop of training without files, as a page uses it. */

import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { RunError } from "../../lib/errors.ts";
import { encodePosteriors, reconstruct } from "../../lib/model/inference.ts";
import type { Vae } from "../../lib/model/mod.ts";
import type { ImageSet } from "../../lib/dataset/image_set.ts";
import { Adam } from "../../lib/training/adam.ts";
import { epochOrder } from "../../lib/training/batches.ts";
import {
  type EpochOver,
  FIRST_STATE,
  trainEpochs,
  type TrainingProgress,
} from "../../lib/training/epochs.ts";
import { trainingStep } from "../../lib/training/mod.ts";
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

/** Cross-entropy a pixel, and KL in the latent-mean scaling, of the decoded means, in float64. */
async function validationTerms(vae: Vae, set: ImageSet) {
  const { images } = await reconstruct(vae, set);
  const { means, logVariances } = await encodePosteriors(vae, set);
  const area = set.size ** 2;
  let [bce, kl] = [0, 0];
  images.forEach((probability, i) => {
    const target = set.images[set.indices[Math.floor(i / area)] * area + i % area] / 255;
    bce -= target * Math.log(probability) + (1 - target) * Math.log(1 - probability);
  });
  means.forEach((mean, i) => kl += mean ** 2 + Math.exp(logVariances[i]) - logVariances[i] - 1);
  return { bce: bce / images.length, kl: kl / means.length };
}

Deno.test("a line of the history is the mean over each epoch's images, and the validation after it", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const training = imageSet(dataset, dataset.subsets.punctured.subarray(0, 11));
  const validation = imageSet(dataset, dataset.subsets.validation);
  const loss = { lambda: 0.5, penalty: "covariance", gamma: 2, weights: "none" } as const;
  const [seed, epochs, rate] = [3, 2, 1e-2];
  const parameters = { seed, batch: 4, epochs, loss, rate, decay: "cosine" } as const;
  const trained = network(TINY);
  const { history } = await trainEpochs(trained, new Adam(trained.trainable), {
    parameters,
    training,
    validation,
    backend: wasm,
    from: FIRST_STATE,
    signal: new AbortController().signal,
    pause: 200,
    hooks: {},
  });

  const vae = network(TINY);
  const adam = new Adam(vae.trainable);
  const batches = [[0, 4], [4, 8], [8, 11]];
  const total = epochs * batches.length;
  let step = 0;
  for (const [epoch, line] of history.entries()) {
    const order = epochOrder(11, { seed, epoch });
    const sums = { loss: 0, bce: 0, kl: 0, penalty: 0 };
    for (const [from, to] of batches) {
      const chosen = order.slice(from, to);
      const now = rate * (1 + Math.cos(Math.PI * step / total)) / 2;
      const terms = trainingStep(vae, adam, { set: training, chosen, loss, seed, step, rate: now });
      const [whole, bce, kl, penalty] = await terms.data();
      terms.dispose();
      sums.loss += whole * chosen.length;
      sums.bce += bce * chosen.length;
      sums.kl += kl * chosen.length;
      sums.penalty += penalty * chosen.length;
      step++;
    }
    assertEquals([line.epoch, line.step], [epoch + 1, step]);
    for (const name of ["loss", "bce", "kl", "penalty"] as const) {
      assert(sums[name] !== 0, name);
      assertAlmostEquals(line[name] / (sums[name] / 11), 1, 1e-9, `${name}, epoch ${epoch + 1}`);
    }
    const { bce, kl } = await validationTerms(vae, validation);
    assertAlmostEquals(line.validationBce / bce, 1, 1e-5);
    assertAlmostEquals(line.validationKl / kl, 1, 1e-5);
    assertAlmostEquals(line.validationLoss / (bce + 0.5 * kl), 1, 1e-5);
  }
  assertEquals(history.length, epochs);
});

Deno.test("images a second count the images of a last batch that is not full, and no rest", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const vae = network(TINY);
  // A step takes a second, in the second epoch two, and a rest an hour.
  const now = performance.now;
  const told: number[] = [], kept: (number | null | undefined)[] = [];
  let milliseconds = 0;
  performance.now = () => milliseconds;
  class SlowAdam extends Adam {
    override apply(...given: Parameters<Adam["apply"]>) {
      milliseconds += told.length < 3 ? 1000 : 2000;
      super.apply(...given);
    }
  }
  try {
    const { imagesPerSecond } = await trainEpochs(vae, new SlowAdam(vae.trainable), {
      parameters: { ...TINY, batch: 4, epochs: 2 },
      training: imageSet(dataset, dataset.subsets.full.subarray(0, 9)),
      validation: imageSet(dataset, dataset.subsets.validation),
      backend: wasm,
      from: FIRST_STATE,
      signal: new AbortController().signal,
      pause: -1,
      hooks: {
        progress: ({ imagesPerSecond }) => void told.push(imagesPerSecond),
        rest: () => Promise.resolve(void (milliseconds += 3.6e6)),
        keep: (_, over) => Promise.resolve(void kept.push(over?.imagesPerSecond)),
      },
    });
    assertEquals(told, [4, 4, 3, 2, 2, 1.5]);
    // The median of two is their mean.
    assertEquals([kept, imagesPerSecond], [[3, 1.5], 2.25]);
  } finally {
    performance.now = now;
  }
});

Deno.test("an epoch that was stopped after its last step has no rate when it is closed", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const vae = network(TINY);
  const kept: (EpochOver | null)[] = [];
  const run = {
    parameters: { ...TINY, batch: 4, epochs: 1 },
    training: imageSet(dataset, dataset.subsets.full.subarray(0, 9)),
    validation: imageSet(dataset, dataset.subsets.validation),
    backend: wasm,
    pause: -1,
  };
  const stopping = new AbortController();
  let stopped = FIRST_STATE;
  const adam = new Adam(vae.trainable);
  await assertRejects(
    () =>
      trainEpochs(vae, adam, {
        ...run,
        from: FIRST_STATE,
        signal: stopping.signal,
        hooks: {
          progress: ({ step }) => step === 3 && stopping.abort(),
          keep(state, over) {
            stopped = state;
            return Promise.resolve(void kept.push(over));
          },
        },
      }),
    RunError,
    "interrupted at step 3 of 3",
  );
  const { imagesPerSecond, history } = await trainEpochs(vae, adam, {
    ...run,
    from: stopped,
    signal: new AbortController().signal,
    hooks: { keep: (_, over) => Promise.resolve(void kept.push(over)) },
  });
  assertEquals(kept, [null, { imagesPerSecond: null }]);
  assertEquals([imagesPerSecond, history.length], [null, 1]);
});
