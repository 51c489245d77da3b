/**
 * `deno task traversals`: what a trained decoder makes of its latent space.
 *
 * @module
 */

import { TRAVERSALS } from "../lib/evaluation/traversals_stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(TRAVERSALS, {
  summary: "Decodes along each latent axis, posterior samples, and a lattice of the plane.",
  examples: ["traversals --model results/train/disc-1.25-1-0.3-punctured-…"],
});

if (import.meta.main) await runStageScript(TRAVERSALS, spec);
