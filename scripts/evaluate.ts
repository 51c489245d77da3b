/**
 * `deno task evaluate`: every measure of one trained network, or of a model of the user's own.
 *
 * @module
 */

import { EVALUATE } from "../lib/evaluation/evaluate_stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(EVALUATE, {
  summary:
    "Measures a trained network, or a model of your own: errors, recovered parameters, baselines, codes.",
  examples: [
    "evaluate --model results/train/disc-… --dataset results/dataset/disc-…",
    "evaluate --dataset results/dataset/disc-… --subset punctured --reconstructions made.npy --codes codes.npy",
    "evaluate --dataset results/dataset/disc-… --subset punctured --onnx-encoder e.onnx --onnx-decoder d.onnx",
  ],
});

if (import.meta.main) await runStageScript(EVALUATE, spec);
