/**
 * What the stage of training does: reads the dataset, trains, measures, writes.
 *
 * @module
 */

import { periodicAxis } from "../curve/family.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { datasetFacts, storedFacts, writeDatasetFacts } from "../dataset/facts.ts";
import { readDataset } from "../dataset/files.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { UsageError } from "../errors.ts";
import type { OutputFolder } from "../files/output_folder.ts";
import { writeTable } from "../files/tables.ts";
import { ERROR_COLUMNS, errorRow, latentRow } from "../measure/cells.ts";
import { meanErrors } from "../measure/image/errors.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import type { ImageErrors } from "../measure/image/measures.ts";
import { type Architecture, FIXED_SIGMA } from "../model/architecture.ts";
import { freed } from "../model/files.ts";
import { saveVae, snapshotPath } from "../model/saving.ts";
import { encodeMeans, reconstruct } from "../model/inference.ts";
import { effectiveBeta } from "../model/losses.ts";
import { PENALTIES } from "../model/penalties.ts";
import { architectureSchema, SIZE_RULE } from "../model/schemas.ts";
import { totalCorrelationWarning } from "../model/total_correlation_bias.ts";
import { Vae } from "../model/vae.ts";
import type { Metrics, StageRun } from "../results/stage.ts";
import { train } from "./loop.ts";
import { checkImages, type TrainParameters } from "./schema.ts";

/** Trains the network of a run on its dataset, and writes it with its errors. */
export async function runTraining(
  { parameters, inputs, out, scratch, progress, signal, record, backend }: StageRun<
    TrainParameters
  >,
): Promise<Metrics> {
  const dataset = await readDataset(inputs.dataset.directory);
  const indices = dataset.subsets[parameters.subset];
  checkImages(parameters, dataset.subsets);
  const architecture = networkFor(parameters, dataset.size);
  const facts = datasetFacts(inputs.dataset.parameters);
  const periodic = periodicAxis(facts.family);
  if (periodic === "b" && parameters.loss.weights !== "none") {
    throw new UsageError(
      `--weights must be none with family ${facts.family}, whose b is periodic, received ` +
        parameters.loss.weights,
    );
  }
  const vae = Vae.create(architecture, parameters.seed);
  using _network = freed(vae);
  const setOf = (chosen: ArrayLike<number>): ImageSet => ({
    ...dataset,
    periodic,
    indices: chosen,
  });
  const training = setOf(indices), validation = setOf(dataset.subsets.validation);
  await warnOfBias({ parameters, images: indices.length }, { progress, record });
  const { history, snapshots, imagesPerSecond } = await train(vae, {
    parameters,
    training,
    validation,
    backend,
    scratch,
    progress,
    signal,
  });
  if (imagesPerSecond !== null) record("imagesPerSecond", imagesPerSecond);

  await saveVae(vae, out);
  for (const [k, { buffer }] of snapshots.entries()) {
    await out.write(snapshotPath(k + 1), new Uint8Array(buffer));
  }
  await writeDatasetFacts(out, facts);
  const lines = history.map((line) => JSON.stringify(line) + "\n").join("");
  await out.write("metrics.jsonl", lines);
  const means = await encodeMeans(vae, training);
  await writeLatents(out, { means, dataset, indices });
  const hole: ImageSet = { ...holeSet(dataset), periodic };
  const errors = {
    validation: errorsOf(await reconstruct(vae, validation), validation),
    hole: errorsOf(await reconstruct(vae, hole), hole),
  };
  await writeEvaluation(out, { errors, dataset });
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
    `--dataset must hold images of a size that the network can halve three times: ` +
      `${SIZE_RULE}, received ${size}`,
  );
}

async function writeLatents(
  out: OutputFolder,
  { means, dataset, indices }: { means: Float32Array; dataset: Dataset; indices: Uint32Array },
): Promise<void> {
  const latents = means.length / indices.length;
  const rows = Array.from(indices, (index, row) => ({
    a: dataset.points[index].a,
    b: dataset.points[index].b,
    ...latentRow(means, { latents, row }),
  }));
  await writeTable(out, "latents", { rows });
}

async function writeEvaluation(
  out: OutputFolder,
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
  await writeTable(out, "evaluation", {
    rows,
    columns: ["set", "index", "a", "b", ...ERROR_COLUMNS],
  });
}
