/**
 * A small dataset in memory for tests of training.
 *
 * @module
 */

import { buildDataset, type Dataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import type { TrainingRun, TrainParameters } from "../../lib/training/mod.ts";
import { Vae } from "../../lib/model/mod.ts";
import type { ImageSet } from "../../lib/dataset/image_set.ts";

/** 60 images of 32². */
export function tinyDataset(): Promise<Dataset> {
  return buildDataset(resolveDatasetParameters({ points: 60, size: 32, holePoints: 4, seed: 3 }));
}

/** Some images of a dataset. */
export function imageSet(dataset: Dataset, indices: ArrayLike<number>): ImageSet {
  return { ...dataset, indices };
}

/** Smoke parameters: widths ÷8, batch 8. */
export const TINY: TrainParameters = {
  divide: 8,
  latents: 3,
  posterior: "fixed",
  subset: "punctured",
  loss: { lambda: 8e-3, penalty: "none", gamma: 0, weights: "none" },
  epochs: 2,
  batch: 8,
  rate: 1e-3,
  decay: "constant",
  seed: 0,
};

/** A network for images of 32². */
export function network({ divide, latents, posterior, seed }: TrainParameters): Vae {
  return Vae.create({ size: 32, divide, latents, posterior }, seed);
}

/** A run on a dataset that reports to nobody. */
export function trainingRun(
  dataset: Dataset,
  rest: Pick<TrainingRun, "backend" | "scratch"> & Partial<TrainingRun>,
): TrainingRun {
  return {
    parameters: TINY,
    training: imageSet(dataset, dataset.subsets.punctured),
    validation: imageSet(dataset, dataset.subsets.validation),
    progress: { update() {}, line() {} },
    signal: new AbortController().signal,
    ...rest,
  };
}
