/**
 * What running a network over a dataset takes, by arithmetic alone.
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/parameters.ts";
import { stepOperations } from "../model/arithmetic.ts";
import type { Cost } from "../results/stage.ts";
import type { TrainParameters } from "./schema.ts";

/** Megabytes of Deno, TF.js and a small network; the published one at batch 8 takes 2400 on wasm. */
const MEMORY = { least: 600, published: 2400 };

/**
 * What a network takes on a dataset.
 *
 * @param network parameters of its training and of the dataset
 * @param options images at once, and passes over the dataset's points
 */
export function networkCost(
  { training, dataset }: {
    readonly training: TrainParameters;
    readonly dataset: DatasetParameters;
  },
  { batch, passes }: { readonly batch: number; readonly passes: number },
): Cost {
  const { divide, latents, posterior } = training;
  const { points, holePoints, size } = dataset;
  const share = (size / 256) ** 2 * batch / 8 / divide;
  const images = (points + holePoints) * size ** 2 / 1e6;
  return {
    memory: MEMORY.least + Math.ceil(MEMORY.published * share + 3 * images),
    operations: stepOperations({ size, divide, latents, posterior }) * points * passes,
    steps: Math.ceil(Math.ceil(points / training.batch) * passes),
  };
}
