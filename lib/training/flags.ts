/**
 * Training parameters as flags of a command line, and back: the scripts that train read them, and
 * `reproduce`, which starts those scripts, writes them.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { PENALTIES, PENALTY_NAMES } from "../model/penalties.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { TRAINING_DEFAULTS as defaults, TRANSECT_LOSS } from "./defaults.ts";
import { type TrainParameters, trainSchema } from "./schema.ts";

/** γ of each penalty where none is given, in words. */
const GAMMAS = PENALTY_NAMES.map((name) => `${PENALTIES[name].gamma} ${name}`).join(", ");

const { shape: fields } = trainSchema;
const { shape: loss } = fields.loss;

/** Flags of the network and the optimiser, which every training run has. */
export const optimiserFlags = {
  divide: setting(fields.divide, {
    default: defaults.divide,
    help: "divides the published numbers of filters",
  }),
  latents: setting(fields.latents, {
    default: defaults.latents,
    help: "dimensions of the latent space",
  }),
  posterior: setting(fields.posterior, {
    default: defaults.posterior,
    help: "σ of q(z|x): fixed at 0.1 as published, or learned; none: a plain autoencoder; " +
      "truth: the decoder alone, on (a, b)",
  }),
  epochs: setting(fields.epochs, {
    default: defaults.epochs,
    help: "passes over the training images",
  }),
  batch: setting(fields.batch, { default: defaults.batch, help: "images a step" }),
  rate: setting(fields.rate, { default: defaults.rate, help: "Adam's learning rate" }),
  decay: setting(fields.decay, {
    default: defaults.decay,
    help: "how the rate falls from the first step to the last",
  }),
  seed: setting(fields.seed, { default: 0, help: "draws weights, order and noise" }),
};

/** The same where there is a KL term and a penalty, which need noise on the codes. */
export const noisyFlags = {
  ...optimiserFlags,
  posterior: setting(fields.posterior.extract(["fixed", "learned"]), {
    default: "fixed",
    help: "σ of q(z|x): fixed at 0.1 as published, or learned",
  }),
};

/** All flags of one training run. */
export const trainFlags = {
  subset: setting(fields.subset, {
    optional: true,
    help: "which training images of the dataset; default punctured, or full without a hole",
  }),
  loss: setting(loss.penalty, {
    default: TRANSECT_LOSS.penalty,
    help: "penalty added to cross-entropy and KL, against dependent latents",
  }),
  lambda: setting(loss.lambda, {
    default: TRANSECT_LOSS.lambda,
    help: "weight of the KL term (latent mean)",
  }),
  gamma: setting(loss.gamma, {
    optional: true,
    help: `weight of the penalty; default by --loss: ${GAMMAS}`,
  }),
  weights: setting(loss.weights, {
    default: TRANSECT_LOSS.weights,
    help:
      "weights that favour small b: none, as published (by image in the KL alone), or on each image",
  }),
  ...optimiserFlags,
  snapshots: flag.boolean({ help: "also keep the weights after each epoch, for evaluate --epoch" }),
};

/** Values of {@linkcode trainFlags}, as a command line gives them. */
export interface TrainOptions extends Omit<TrainParameters, "loss" | "subset" | "snapshots"> {
  readonly snapshots?: boolean;
  readonly subset?: TrainParameters["subset"];
  readonly loss: TrainParameters["loss"]["penalty"];
  readonly lambda: number;
  readonly gamma?: number;
  readonly weights: TrainParameters["loss"]["weights"];
}

/**
 * The subset that is trained on where none is asked for: without a hole there is but one. Whether a
 * text is a hole at all depends on the dataset's family, and is the dataset's to say.
 */
export function defaultSubset(hole: string): "punctured" | "full" {
  return hole === "none" ? "full" : "punctured";
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
    ...(options.snapshots ? { snapshots: true } : {}),
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
  arguments({ loss: { penalty, lambda, gamma, weights }, snapshots, ...rest }) {
    const values = argumentsOf({ ...rest, loss: penalty, lambda, gamma, weights });
    return snapshots ? [...values, "--snapshots"] : values;
  },
  apart: true,
});
