/**
 * Parameters of latent traversals: their schema, and as flags of a command line, and back.
 *
 * @module
 */

import { z } from "zod";
import { setting } from "../cli/setting.ts";
import { UsageError } from "../errors.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { MAX_SEED } from "../seed.ts";
import type { TrainParameters } from "../training/schema.ts";
import { checkSamples } from "./check.ts";
import { modelFlag } from "./model_flag.ts";

/** Fully resolved parameters of traversals. */
export const traversalsSchema = z.strictObject({
  /** Decoded codes along each latent axis, both ends included. */
  steps: z.int().min(2).max(1000),
  /** Half the length of a traversal, in standard deviations of μ over the training points. */
  reach: z.number().positive().max(100),
  /** Posterior samples of each point; 0 where the posterior has no noise, and all would be equal. */
  samples: z.int().min(0).max(1000),
  /** Seed of their noise; 0 where there are none. */
  seed: z.int().min(0).max(MAX_SEED),
});

/** Fully resolved parameters of traversals. */
export type TraversalsParameters = z.infer<typeof traversalsSchema>;

/** What is drawn where nothing else is asked for. */
export const TRAVERSALS_DEFAULT: TraversalsParameters = {
  steps: 9,
  reach: 2.5,
  samples: 7,
  seed: 0,
};

const { shape: traversals } = traversalsSchema;

/** Parameters of traversals as flags, and back. */
export const traversalsCommand: StageCommand<TraversalsParameters> = stageCommand<
  TraversalsParameters
>()({
  inputs: { model: "train" },
  flags: {
    model: modelFlag,
    steps: setting(traversals.steps, {
      default: TRAVERSALS_DEFAULT.steps,
      help: "codes along each latent axis",
    }),
    reach: setting(traversals.reach, {
      default: TRAVERSALS_DEFAULT.reach,
      help: "half the length of a traversal, in standard deviations of the training codes",
    }),
    samples: setting(traversals.samples, {
      optional: true,
      help:
        `posterior samples a point, by default ${TRAVERSALS_DEFAULT.samples}, or 0 without noise`,
    }),
    seed: setting(traversals.seed, {
      optional: true,
      help: `of the samples' noise, by default ${TRAVERSALS_DEFAULT.seed}`,
    }),
  },
  parameters({ steps, reach, samples, seed }, { model }) {
    const { posterior } = model.parameters as unknown as TrainParameters;
    const chosen = samples ?? (POSTERIORS[posterior].noise ? TRAVERSALS_DEFAULT.samples : 0);
    checkSamples(chosen, posterior);
    if (chosen === 0 && seed) {
      throw new UsageError(`--seed must be left out without samples, received ${seed}`);
    }
    return { steps, reach, samples: chosen, seed: seed ?? TRAVERSALS_DEFAULT.seed };
  },
  arguments: (parameters) => argumentsOf({ ...parameters }),
});
