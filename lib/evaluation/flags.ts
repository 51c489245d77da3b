/**
 * What is done with a trained network, as flags of a command line, and back: the scripts read them,
 * and what starts a script writes them.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { hasStroke, PERIODIC_AXES } from "../curve/family.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { datasetFields } from "../dataset/fields.ts";
import { UsageError } from "../errors.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { POSTERIORS } from "../model/posteriors.ts";
import { parseTransect, PUBLISHED_TRANSECTS, type Transect } from "../space/transect.ts";
import type { TrainParameters } from "../training/schema.ts";
import { checkSamples } from "./check.ts";
import {
  checkModel,
  findOwnFiles,
  ownArguments,
  type OwnFiles,
  ownFlags,
  ownModel,
} from "./own/flags.ts";
import {
  evaluateSchema,
  type EvaluationChoice,
  type TransectsParameters,
  transectsSchema,
  TRAVERSALS_DEFAULT as defaults,
  type TraversalsParameters,
  traversalsSchema,
} from "./schema.ts";

const model = flag.path({ value: "DIR", help: "result folder of the train script" });

/** Flags of an evaluation. */
const evaluationFlags = {
  stroke: setting(datasetFields.stroke, {
    optional: true,
    help: "line width of the images shown to the network; default that of its dataset",
  }),
  epoch: setting(evaluateSchema.shape.epoch.unwrap(), {
    optional: true,
    help: "the network as it was after this epoch, where train kept --snapshots; default the last",
  }),
  noise: flag.boolean({ help: "decode z = μ + σ·ε, as the publication did, and not μ" }),
};

/** Parameters of an evaluation as flags, and back. */
export const evaluationCommand: StageCommand<EvaluationChoice> = stageCommand<EvaluationChoice>()({
  inputs: { model: "train", dataset: "dataset" },
  flags: {
    model: flag.path({
      value: "DIR",
      optional: true,
      help: "result folder of the train script; or a model of your own by the flags below",
    }),
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset it was trained on" }),
    ...evaluationFlags,
    ...ownFlags,
  },
  check: checkModel,
  material: findOwnFiles,
  parameters(options, { dataset }, material) {
    const { stroke, noise, epoch } = options;
    const { family, stroke: drawn } = datasetFacts(dataset.parameters);
    if (stroke !== undefined && !hasStroke(family)) {
      throw new UsageError(`--stroke must be left out with family ${family}, received ${stroke}`);
    }
    return {
      stroke: stroke ?? drawn,
      noise,
      ...(epoch === undefined ? {} : { epoch }),
      ...(material ? { own: ownModel(options, material as OwnFiles) } : {}),
    };
  },
  arguments: ({ stroke, noise, epoch, own }) => [
    ...argumentsOf({
      // Outputs were made of images that the model has seen: there is nothing to draw otherwise.
      ...((own && "reconstructions" in own.files) || stroke === 0 ? {} : { stroke }),
      ...(epoch === undefined ? {} : { epoch }),
    }),
    ...(noise ? ["--noise"] : []),
    ...(own ? ownArguments(own) : []),
  ],
  apart: true,
});

/** The transects that flags name; those published where they name none. */
function transectsOf(named: readonly string[]): Transect[] {
  const transects = named.length > 0
    ? named.map((text) => parseTransect(text, { around: PERIODIC_AXES }))
    : [...PUBLISHED_TRANSECTS];
  if (new Set(transects.map(({ name }) => name)).size < transects.length) {
    throw new UsageError(
      `--transect must name different transects, received ${named.join(" ")}`,
    );
  }
  return transects;
}

/** Parameters of a walk as flags, and back. */
export const transectsCommand: StageCommand<TransectsParameters> = stageCommand<
  TransectsParameters
>()({
  inputs: { model: "train", control: "train" },
  flags: {
    model,
    control: flag.path({
      value: "DIR",
      optional: true,
      help: "result folder of the control, to walk beside it",
    }),
    transect: flag.list({
      value: "P1|P2|P3|a0,b0:a1,b1",
      help:
        "a transect to walk, along a periodic axis also across its seam, such as 1,1.8:1,2.2; " +
        "P1, P2 and P3 where none is given",
    }),
    count: setting(transectsSchema.shape.count, { default: 15, help: "points on each transect" }),
  },
  check: ({ transect }) => void transectsOf(transect),
  parameters: ({ transect, count }) => ({ transects: transectsOf(transect), count }),
  // A transect is named as its flag spells it.
  arguments: ({ transects, count }) => [
    ...transects.flatMap(({ name }) => ["--transect", name]),
    ...argumentsOf({ count }),
  ],
});

const { shape: traversals } = traversalsSchema;

/** Parameters of traversals as flags, and back. */
export const traversalsCommand: StageCommand<TraversalsParameters> = stageCommand<
  TraversalsParameters
>()({
  inputs: { model: "train" },
  flags: {
    model,
    steps: setting(traversals.steps, {
      default: defaults.steps,
      help: "codes along each latent axis",
    }),
    reach: setting(traversals.reach, {
      default: defaults.reach,
      help: "half the length of a traversal, in standard deviations of the training codes",
    }),
    samples: setting(traversals.samples, {
      optional: true,
      help: `posterior samples a point, by default ${defaults.samples}, or 0 without noise`,
    }),
    seed: setting(traversals.seed, {
      optional: true,
      help: `of the samples' noise, by default ${defaults.seed}`,
    }),
  },
  parameters({ steps, reach, samples, seed }, { model }) {
    const { posterior } = model.parameters as unknown as TrainParameters;
    const chosen = samples ?? (POSTERIORS[posterior].noise ? defaults.samples : 0);
    checkSamples(chosen, posterior);
    if (chosen === 0 && seed) {
      throw new UsageError(`--seed must be left out without samples, received ${seed}`);
    }
    return { steps, reach, samples: chosen, seed: seed ?? defaults.seed };
  },
  arguments: (parameters) => argumentsOf({ ...parameters }),
});
