/**
 * Training as a stage of the study: a dataset in, a network with its errors out.
 *
 * | file | content |
 * |---|---|
 * | `encoder/`, `decoder/`, `model/` | TF.js layers models; of a decoder alone, `decoder/` |
 * | `architecture.json`, `dataset.json` | what the network is, and how its images were drawn |
 * | `metrics.jsonl` | a line an epoch |
 * | `tables/evaluation.csv` | errors of each validation image and each image of the hole test set |
 * | `tables/latents.csv` | μ of each training image |
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { writeTable } from "../files/tables.ts";
import { type Dataset, plainHole, readDataset } from "../dataset/mod.ts";
import { UsageError } from "../errors.ts";
import { type ImageErrors, meanErrors } from "../measure/mod.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import {
  type Architecture,
  effectiveBeta,
  FIXED_SIGMA,
  saveVae,
  totalCorrelationWarning,
  Vae,
} from "../model/mod.ts";
import { PENALTIES } from "../model/penalties.ts";
import { architectureSchema } from "../model/schemas.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import { checkImages, train, type TrainParameters, trainSchema } from "./mod.ts";
import { datasetFacts, storedFacts, writeDatasetFacts } from "../dataset/facts.ts";
import { encodeMeans, reconstruct } from "../model/inference.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { ERROR_COLUMNS, errorRow, latentRow } from "../measure/cells.ts";

/** Name, version and code of training as a stage. */
export const TRAIN: DigestedStage = { name: "train", version: 2, module: import.meta.url };

/** The stage that trains one network on one subset of a dataset, on the backend that runs. */
export function trainStage(backend: Backend): Stage<TrainParameters> {
  return {
    ...TRAIN,
    schema: trainSchema,
    inputs: { dataset: "dataset" },
    slug: trainSlug,
    run: (run) => runTraining(run, backend),
  };
}

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-control-none-l0.008-w4-e5-s0`. */
function trainSlug(
  parameters: TrainParameters,
  { dataset }: Readonly<Record<string, Result>>,
): string {
  const { subset, loss, posterior, divide, epochs, seed } = parameters;
  const { hole } = datasetFacts(dataset.parameters);
  return [
    plainHole(hole),
    subset,
    loss.penalty === "none" ? "none" : `${loss.penalty}-g${loss.gamma}`,
    `l${loss.lambda}`,
    ...(posterior === "fixed" ? [] : [posterior]),
    ...(loss.weights === "none" ? [] : [`weights-${loss.weights}`]),
    `w${divide}`,
    `e${epochs}`,
    `s${seed}`,
  ].join("-");
}

async function runTraining(
  { parameters, inputs, directory, scratch, progress, signal, record }: StageRun<TrainParameters>,
  backend: Backend,
): Promise<Metrics> {
  const dataset = await readDataset(inputs.dataset.directory);
  const indices = dataset.subsets[parameters.subset];
  checkImages(parameters, dataset.subsets);
  const architecture = networkFor(parameters, dataset.size);
  const vae = Vae.create(architecture, parameters.seed);
  const of = (chosen: ArrayLike<number>): ImageSet => ({ ...dataset, indices: chosen });
  const training = of(indices), validation = of(dataset.subsets.validation);
  await warnOfBias({ parameters, images: indices.length }, { progress, record });
  const { history, imagesPerSecond } = await train(vae, {
    parameters,
    training,
    validation,
    backend,
    scratch,
    progress,
    signal,
  });
  record("backend", backend.reason);
  if (backend.adapter) record("adapter", backend.adapter);
  if (imagesPerSecond !== null) record("imagesPerSecond", imagesPerSecond);

  await saveVae(vae, directory);
  const facts = datasetFacts(inputs.dataset.parameters);
  await writeDatasetFacts(directory, facts);
  const lines = history.map((line) => JSON.stringify(line) + "\n").join("");
  await Deno.writeTextFile(`${directory}/metrics.jsonl`, lines);
  const means = await encodeMeans(vae, training);
  await writeLatents(directory, { means, dataset, indices });
  const hole = holeSet(dataset);
  const errors = {
    validation: errorsOf(await reconstruct(vae, validation), validation),
    hole: errorsOf(await reconstruct(vae, hole), hole),
  };
  await writeEvaluation(directory, { errors, dataset });
  backend.check();
  return {
    dataset: { ...storedFacts(facts) },
    images: indices.length,
    parameters: (vae.network.encoder?.countParams() ?? 0) + vae.network.decoder.countParams(),
    betaEffective: effectiveBeta(parameters.loss.lambda, architecture),
    validationLoss: history[history.length - 1].validationLoss,
    validation: { ...meanErrors(errors.validation) },
    hole: errors.hole.length > 0 ? { ...meanErrors(errors.hole) } : null,
  };
}

/** Says where the total correlation that is punished is estimated too roughly to mean anything. */
async function warnOfBias(
  { parameters, images }: { readonly parameters: TrainParameters; readonly images: number },
  { progress, record }: Pick<StageRun<TrainParameters>, "progress" | "record">,
): Promise<void> {
  const { loss: { penalty }, batch, latents } = parameters;
  if (!PENALTIES[penalty].totalCorrelation) return;
  // A learned σ is not known before training; latents in use end near the published one.
  const options = { batch, latents, sigma: FIXED_SIGMA, datasetSize: images };
  const warning = await totalCorrelationWarning(options);
  if (warning === null) return;
  progress.line(warning);
  record("warning", warning);
}

/** The hole test set as images, in order; empty where the dataset has no hole. */
function holeSet({ holeImages, holePoints, size }: Dataset): ImageSet {
  return {
    images: holeImages,
    points: holePoints,
    size,
    indices: Uint32Array.from(holePoints.keys()),
  };
}

function networkFor(parameters: TrainParameters, size: number): Architecture {
  const { divide, latents, posterior } = parameters;
  const parsed = architectureSchema.safeParse({ size, divide, latents, posterior });
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `--dataset must hold images of a size that the network can halve three times: a multiple of ` +
      `8 from 32 to 1024, received ${size}`,
  );
}

async function writeLatents(
  directory: string,
  { means, dataset, indices }: { means: Float32Array; dataset: Dataset; indices: Uint32Array },
): Promise<void> {
  const latents = means.length / indices.length;
  const rows = Array.from(indices, (index, row) => ({
    a: dataset.points[index].a,
    b: dataset.points[index].b,
    ...latentRow(means, { latents, row }),
  }));
  await writeTable(directory, "latents", { rows });
}

async function writeEvaluation(
  directory: string,
  { errors, dataset }: {
    errors: { validation: readonly ImageErrors[]; hole: readonly ImageErrors[] };
    dataset: Dataset;
  },
): Promise<void> {
  const { validation } = dataset.subsets;
  const rows = [
    ...errors.validation.map((entry, n) => ({
      set: "validation",
      index: validation[n],
      a: dataset.points[validation[n]].a,
      b: dataset.points[validation[n]].b,
      ...errorRow(entry),
    })),
    ...errors.hole.map((entry, n) => ({
      set: "hole",
      index: n,
      a: dataset.holePoints[n].a,
      b: dataset.holePoints[n].b,
      ...errorRow(entry),
    })),
  ];
  await writeTable(directory, "evaluation", {
    rows,
    columns: ["set", "index", "a", "b", ...ERROR_COLUMNS],
  });
}
