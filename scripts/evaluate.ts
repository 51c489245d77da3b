/**
 * `deno task evaluate`: every measure of one trained network.
 *
 * @module
 */

import { EVALUATE } from "../lib/evaluation/stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(EVALUATE, {
  summary: "Measures a trained network: errors, recovered parameters, baselines, codes.",
  examples: ["evaluate --model results/train/disc-… --dataset results/dataset/disc-…"],
});

if (import.meta.main) await runStageScript(EVALUATE, spec);
