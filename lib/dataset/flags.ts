/**
 * Parameters of a dataset as flags of a command line, and back.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { formatHole, HOLE_GRAMMAR, parseHole } from "../space/hole.ts";
import type { Point } from "../space/space.ts";
import { imageFlags } from "./image_flags.ts";
import { type DatasetParameters, resolveDatasetParameters } from "./parameters.ts";
import { readPointsFile } from "./points_csv.ts";

/** Flags of a dataset. */
const datasetFlags = {
  points: flag.integer({ min: 1, max: 200_000, default: 5000, help: "how many points" }),
  "points-file": flag.path({
    value: "FILE",
    optional: true,
    help: "CSV with columns a,b: points of your own instead of drawn ones",
  }),
  seed: flag.integer({ min: 0, max: 2 ** 32 - 1, default: 0, help: "draws points and subsets" }),
  ...imageFlags,
  hole: flag.parsed((text) => formatHole(parseHole(text)), {
    default: "disc:1.25,1,0.3",
    allowed: HOLE_GRAMMAR,
    help: "what the punctured training set leaves out",
  }),
  validation: flag.number({
    min: 0,
    exclusiveMin: true,
    max: 0.9,
    default: 0.1,
    help: "share of the points that never trains, the same for every hole",
  }),
  "hole-points": flag.integer({
    min: 1,
    max: 200_000,
    default: 500,
    help: "fresh points in the hole, to test on",
  }),
};

/** Parameters of a dataset as flags, and back; its material is the points of a file. */
export const datasetCommand: StageCommand<DatasetParameters> = stageCommand<DatasetParameters>()({
  inputs: {},
  flags: datasetFlags,
  parameters(
    { points, seed, size, geometry, stroke, hole, validation, holePoints },
    _inputs,
    material,
  ) {
    return resolveDatasetParameters(
      { points, seed, size, geometry, stroke, hole, validation, holePoints },
      material as readonly Point[] | undefined,
    );
  },
  material: async ({ pointsFile }) =>
    pointsFile === undefined ? undefined : await readPointsFile(pointsFile),
  // There is one family, and no flag for it.
  arguments({ userPoints, holePoints, points, family: _, petals: __, ...rest }) {
    return argumentsOf({
      // The file is the user's, and the parameters hold its digest alone.
      ...(userPoints ? { "points-file": "FILE" } : { points }),
      ...rest,
      // Without a hole there are no points in it, and the flag allows no 0.
      ...(holePoints > 0 ? { "hole-points": holePoints } : {}),
    });
  },
});
