/**
 * What an evaluation may ask of a network.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import type { TrainParameters } from "../training/schema.ts";
import type { EvaluationChoice } from "./schema.ts";

/** Throws UsageError where an evaluation asks for noise of a network that has none. */
export function checkEvaluation(
  { noise }: EvaluationChoice,
  { posterior }: Pick<TrainParameters, "posterior">,
): void {
  if (!noise || POSTERIORS[posterior].noise) return;
  throw new UsageError(
    `evaluation.noise must be off with posterior ${posterior}, which has no noise, received on`,
  );
}
