/** One step of training, and what a set's indices mean to it. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { ImageSet } from "../../lib/dataset/image_set.ts";
import { evaluationLoss } from "../../lib/model/inference.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/mod.ts";
import { useBackend } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset } from "./fixtures.ts";

/** The images of a set alone, in its order. */
function alone({ images, points, size, indices }: ImageSet): ImageSet {
  const chosen = Array.from(indices);
  const area = size ** 2;
  const copies = new Uint8Array(chosen.length * area);
  chosen.forEach((index, n) =>
    copies.set(images.subarray(index * area, (index + 1) * area), n * area)
  );
  return {
    images: copies,
    points: chosen.map((index) => points[index]),
    size,
    indices: Uint32Array.from(chosen.keys()),
  };
}

const SUBSET = [41, 7, 58, 22, 3, 36, 19, 50, 11, 28];

Deno.test("a step on some images of a dataset is a step on a dataset of these alone", async () => {
  await useBackend("wasm");
  const subset = imageSet(await tinyDataset(), SUBSET);
  const chosen = Uint32Array.of(8, 2, 5, 0, 9);
  const termsOf = async (set: ImageSet, loss: typeof TINY.loss) => {
    const vae = network({ ...TINY, posterior: "learned" });
    const adam = new Adam(vae.trainable);
    const terms = trainingStep(vae, adam, { set, chosen, loss, seed: 0, step: 0, rate: 1e-3 });
    const values = [...await terms.data()];
    terms.dispose();
    adam.dispose();
    vae.dispose();
    return values;
  };
  // Each weighs an image by its b, and the total correlation by the number of images.
  for (const weights of ["published", "per-image"] as const) {
    const loss = { lambda: 8e-3, penalty: "beta-tc", gamma: 1, weights } as const;
    const values = await termsOf(subset, loss);
    assert(values.every(Number.isFinite));
    assertEquals(values, await termsOf(alone(subset), loss), weights);
  }
});

Deno.test("the validation loss of some images is the mean over these alone", async () => {
  await useBackend("wasm");
  const subset = imageSet(await tinyDataset(), SUBSET);
  const vae = network(TINY);
  const found = await evaluationLoss(vae, subset);
  assertEquals(found, await evaluationLoss(vae, alone(subset)));
  const each = await Promise.all(
    SUBSET.map((index) => evaluationLoss(vae, { ...subset, indices: [index] })),
  );
  for (const term of ["bce", "kl"] as const) {
    const mean = each.reduce((sum, terms) => sum + terms[term], 0) / SUBSET.length;
    assertAlmostEquals(found[term], mean, 1e-6, term);
  }
  vae.dispose();
});
