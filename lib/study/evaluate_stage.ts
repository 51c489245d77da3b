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

import { z } from "zod";
import type { Backend } from "../backend/mod.ts";
import { readCsv, writeCsv } from "../csv.ts";
import { MAX_STROKE } from "../curve/geometry.ts";
import { type Dataset, readDataset } from "../dataset/mod.ts";
import { UsageError } from "../errors.ts";
import { dictionaryRows, EVALUATION_DICTIONARY } from "../evaluation/dictionary.ts";
import { loadVae } from "../model/mod.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import { parseHole } from "../space/mod.ts";
import { datasetFacts, type TrainParameters } from "../training/mod.ts";
import { checkEvaluation, type EvaluationChoice } from "./settings.ts";

/** Fully resolved parameters of an evaluation. */
export const evaluateSchema = z.strictObject({
  stroke: z.number().positive().max(MAX_STROKE),
  noise: z.boolean(),
});

/** Name, version and code of an evaluation as a stage. */
export const EVALUATE: DigestedStage = { name: "evaluate", version: 3, module: import.meta.url };

/** The stage that measures one network, on the backend that runs. */
export function evaluateStage(backend: Backend): Stage<EvaluationChoice> {
  return {
    ...EVALUATE,
    schema: evaluateSchema,
    inputs: { model: "train", dataset: "dataset" },
    slug: evaluateSlug,
    run: (run) => runEvaluation(run, backend),
  };
}

/** Readable part of a folder's name: the model's, without its key. */
function evaluateSlug(
  { noise }: EvaluationChoice,
  { model }: Readonly<Record<string, Result>>,
): string {
  const [folder] = model.directory.split(/[\\/]/).slice(-1);
  const name = folder.replace(/-[0-9a-f]{12}$/, "");
  return noise ? `${name}-noise` : name;
}

async function runEvaluation(
  { parameters, inputs, directory, progress, signal, record }: StageRun<EvaluationChoice>,
  backend: Backend,
): Promise<Metrics> {
  const dataset = await readDataset(inputs.dataset.directory);
  const { seed, subset, posterior } = inputs.model.parameters as unknown as TrainParameters;
  checkEvaluation(parameters, { posterior });
  await checkDataset(inputs, { dataset, subset });
  record("backend", backend.reason);
  if (backend.adapter) record("adapter", backend.adapter);
  const { size, geometry, stroke, hole } = datasetFacts(inputs.dataset.parameters);
  const drawing = { size, geometry, stroke: parameters.stroke };
  // Loaded here, because planning an evaluation must not need the rasteriser's permissions.
  const { evaluate, drawer } = await import("../evaluation/mod.ts");
  const { createCurveFitter } = await import("../curve/fit.ts");
  const draw = await drawer(drawing);
  const drawn = { ...dataset, indices: Uint32Array.from(dataset.points.keys()) };
  const { metrics, tables } = await evaluate({
    vae: await loadVae(inputs.model.directory),
    dataset,
    hole: parseHole(hole),
    trainedOn: dataset.subsets[subset],
    draw,
    all: drawing.stroke === stroke ? drawn : draw(dataset.points),
    fitter: createCurveFitter(drawing),
    noise: parameters.noise,
    seed,
    progress,
    check: () => {
      signal.throwIfAborted();
      backend.check();
    },
  });
  await Deno.mkdir(`${directory}/tables`);
  const dictionary = dictionaryRows(EVALUATION_DICTIONARY).filter(({ table }) => table in tables);
  for (const [name, rows] of Object.entries({ ...tables, dictionary })) {
    const table = writeCsv(Object.keys(rows[0]), rows);
    await Deno.writeTextFile(`${directory}/tables/${name}.csv`, table);
  }
  return metrics;
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
