/**
 * Evaluating a network as a stage: a trained network and its dataset in, every measure out.
 *
 * | file | content |
 * |---|---|
 * | `tables/points.csv` | a row for each image of the hole, validation and transects: errors, fit, μ |
 * | `tables/methods.csv` | a row for each such image and method that it is compared with |
 * | `tables/distance.csv` | mean errors by distance to the hole's edge and to the space's |
 * | `tables/lattice.csv` | errors and μ on a lattice over the space |
 * | `tables/latents.csv` | signal, noise and KL divergence of each latent; absent for a decoder alone |
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
import { datasetHole } from "../dataset/hole.ts";
import { readDataset } from "../dataset/files.ts";
import { UsageError } from "../errors.ts";
import { readCsv } from "../files/csv.ts";
import type { OutputFolder } from "../files/output_folder.ts";
import { type Row, writeTable } from "../files/tables.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import type { TrainParameters } from "../training/schema.ts";
import { trainedCost } from "./cost.ts";
import { dictionaryRows, evaluationDictionary } from "./dictionary.ts";
import { evaluationCommand } from "./flags.ts";
import { checkEvaluation } from "./check.ts";
import { evaluateSchema, type EvaluationChoice } from "./schema.ts";

/** The stage that measures one network. */
export const EVALUATE: Stage<EvaluationChoice> = {
  name: "evaluate",
  version: 5,
  module: import.meta.url,
  schema: evaluateSchema,
  inputs: () => evaluationCommand.inputs,
  needs: { backend: true, rasteriser: true, threads: true },
  slug: evaluateSlug,
  run: runEvaluation,
  command: evaluationCommand,
  cost: (_, { model }) => trainedCost(model, "evaluate"),
};

/** Readable part of a folder's name: the model's, without its key. */
function evaluateSlug(
  { noise, epoch }: EvaluationChoice,
  { model }: Readonly<Record<string, Result>>,
): string {
  const [folder] = model.directory.split(/[\\/]/).slice(-1);
  const name = folder.replace(/-[0-9a-f]{12}$/, "");
  return [name, ...(epoch === undefined ? [] : [`after${epoch}`]), ...(noise ? ["noise"] : [])]
    .join("-");
}

async function runEvaluation(
  { parameters, inputs, out, progress, signal, backend, threads }: StageRun<EvaluationChoice>,
): Promise<Metrics> {
  const dataset = await readDataset(inputs.dataset.directory);
  const training = inputs.model.parameters as unknown as TrainParameters;
  const { seed, subset } = training;
  checkEvaluation(parameters, training);
  await checkDataset(inputs, { dataset, subset });
  const { stroke, hole: text, ...facts } = datasetFacts(inputs.dataset.parameters);
  const { size, family } = facts;
  const hole = datasetHole({ hole: text, family });
  const { periodic } = hole;
  const drawing = { ...facts, stroke: parameters.stroke };
  // Loaded here, because planning an evaluation must need neither TF.js nor the rasteriser's
  // permissions.
  const { evaluate } = await import("./evaluate.ts");
  const { drawer } = await import("./sets.ts");
  const { loadSnapshot, loadVae } = await import("../model/files.ts");
  const { startHelpers } = await import("./helpers.ts");
  const { createCurveFitter } = await import("../curve/fit.ts");
  const { epoch } = parameters, { directory } = inputs.model;
  const helpers = startHelpers(backend.name === "wasm" ? threads - 1 : 0, {
    ...{ directory, epoch, drawing },
    backend: backend.module,
  });
  try {
    const draw = await drawer(drawing);
    const sameStroke = drawing.stroke === stroke;
    const drawn = { ...dataset, periodic, indices: Uint32Array.from(dataset.points.keys()) };
    // Before the helpers are waited for: they load their networks in the meantime.
    const fitter = createCurveFitter(drawing);
    const vae = await (epoch === undefined ? loadVae(directory) : loadSnapshot(directory, epoch));
    await helpers.ready;
    const { metrics, tables } = await evaluate({
      vae,
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
    helpers.close();
  }
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
