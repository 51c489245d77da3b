/**
 * `deno task transects`: reconstructions and errors along lines through the space.
 *
 * @module
 */

import { TRANSECTS } from "../lib/evaluation/transects_stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(TRANSECTS, {
  summary: "Walks transects with a trained network: truth, reconstruction and errors at each step.",
  examples: [
    "transects --model results/train/disc-1.25-1-0.3-punctured-… " +
    "--control results/train/disc-1.25-1-0.3-control-…",
  ],
});

if (import.meta.main) await runStageScript(TRANSECTS, spec);
