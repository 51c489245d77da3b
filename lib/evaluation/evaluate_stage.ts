/**
 * Evaluating a model as a stage: a trained network, or a model of the user's own, and its dataset in,
 * every measure out.
 *
 * | file | content |
 * |---|---|
 * | `tables/points.csv` | a row for each image of the hole, validation and transects: errors, fit, μ |
 * | `tables/methods.csv` | a row for each such image and method that it is compared with |
 * | `tables/distance.csv` | mean errors by distance to the hole's edge and to the space's |
 * | `tables/lattice.csv` | errors and μ on a lattice over the space |
 * | `tables/latents.csv` | signal, noise and KL divergence of each latent; absent without codes |
 * | `tables/scores.csv` | scores of the codes, with a note on each that has no value; likewise |
 * | `tables/covariance.csv`, `axes.csv`, `factors.csv` | the codes; likewise |
 * | `tables/isolines.csv`, `volume.csv` | the sheet of codes; likewise |
 * | `tables/dictionary.csv` | unit and meaning of every column |
 *
 * @module
 */

import type { FamilyName } from "../curve/family.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { datasetHole } from "../curve/family_hole.ts";
import { readDataset } from "../dataset/files.ts";
import type { DatasetParameters } from "../dataset/parameters.ts";
import { datasetSlug } from "../dataset/stage.ts";
import { UsageError } from "../errors.ts";
import { readCsv } from "../files/csv.ts";
import type { OutputFolder } from "../files/output_folder.ts";
import { type Row, writeTable } from "../files/tables.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import type { Hole } from "../space/hole.ts";
import type { TrainParameters } from "../training/schema.ts";
import { trainSlug } from "../training/slug.ts";
import { trainedCost } from "./cost.ts";
import { dictionaryRows, evaluationDictionary } from "./dictionary.ts";
import { evaluationCommand } from "./evaluate_parameters.ts";
import { checkEvaluation } from "./check.ts";
import type { EvaluatedModel } from "./evaluated_model.ts";
import type { StartedHelpers } from "./helpers.ts";
import type { OwnFiles } from "./own/flags.ts";
import type { Draw, Drawing } from "./sets.ts";
import { evaluateSchema, type EvaluationChoice } from "./evaluate_parameters.ts";

/** The stage that measures one model. */
export const EVALUATE: Stage<EvaluationChoice> = {
  name: "evaluate",
  version: 8,
  module: import.meta.url,
  schema: evaluateSchema,
  inputs: ({ own }) => own ? { dataset: "dataset" } : evaluationCommand.inputs,
  needs: { backend: true, rasteriser: true, threads: true },
  slug: evaluateSlug,
  run: runEvaluation,
  command: evaluationCommand,
  notAgain: ({ own }) => own && "the model's own files are no part of a result",
  // No workflow runs it on a model of the user's own.
  cost: (_, { model }) => trainedCost(model, { passes: 2 }),
};

/**
 * Readable part of a folder's name: that of the model, whatever its folder is called now, so that one
 * evaluation has one name.
 */
function evaluateSlug(
  { noise, epoch, own }: EvaluationChoice,
  { model, dataset }: Readonly<Record<string, Result>>,
): string {
  const name = own
    ? datasetSlug(dataset.parameters as unknown as DatasetParameters)
    : trainSlug(model.parameters as unknown as TrainParameters, { dataset });
  return [
    ...(own ? [own.name, own.trainedOn, `s${own.seed}`] : []),
    name,
    ...(epoch === undefined ? [] : [`after${epoch}`]),
    ...(noise ? ["noise"] : []),
  ].join("-").slice(0, 100);
}

async function runEvaluation(run: StageRun<EvaluationChoice>): Promise<Metrics> {
  const { parameters, inputs, out, progress, signal, backend } = run;
  const dataset = await readDataset(inputs.dataset.directory);
  const { seed, subset } = await trainingOf(run, dataset);
  const { stroke, hole: text, ...facts } = datasetFacts(inputs.dataset.parameters);
  const { size, family } = facts;
  const hole = datasetHole({ hole: text, family });
  const { periodic } = hole;
  const drawing = { ...facts, stroke: parameters.stroke };
  // Loaded here, because planning an evaluation must need neither TF.js nor the rasteriser's
  // permissions.
  const { evaluate } = await import("./evaluate.ts");
  const { drawer } = await import("./sets.ts");
  const { createCurveFitter } = await import("../curve/fit.ts");
  const helpers = await helpersOf(run, drawing);
  let model: EvaluatedModel | undefined;
  try {
    const draw = await drawer(drawing);
    const sameStroke = drawing.stroke === stroke;
    const drawn = { ...dataset, periodic, indices: Uint32Array.from(dataset.points.keys()) };
    // Before the helpers are waited for: they load their networks in the meantime.
    const fitter = createCurveFitter(drawing);
    model = await openModel(run, {
      ...{ dataset, hole, draw },
      helpers: helpers.all,
    });
    await helpers.ready;
    const { metrics, tables } = await evaluate({
      model,
      helpers: helpers.all,
      dataset,
      hole,
      trainedOn: dataset.subsets[subset],
      draw,
      all: sameStroke ? drawn : draw(dataset.points),
      holeSet: sameStroke
        ? { images: dataset.holeImages, points: dataset.holePoints, periodic, size, indices: [] }
        : undefined,
      fitter,
      noise: parameters.noise,
      seed,
      progress,
      check: () => {
        signal.throwIfAborted();
        backend.check();
      },
    });
    await writeTables(out, tables, family);
    return metrics;
  } finally {
    model?.close?.();
    helpers.close();
  }
}

/** What the model was trained on, and with which seed, once it is known to fit the dataset. */
async function trainingOf(
  { parameters, inputs, material }: StageRun<EvaluationChoice>,
  dataset: Dataset,
): Promise<Pick<TrainParameters, "seed" | "subset">> {
  const { own } = parameters;
  if (own) {
    if (material === undefined) {
      throw new UsageError(
        "Cannot evaluate again: the model's own files are no part of a result; run evaluate on them",
      );
    }
    return { seed: own.seed, subset: own.trainedOn };
  }
  const training = inputs.model.parameters as unknown as TrainParameters;
  const { seed, subset } = training;
  checkEvaluation(parameters, training);
  await checkDataset(inputs, { dataset, subset });
  return { seed, subset };
}

/** Workers that take a share; with a model of the user's own they only fit shapes. */
async function helpersOf(
  { parameters: { epoch }, inputs: { model }, backend, threads }: StageRun<EvaluationChoice>,
  drawing: Drawing,
): Promise<StartedHelpers> {
  const { startHelpers } = await import("./helpers.ts");
  return startHelpers(backend.onProcessor ? threads - 1 : 0, {
    network: model && { directory: model.directory, epoch, backend: backend.module },
    drawing,
  });
}

/** Loads the model. */
async function openModel(
  { parameters: { epoch, own, noise }, inputs, material }: StageRun<EvaluationChoice>,
  { dataset, hole, draw, helpers }: {
    dataset: Dataset;
    hole: Hole;
    draw: Draw;
    helpers: StartedHelpers["all"];
  },
): Promise<EvaluatedModel> {
  if (own) {
    const { openOwn } = await import("./own/open.ts");
    return await openOwn(own, { files: material as OwnFiles, dataset, hole, draw, noise });
  }
  const { loadSnapshot, loadVae } = await import("../model/files.ts");
  const { trainedModel } = await import("./trained_model.ts");
  const { directory } = inputs.model;
  const vae = await (epoch === undefined ? loadVae(directory) : loadSnapshot(directory, epoch));
  return trainedModel(vae, helpers);
}

async function writeTables(
  out: OutputFolder,
  tables: Readonly<Record<string, readonly Row[]>>,
  family: FamilyName,
): Promise<void> {
  const dictionary = dictionaryRows(evaluationDictionary(family)).filter(({ table }) =>
    table in tables
  );
  for (const [name, rows] of Object.entries({ ...tables, dictionary })) {
    await writeTable(out, name, { rows });
  }
}

/** The model's own codes name the points that it was trained on. */
async function checkDataset(
  { model, dataset: given }: Readonly<Record<string, Result>>,
  { dataset, subset }: { dataset: Dataset; subset: TrainParameters["subset"] },
): Promise<void> {
  const trained = readCsv(await Deno.readTextFile(`${model.directory}/tables/latents.csv`));
  const own = dataset.subsets[subset];
  const facts = JSON.stringify(datasetFacts(given.parameters));
  const same = facts === JSON.stringify(datasetFacts(model.metrics.dataset)) &&
    trained.length === own.length &&
    trained.every(({ a, b }, n) => {
      const point = dataset.points[own[n]];
      return Number(a) === point.a && Number(b) === point.b;
    });
  if (same) return;
  throw new UsageError(
    `--dataset must be the one that ${model.directory} was trained on, received ${given.directory}`,
  );
}
