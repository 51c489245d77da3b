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

/** What each use of a network is thought to take, as passes over the dataset in training. */
const PASSES = { evaluate: 2, traversals: 0.05, transects: 0.01 };

/** What a use of a trained network takes. */
export function trainedCost(
  { parameters, inputs: { dataset } }: Work,
  use: keyof typeof PASSES,
): Cost {
  return networkCost({
    training: parameters as TrainParameters,
    dataset: dataset.parameters as DatasetParameters,
  }, { batch: BATCH, passes: PASSES[use] });
}
