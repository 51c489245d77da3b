/**
 * What an evaluation and samples may ask of a network.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import type { TrainParameters } from "../training/schema.ts";
import type { EvaluationChoice } from "./evaluate_parameters.ts";

/** Throws UsageError where samples are asked of a posterior whose samples are all equal. */
export function checkSamples(samples: number, posterior: TrainParameters["posterior"]): void {
  const { encoder, noise } = POSTERIORS[posterior];
  if (samples === 0 || noise || !encoder) return;
  throw new UsageError(
    `samples must be 0 with posterior ${posterior}, which has no noise, received ${samples}`,
  );
}

/**
 * Throws UsageError where an evaluation asks for noise of a network that has none, or for the weights
 * after an epoch that were not kept.
 */
export function checkEvaluation(
  { noise, epoch }: EvaluationChoice,
  { posterior, epochs, snapshots }: Pick<TrainParameters, "posterior" | "epochs" | "snapshots">,
): void {
  if (epoch !== undefined && !snapshots) {
    throw new UsageError(
      `evaluation.epoch must be left out where training kept no snapshots, received ${epoch}`,
    );
  }
  if (epoch !== undefined && epoch >= epochs) {
    throw new UsageError(
      `evaluation.epoch must be below the ${epochs} epochs of training, after which the network is ` +
        `as it is, received ${epoch}`,
    );
  }
  checkNoise(noise, { posterior }, "evaluation.noise");
}

/** Throws UsageError where noise is asked of a network that has none. */
export function checkNoise(
  noise: boolean,
  { posterior }: Pick<TrainParameters, "posterior">,
  name = "noise",
): void {
  if (!noise || POSTERIORS[posterior].noise) return;
  throw new UsageError(
    `${name} must be off with posterior ${posterior}, which has no noise, received on`,
  );
}
