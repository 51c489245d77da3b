/**
 * Training as a stage of the study: a dataset in, a network with its errors out.
 *
 * | file | content |
 * |---|---|
 * | `encoder/`, `decoder/`, `model/` | TF.js layers models; of a decoder alone, `decoder/` |
 * | `architecture.json`, `dataset.json` | what the network is, and how its images were drawn |
 * | `metrics.jsonl` | a line an epoch |
 * | `tables/evaluation.csv` | errors of each validation image and each image of the hole test set |
 * | `tables/latents.csv` | μ of each training image |
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/parameters.ts";
import type { Stage } from "../results/stage.ts";
import { networkCost } from "./cost.ts";
import { trainCommand } from "./flags.ts";
import { type TrainParameters, trainSchema } from "./schema.ts";
import { trainSlug } from "./slug.ts";

/** The stage that trains one network on one subset of a dataset. */
export const TRAIN: Stage<TrainParameters> = {
  name: "train",
  version: 3,
  module: import.meta.url,
  schema: trainSchema,
  inputs: () => trainCommand.inputs,
  needs: { backend: true, rasteriser: false },
  slug: trainSlug,
  // Loaded here, because flags and plans need no TF.js.
  run: async (run) => await (await import("./run.ts")).runTraining(run),
  command: trainCommand,
  cost: (parameters, { dataset }) =>
    networkCost({ training: parameters, dataset: dataset.parameters as DatasetParameters }, {
      batch: parameters.batch,
      passes: parameters.epochs,
    }),
};
