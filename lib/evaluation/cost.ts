/**
 * What it takes to run a trained network, by arithmetic alone.
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/parameters.ts";
import type { Cost, Work } from "../results/stage.ts";
import { networkCost } from "../training/cost.ts";
import type { TrainParameters } from "../training/schema.ts";

/** Images at once, which are few whatever the network was trained with. */
const BATCH = 8;

/**
 * What a use of a trained network takes.
 *
 * @param passes what it is thought to take, as passes over the dataset in training
 */
export function trainedCost(
  { parameters, inputs: { dataset } }: Work,
  { passes }: { readonly passes: number },
): Cost {
  return networkCost({
    training: parameters as TrainParameters,
    dataset: dataset.parameters as DatasetParameters,
  }, { batch: BATCH, passes });
}
