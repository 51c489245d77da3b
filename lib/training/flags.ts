/**
 * Training parameters as flags of a command line, and back: the scripts that train read them, and
 * `reproduce`, which starts those scripts, writes them.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { PENALTIES, PENALTY_NAMES } from "../model/penalties.ts";
import { POSTERIORS, SAMPLE_WEIGHTS } from "../model/schemas.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { parseHole } from "../space/hole.ts";
import { TRAINING_DEFAULTS as defaults, TRANSECT_LOSS } from "./defaults.ts";
import { DECAYS, SUBSETS, type TrainParameters } from "./schema.ts";

/** γ of each penalty where none is given, in words. */
const GAMMAS = PENALTY_NAMES.map((name) => `${PENALTIES[name].gamma} ${name}`).join(", ");

/** Flags of the network and the optimiser, which every training run has. */
export const optimiserFlags = {
  divide: flag.integer({
    min: 1,
    max: 64,
    default: defaults.divide,
    help: "divides the published numbers of filters",
  }),
  latents: flag.integer({
    min: 1,
    max: 64,
    default: defaults.latents,
    help: "dimensions of the latent space",
  }),
  posterior: flag.choice(POSTERIORS, {
    default: defaults.posterior,
    help: "σ of q(z|x): fixed at 0.1 as published, or learned; truth: the decoder alone, on (a, b)",
  }),
  epochs: flag.integer({
    min: 1,
    max: 10_000,
    default: defaults.epochs,
    help: "passes over the training images",
  }),
  batch: flag.integer({ min: 1, max: 1024, default: defaults.batch, help: "images a step" }),
  rate: flag.number({
    min: 0,
    exclusiveMin: true,
    max: 1,
    default: defaults.rate,
    help: "Adam's learning rate",
  }),
  decay: flag.choice(DECAYS, {
    default: defaults.decay,
    help: "how the rate falls from the first step to the last",
  }),
  seed: flag.integer({
    min: 0,
    max: 2 ** 32 - 1,
    default: 0,
    help: "draws weights, order and noise",
  }),
};

/** All flags of one training run. */
export const trainFlags = {
  subset: flag.choice(SUBSETS, {
    optional: true,
    help: "which training images of the dataset; default punctured, or full without a hole",
  }),
  loss: flag.choice(PENALTY_NAMES, {
    default: TRANSECT_LOSS.penalty,
    help: "penalty added to cross-entropy and KL, against dependent latents",
  }),
  lambda: flag.number({
    min: 0,
    max: 1e6,
    default: TRANSECT_LOSS.lambda,
    help: "weight of the KL term (latent mean)",
  }),
  gamma: flag.number({
    min: 0,
    max: 1e6,
    optional: true,
    help: `weight of the penalty; default by --loss: ${GAMMAS}`,
  }),
  weights: flag.choice(SAMPLE_WEIGHTS, {
    default: TRANSECT_LOSS.weights,
    help: "weights that favour small b: none, as published (on the KL alone), or on each image",
  }),
  ...optimiserFlags,
};

/** Values of {@linkcode trainFlags}, as a command line gives them. */
export interface TrainOptions extends Omit<TrainParameters, "loss" | "subset"> {
  readonly subset?: TrainParameters["subset"];
  readonly loss: TrainParameters["loss"]["penalty"];
  readonly lambda: number;
  readonly gamma?: number;
  readonly weights: TrainParameters["loss"]["weights"];
}

/** The subset that is trained on where none is asked for: without a hole there is but one. */
export function defaultSubset(hole: string): "punctured" | "full" {
  return parseHole(hole).kind === "none" ? "full" : "punctured";
}

/**
 * Parameters of the run that a command line asks for, on a dataset with a given hole.
 *
 * @param options the flags' values; γ is the penalty's own where absent
 * @param dataset the dataset's hole in its little language
 */
export function trainParameters(
  options: TrainOptions,
  { hole }: { readonly hole: string },
): TrainParameters {
  const { loss, lambda, gamma = PENALTIES[loss].gamma, weights } = options;
  const { divide, latents, posterior, epochs, batch, rate, decay, seed } = options;
  return {
    divide,
    latents,
    posterior,
    subset: options.subset ?? defaultSubset(hole),
    loss: { lambda, penalty: loss, gamma, weights },
    epochs,
    batch,
    rate,
    decay,
    seed,
  };
}

/** Parameters of a training run as flags, and back. */
export const trainCommand: StageCommand<TrainParameters> = stageCommand<TrainParameters>()({
  inputs: { dataset: "dataset" },
  flags: {
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset script" }),
    ...trainFlags,
  },
  parameters: (options, { dataset }) => trainParameters(options, datasetFacts(dataset.parameters)),
  arguments({ loss: { penalty, lambda, gamma, weights }, ...rest }) {
    return argumentsOf({ ...rest, loss: penalty, lambda, gamma, weights });
  },
  apart: true,
});
