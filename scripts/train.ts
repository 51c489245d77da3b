/**
 * `deno task train`: one network on one subset of a dataset.
 *
 * @module
 */

import { TRAIN } from "../lib/training/stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(TRAIN, {
  summary:
    "Trains a convolutional VAE on a dataset, and measures it on validation and in the hole.",
  examples: ["train --dataset results/dataset/disc-… --subset control --seed 1"],
});

if (import.meta.main) await runStageScript(TRAIN, spec);
