/**
 * Parameters of an evaluation: their schema, and as flags of a command line, and back.
 *
 * @module
 */

import { z } from "zod";
import { flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { hasStroke } from "../curve/family.ts";
import { MAX_STROKE } from "../curve/geometry.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { datasetFields } from "../dataset/fields.ts";
import { UsageError } from "../errors.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import {
  checkModel,
  findOwnFiles,
  ownArguments,
  type OwnFiles,
  ownFlags,
  ownModel,
} from "./own/flags.ts";
import { type OwnModel, ownSchema } from "./own/schema.ts";

/** Fully resolved parameters of an evaluation. */
export const evaluateSchema = z.strictObject({
  stroke: z.number().min(0).max(MAX_STROKE),
  noise: z.boolean(),
  epoch: z.int().min(1).max(10_000).exactOptional(),
  own: ownSchema.exactOptional(),
});

/** How a trained model is evaluated. */
export interface EvaluationChoice {
  /** Line width of the images shown to it, in the geometry's unit; 0 where their family draws none. */
  readonly stroke: number;
  /** Whether z = μ + σ·ε is decoded, as the publication did, and not μ. */
  readonly noise: boolean;
  /** The epoch after which the network is taken; absent for the last. */
  readonly epoch?: number;
  /** A model of the user's own; absent for a network of this suite. */
  readonly own?: OwnModel;
}

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
