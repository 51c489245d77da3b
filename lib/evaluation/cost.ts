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

/** What an evaluation is thought to take, as passes over the dataset in training. */
const PASSES = 2;

/** What running a trained network over its dataset takes. */
export function trainedCost({ parameters, inputs: { dataset } }: Work): Cost {
  return networkCost({
    training: parameters as TrainParameters,
    dataset: dataset.parameters as DatasetParameters,
  }, { batch: BATCH, passes: PASSES });
}
