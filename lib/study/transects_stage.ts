/**
 * Walking transects as a stage: a trained network, and a control beside it, along lines through
 * the space.
 *
 * | file | content |
 * |---|---|
 * | `tables/transects.csv` | a row for each transect, step and model: errors and μ |
 * | `truth.npy` | uint8, transects × steps × S × S |
 * | `reconstruction.npy`, `control.npy` | float32 in [0, 1], as many |
 *
 * @module
 */

import { z } from "zod";
import type { Backend } from "../backend/mod.ts";
import { writeCsv } from "../csv.ts";
import { encodeNpy, plainHole } from "../dataset/mod.ts";
import { UsageError } from "../errors.ts";
import { loadVae } from "../model/mod.ts";
import type { DigestedStage } from "../results/mod.ts";
import type { Metrics, Result, Stage, StageRun } from "../results/stage.ts";
import { insideHole, parseHole, type Point, SPACE, transectPoints } from "../space/mod.ts";
import {
  type DatasetFacts,
  type ImageSet,
  readDatasetFacts,
  reconstruct,
  type Reconstruction,
} from "../training/mod.ts";
import type { ImageErrors } from "../measure/mod.ts";
import { errorsOf } from "../measure/image/reconstruction.ts";
import { ERROR_COLUMNS, errorMeans, errorRow, latentRow } from "../evaluation/cells.ts";

const pointSchema = z.strictObject({
  a: z.number().min(SPACE.a[0]).max(SPACE.a[1]),
  b: z.number().min(SPACE.b[0]).max(SPACE.b[1]),
});

/** Fully resolved parameters of a walk. */
export const transectsSchema = z.strictObject({
  transects: z.array(
    z.strictObject({ name: z.string().min(1), from: pointSchema, to: pointSchema }),
  ).min(1).max(100),
  /** Equally spaced points of each, ends included; 15 as published. */
  count: z.int().min(2).max(1000),
});

/** Fully resolved parameters of a walk. */
export type TransectsParameters = z.infer<typeof transectsSchema>;

interface Step {
  readonly transect: string;
  readonly step: number;
  readonly point: Point;
  readonly inside: boolean;
}

/** Name, version and code of walking transects as a stage. */
export const TRANSECTS: DigestedStage = { name: "transects", version: 3, module: import.meta.url };

/** The stage that walks transects with one model, or with a model and its control. */
export function transectsStage(
  backend: Backend,
  { control }: { control: boolean },
): Stage<TransectsParameters> {
  return {
    ...TRANSECTS,
    schema: transectsSchema,
    inputs: control ? { model: "train", control: "train" } : { model: "train" },
    slug: transectsSlug,
    run: (run) => walk(run, backend),
  };
}

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-punctured-P1-P2-P3-n15-s0`. */
function transectsSlug(
  { transects, count }: TransectsParameters,
  { model }: Readonly<Record<string, Result>>,
): string {
  const { seed, subset } = model.parameters as { seed: number; subset: string };
  const { hole } = model.metrics.dataset as unknown as DatasetFacts;
  const names = transects.map(({ name }) => name.replaceAll(/[^A-Za-z0-9.]+/g, "-")).join("-");
  return `${plainHole(hole)}-${subset}-${names.slice(0, 40)}-n${count}-s${seed}`;
}

async function walk(
  { parameters, inputs, directory, progress, record }: StageRun<TransectsParameters>,
  backend: Backend,
): Promise<Metrics> {
  const facts = await readDatasetFacts(inputs.model.directory);
  record("backend", backend.reason);
  if (backend.adapter) record("adapter", backend.adapter);
  if (inputs.control) await checkControl(inputs, facts);
  const hole = parseHole(facts.hole);
  const steps: Step[] = parameters.transects.flatMap((transect) =>
    transectPoints(transect, parameters.count).map((point, step) => ({
      transect: transect.name,
      step,
      point,
      inside: insideHole(hole, point),
    }))
  );
  const points = steps.map(({ point }) => point);
  // Loaded here, because planning a walk must not need the rasteriser's permissions.
  const { renderCurves } = await import("../curve/raster.ts");
  const truth = renderCurves(points, facts);
  const set: ImageSet = {
    images: truth,
    points,
    size: facts.size,
    indices: Uint32Array.from(steps.keys()),
  };
  const shape = [parameters.transects.length, parameters.count, facts.size, facts.size];
  await Deno.writeFile(`${directory}/truth.npy`, encodeNpy(truth, shape));

  const rows: Record<string, string | number>[] = [];
  const metrics: Metrics = {};
  for (const [model, file] of [["model", "reconstruction"], ["control", "control"]] as const) {
    if (!inputs[model]) continue;
    progress.line(`walks with ${inputs[model].directory}`);
    const vae = await loadVae(inputs[model].directory);
    const made = await reconstruct(vae, set);
    backend.check();
    await Deno.writeFile(`${directory}/${file}.npy`, encodeNpy(made.images, shape));
    const errors = errorsOf(made, set);
    const { subset: name } = trainedOn(inputs[model]);
    rows.push(...tableRows(name, { steps, errors, made, latents: vae.architecture.latents }));
    metrics[name] = summary(steps, errors);
  }
  await Deno.mkdir(`${directory}/tables`);
  const latents = Object.keys(rows[0]).filter((column) => column.startsWith("mu_"));
  const columns = ["transect", "step", "a", "b", "inside_hole", "model"];
  const table = writeCsv([...columns, ...ERROR_COLUMNS, ...latents], rows);
  await Deno.writeTextFile(`${directory}/tables/transects.csv`, table);
  return metrics;
}

/** What a model was trained on: `subset` names it in tables and metrics. */
function trainedOn({ parameters }: Result): { subset: string; latents: number } {
  return parameters as { subset: string; latents: number };
}

async function checkControl(
  { model, control }: Readonly<Record<string, Result>>,
  facts: DatasetFacts,
): Promise<void> {
  const expected = { ...facts, subset: "control", latents: trainedOn(model).latents };
  const received = { ...await readDatasetFacts(control.directory), ...trainedOn(control) };
  for (const name of Object.keys(expected) as (keyof typeof expected)[]) {
    if (received[name] === expected[name]) continue;
    throw new UsageError(
      `--control must be the control of --model, with ${name} ${expected[name]}, ` +
        `received ${name} ${received[name]} in ${control.directory}`,
    );
  }
  if (trainedOn(model).subset === "control") {
    throw new UsageError(
      `--model must not be a control where --control is given, received ${model.directory}`,
    );
  }
}

function tableRows(
  model: string,
  { steps, errors, made, latents }: {
    steps: readonly Step[];
    errors: readonly ImageErrors[];
    made: Reconstruction;
    latents: number;
  },
): Record<string, string | number>[] {
  return steps.map(({ transect, step, point, inside }, row) => ({
    transect,
    step,
    a: point.a,
    b: point.b,
    inside_hole: inside ? 1 : 0,
    model,
    ...errorRow(errors[row]),
    ...latentRow(made.means, { latents, row }),
  }));
}

function summary(steps: readonly Step[], errors: readonly ImageErrors[]): Metrics {
  const part = (chosen: (step: Step) => boolean) => {
    const list = errors.filter((_, n) => chosen(steps[n]));
    return list.length > 0 ? errorMeans(list) : null;
  };
  const names = [...new Set(steps.map(({ transect }) => transect))];
  return {
    inside: part(({ inside }) => inside),
    outside: part(({ inside }) => !inside),
    transects: Object.fromEntries(
      names.map((name) => [name, {
        inside: part(({ transect, inside }) => transect === name && inside),
        outside: part(({ transect, inside }) => transect === name && !inside),
      }]),
    ),
  };
}
