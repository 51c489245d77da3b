/**
 * Parameters of an evaluation: how the images that a network is shown are drawn and encoded.
 *
 * @module
 */

import { z } from "zod";
import { MAX_STROKE } from "../curve/geometry.ts";
import { UsageError } from "../errors.ts";
import type { TrainParameters } from "../training/schema.ts";

/** Fully resolved parameters of an evaluation. */
export const evaluateSchema = z.strictObject({
  stroke: z.number().positive().max(MAX_STROKE),
  noise: z.boolean(),
});

/** How a trained network is evaluated. */
export interface EvaluationChoice {
  /** Line width of the images shown to it, in the geometry's unit. */
  readonly stroke: number;
  /** Whether z = μ + σ·ε is decoded, as the publication did, and not μ. */
  readonly noise: boolean;
}

/** Throws UsageError where an evaluation asks for noise of a network that has none. */
export function checkEvaluation(
  { noise }: EvaluationChoice,
  { posterior }: Pick<TrainParameters, "posterior">,
): void {
  if (!noise || posterior !== "truth") return;
  throw new UsageError(
    "evaluation.noise must be off with posterior truth, which has no noise, received on",
  );
}
