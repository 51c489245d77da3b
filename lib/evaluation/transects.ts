/**
 * Walking transects, what that stage does: a trained network, and a control beside it, along lines through
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

import { type DatasetFacts, readDatasetFacts } from "../dataset/facts.ts";
import { DEFAULT_SHAPES, periodicAxis } from "../curve/family.ts";
import { datasetHole } from "../curve/family_hole.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { UsageError } from "../errors.ts";
import { encodeNpy } from "../files/npy.ts";
import { type Row, writeTable } from "../files/tables.ts";
import { ERROR_COLUMNS, errorMeans, errorRow, latentRow } from "../measure/cells.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import type { ImageErrors } from "../measure/image/measures.ts";
import { freed, loadVae } from "../model/files.ts";
import { reconstruct, type Reconstruction } from "../model/inference.ts";
import type { Metrics, Result, StageRun } from "../results/stage.ts";
import { insideHole } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import { axisBeyond, type Transect, transectPointsAround } from "../space/transect.ts";
import type { TransectsParameters } from "./transects_parameters.ts";

interface Step {
  readonly transect: string;
  readonly step: number;
  readonly point: Point;
  readonly inside: boolean;
}

/** Walks the transects with a model, and with its control where there is one. */
export async function walk(
  { parameters, inputs, out, progress, backend }: StageRun<TransectsParameters>,
): Promise<Metrics> {
  const facts = await readDatasetFacts(inputs.model.directory);
  if (inputs.control) await checkControl(inputs, facts);
  const hole = datasetHole(facts);
  for (const transect of parameters.transects) checkTransect(transect, facts);
  const { count } = parameters;
  const steps: Step[] = parameters.transects.flatMap((transect) =>
    transectPointsAround(transect, { count, periodic: hole.periodic }).map((point, step) => ({
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
    periodic: hole.periodic,
    size: facts.size,
    indices: Uint32Array.from(steps.keys()),
  };
  const shape = [parameters.transects.length, parameters.count, facts.size, facts.size];
  await out.write("truth.npy", encodeNpy(truth, shape));

  const rows: Row[] = [];
  const metrics: Metrics = {};
  for (const [model, file] of [["model", "reconstruction"], ["control", "control"]] as const) {
    if (!inputs[model]) continue;
    progress.line(`walks with ${inputs[model].directory}`);
    const vae = await loadVae(inputs[model].directory);
    using _network = freed(vae);
    const made = await reconstruct(vae, set);
    backend.check();
    await out.write(`${file}.npy`, encodeNpy(made.images, shape));
    const errors = errorsOf(made, set);
    const { subset: name } = trainedOn(inputs[model]);
    rows.push(...tableRows(name, { steps, errors, made, latents: vae.architecture.latents }));
    metrics[name] = summary(steps, errors);
  }
  const latents = Object.keys(rows[0]).filter((column) => column.startsWith("mu_"));
  const columns = ["transect", "step", "a", "b", "inside_hole", "model"];
  await writeTable(out, "transects", {
    rows,
    columns: [...columns, ...ERROR_COLUMNS, ...latents],
  });
  return metrics;
}

/** Throws UsageError where a transect leaves the plane along an axis that has an end there. */
function checkTransect(transect: Transect, { family }: Pick<DatasetFacts, "family">): void {
  const axis = axisBeyond(transect);
  if (axis === undefined || axis === periodicAxis(family)) return;
  throw new UsageError(
    `--transect must stay within ${axis} from ${
      SPACE[axis].join(" to ")
    }, which is not periodic in ` +
      `the shapes of ${family ?? DEFAULT_SHAPES.family}, received ${transect.name}`,
  );
}

/** What a model was trained on: `subset` names it in tables and metrics. */
function trainedOn({ parameters }: Result): { subset: string; latents: number } {
  return parameters as { subset: string; latents: number };
}

/**
 * Refuses a control that is not the model's: of other images, another hole, or trained on another
 * subset.
 *
 * @throws {UsageError} It is not; one line that names what differs.
 */
export async function checkControl(
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
): Row[] {
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
