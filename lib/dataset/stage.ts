/**
 * The dataset as a stage of the study.
 *
 * @module
 */

import type { Stage } from "../results/stage.ts";
import { holeArea, parseHole, type Point } from "../space/mod.ts";
import { buildDataset, inkFraction } from "./dataset.ts";
import { writeDataset } from "./files.ts";
import { type DatasetParameters, datasetParameters } from "./parameters.ts";

/** Name, version and code of the dataset as a stage. */
export const DATASET: { readonly name: string; readonly version: number; readonly module: string } =
  {
    name: "dataset",
    version: 1,
    module: import.meta.url,
  };

/**
 * The stage that draws a dataset. Points of the user's own are not parameters but what the
 * parameters hold the digest of, so they are handed over here; a finished result's `points.csv`
 * holds them too.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs a file of points.
 * const userPoints = await readPointsFile("mine.csv");
 * const parameters = resolveDatasetParameters({ size: 64 }, userPoints);
 * await runStage(datasetStage({ userPoints }), { parameters, ... });
 * ```
 */
export function datasetStage(
  { userPoints }: { userPoints?: readonly Point[] } = {},
): Stage<DatasetParameters> {
  return {
    ...DATASET,
    schema: datasetParameters,
    inputs: {},
    slug: datasetSlug,
    async run({ parameters, directory, progress, signal }) {
      const dataset = await buildDataset(parameters, { userPoints, progress, signal });
      await writeDataset(directory, dataset);
      const { full, punctured, control, validation, validationInHole } = dataset.subsets;
      return {
        points: dataset.points.length,
        ...(parameters.userPoints?.repeated ? { repeated: parameters.userPoints.repeated } : {}),
        inside_hole: dataset.insideHole.reduce((sum, inside) => sum + inside, 0),
        full: full.length,
        punctured: punctured.length,
        control: control.length,
        validation: validation.length,
        validation_in_hole: validationInHole.length,
        hole_points: dataset.holePoints.length,
        hole_area: holeArea(parseHole(parameters.hole)),
        ink_fraction: inkFraction(dataset.images),
      };
    },
  };
}

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-64px-n5000-s0`. */
export function datasetSlug(
  { hole, size, geometry, points, seed, userPoints }: DatasetParameters,
): string {
  return [
    plainHole(hole),
    `${size}px`,
    ...(geometry === "published" ? ["published"] : []),
    `n${points}`,
    `s${seed}`,
    ...(userPoints ? ["own"] : []),
  ].join("-");
}

/** A hole's text as part of a folder's name, for instance `disc-1.25-1-0.3`. */
export function plainHole(hole: string): string {
  return hole.replaceAll(/[^a-z0-9.-]/g, "-");
}
