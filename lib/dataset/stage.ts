/**
 * The dataset as a stage of the study.
 *
 * @module
 */

import { shapesSlug } from "../curve/family.ts";
import type { Metrics, Stage, StageRun } from "../results/stage.ts";
import { holeArea } from "../space/hole.ts";
import type { Point } from "../space/space.ts";
import { buildDataset, inkFraction } from "./dataset.ts";
import { readDataset, writeDataset } from "./files.ts";
import { datasetHole } from "../curve/family_hole.ts";
import { datasetCommand } from "./flags.ts";
import { type DatasetParameters, datasetParameters } from "./parameters.ts";
import { plainHole } from "./plain_hole.ts";

/** Megabytes of Deno with the library that draws. */
const MEMORY = 600;

/**
 * The stage that draws a dataset. Points of the user's own are not parameters but what the
 * parameters hold the digest of, so they are handed over as its material; a finished result's
 * `points.csv` holds them too.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs a file of points.
 * const material = await readPointsFile("mine.csv");
 * const parameters = resolveDatasetParameters({ size: 64 }, material);
 * await runStage(DATASET, { parameters, material, ... });
 * ```
 */
export const DATASET: Stage<DatasetParameters> = {
  name: "dataset",
  version: 1,
  module: import.meta.url,
  schema: datasetParameters,
  inputs: () => ({}),
  needs: { backend: false, rasteriser: true },
  slug: datasetSlug,
  run: drawDataset,
  command: datasetCommand,
  cost: ({ points, holePoints, size }) => ({
    memory: MEMORY + Math.ceil(3 * (points + holePoints) * size ** 2 / 1e6),
    operations: 0,
    steps: 0,
  }),
  material: async ({ userPoints }, directory) =>
    userPoints === null ? undefined : (await readDataset(directory)).points,
};

async function drawDataset(
  { parameters, material, out, progress, signal }: StageRun<DatasetParameters>,
): Promise<Metrics> {
  const userPoints = material as readonly Point[] | undefined;
  const dataset = await buildDataset(parameters, { userPoints, progress, signal });
  await writeDataset(out, dataset);
  const { full, punctured, control, validation, validationInHole } = dataset.subsets;
  return {
    points: dataset.points.length,
    ...(parameters.userPoints?.repeated ? { repeated: parameters.userPoints.repeated } : {}),
    inside_hole: dataset.insideHole.reduce((sum, inside) => sum + inside, 0),
    full: full.length,
    punctured: punctured.length,
    ...(parameters.leak ? { leaked: parameters.leak } : {}),
    control: control.length,
    validation: validation.length,
    validation_in_hole: validationInHole.length,
    hole_points: dataset.holePoints.length,
    hole_area: holeArea(datasetHole(parameters)),
    ink_fraction: inkFraction(dataset.images),
  };
}

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-64px-n5000-s0`. */
export function datasetSlug(
  { hole, size, geometry, points, seed, userPoints, leak, family, petals }: DatasetParameters,
): string {
  return [
    ...shapesSlug({ family, petals }),
    plainHole(hole),
    ...(leak ? [`leak${leak}`] : []),
    `${size}px`,
    ...(geometry === "published" ? ["published"] : []),
    `n${points}`,
    `s${seed}`,
    ...(userPoints ? ["own"] : []),
  ].join("-");
}
