/**
 * Evaluating a network as a stage: a trained network and its dataset in, every measure out.
 *
 * @module
 */

import { z } from "zod";
import type { Backend } from "../backend/mod.ts";
import { MAX_STROKE } from "../curve/geometry.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Result, Stage } from "../results/stage.ts";
import type { EvaluationChoice } from "./settings.ts";

/** Fully resolved parameters of an evaluation. */
export const evaluateSchema = z.strictObject({
  stroke: z.number().positive().max(MAX_STROKE),
  noise: z.boolean(),
});

/** Name, version and code of an evaluation as a stage. */
export const EVALUATE: DigestedStage = { name: "evaluate", version: 1, module: import.meta.url };

/** The stage that measures one network, on the backend that runs. */
export function evaluateStage(_backend: Backend): Stage<EvaluationChoice> {
  return {
    ...EVALUATE,
    schema: evaluateSchema,
    inputs: { model: "train", dataset: "dataset" },
    slug: evaluateSlug,
    run() {
      throw new Error("not yet");
    },
  };
}

/** Readable part of a folder's name: the model's, without its key. */
function evaluateSlug(
  { noise }: EvaluationChoice,
  { model }: Readonly<Record<string, Result>>,
): string {
  const [folder] = model.directory.split(/[\\/]/).slice(-1);
  const name = folder.replace(/-[0-9a-f]{12}$/, "");
  return noise ? `${name}-noise` : name;
}
