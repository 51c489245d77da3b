/**
 * Training parameters as flags of a command line, and back: the scripts that train read them, and
 * `reproduce`, which starts those scripts, writes them.
 *
 * @module
 */

import { flag } from "../cli.ts";
import { PENALTIES, POSTERIORS, SAMPLE_WEIGHTS } from "../model/schemas.ts";
import { DECAYS, SUBSETS, type TrainParameters } from "../training/mod.ts";
import { PROFILE, TRANSECT_LOSS } from "./profiles.ts";

const defaults = PROFILE.small.training;

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
    default: "punctured",
    help: "which training images of the dataset",
  }),
  loss: flag.choice(PENALTIES, {
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
    default: 1e-4,
    help: "weight of the penalty; no effect with --loss none",
  }),
  weights: flag.choice(SAMPLE_WEIGHTS, {
    default: TRANSECT_LOSS.weights,
    help: "weights that favour small b: none, as published (on the KL alone), or on each image",
  }),
  ...optimiserFlags,
};

/** Values of {@linkcode trainFlags}, as a command line gives them. */
export interface TrainOptions extends Omit<TrainParameters, "loss"> {
  readonly loss: TrainParameters["loss"]["penalty"];
  readonly lambda: number;
  readonly gamma: number;
  readonly weights: TrainParameters["loss"]["weights"];
}

/** Parameters of the run that a command line asks for. γ is 0 where there is no penalty. */
export function trainParameters(options: TrainOptions): TrainParameters {
  const { subset, loss, lambda, gamma, weights } = options;
  const { divide, latents, posterior, epochs, batch, rate, decay, seed } = options;
  return {
    divide,
    latents,
    posterior,
    subset,
    loss: { lambda, penalty: loss, gamma: loss === "none" ? 0 : gamma, weights },
    epochs,
    batch,
    rate,
    decay,
    seed,
  };
}

/** The command line that asks for given parameters. */
export function trainArguments(parameters: TrainParameters): string[] {
  const { loss: { penalty, lambda, gamma, weights }, ...rest } = parameters;
  return Object.entries({ ...rest, loss: penalty, lambda, gamma, weights })
    .flatMap(([name, value]) => [`--${name}`, String(value)]);
}
