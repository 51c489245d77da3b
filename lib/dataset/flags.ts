/**
 * Parameters of a dataset as flags of a command line, and back.
 *
 * @module
 */

import { flag } from "../cli/flags.ts";
import { setting } from "../cli/setting.ts";
import { areUsual, hasStroke } from "../curve/family.ts";
import { UsageError } from "../errors.ts";
import { argumentsOf, stageCommand } from "../results/command.ts";
import type { StageCommand } from "../results/stage.ts";
import { HOLE_GRAMMAR, PUBLISHED_HOLE_TEXT } from "../space/hole.ts";
import type { Point } from "../space/space.ts";
import { datasetFields as fields } from "./fields.ts";
import { holeText } from "../curve/family_hole.ts";
import { imageFlags, shapeFlags } from "./image_flags.ts";
import { type DatasetParameters, resolveDatasetParameters } from "./parameters.ts";
import { readPointsFile } from "./points_csv.ts";

const defaults = resolveDatasetParameters({});

/** Flags of a dataset. */
const datasetFlags = {
  points: setting(fields.points, {
    optional: true,
    help: `how many points to draw, by default ${defaults.points}`,
  }),
  "points-file": flag.path({
    value: "FILE",
    optional: true,
    help: "CSV with columns a,b: points of your own instead of drawn ones",
  }),
  seed: setting(fields.seed, { help: "draws points and subsets" }),
  ...shapeFlags,
  ...imageFlags,
  hole: flag.parsed(holeText, {
    default: PUBLISHED_HOLE_TEXT,
    allowed: HOLE_GRAMMAR,
    help:
      "what the punctured training set leaves out; along a periodic axis also across its seam, " +
      "such as strip:b,1.8,2.2",
  }),
  validation: setting(fields.validation, {
    help: "share of the points that never trains, the same for every hole",
  }),
  leak: setting(fields.leak, {
    help: "training points in the hole that the punctured set keeps, drawn at random",
  }),
  "hole-points": setting(fields.holePoints, {
    optional: true,
    help: `fresh points in the hole, to test on, by default ${defaults.holePoints}`,
  }),
};

/** Parameters of a dataset as flags, and back; its material is the points of a file. */
export const datasetCommand: StageCommand<DatasetParameters> = stageCommand<DatasetParameters>()({
  inputs: {},
  flags: datasetFlags,
  check({ points, pointsFile, hole, leak, holePoints }) {
    if (points !== undefined && pointsFile !== undefined) {
      throw new UsageError(
        `--points must be left out beside --points-file, whose points are used, received ${points}`,
      );
    }
    if (hole !== "none" && holePoints === 0) {
      throw new UsageError(
        "--hole-points must be a whole number from 1 where there is a hole, received 0",
      );
    }
    if (hole === "none" && leak > 0) {
      throw new UsageError(`--leak must be 0 with --hole none, received ${leak}`);
    }
    if (hole === "none" && holePoints) {
      throw new UsageError(
        `--hole-points must be left out or 0 with --hole none, received ${holePoints}`,
      );
    }
  },
  parameters(
    { points, seed, family, petals, size, geometry, stroke, hole, validation, leak, holePoints },
    _inputs,
    material,
  ) {
    return resolveDatasetParameters(
      { points, seed, family, petals, size, geometry, stroke, hole, validation, leak, holePoints },
      material as readonly Point[] | undefined,
    );
  },
  material: async ({ pointsFile }) =>
    pointsFile === undefined ? undefined : await readPointsFile(pointsFile),
  arguments({ userPoints, holePoints, points, family, petals, stroke, ...rest }) {
    const shapes = { family, ...(petals === undefined ? {} : { petals }) };
    return argumentsOf({
      // The file is the user's, and the parameters hold its digest alone.
      ...(userPoints ? { "points-file": "FILE" } : { points }),
      ...rest,
      ...(hasStroke(family) ? { stroke } : {}),
      ...(areUsual(shapes) ? {} : shapes),
      "hole-points": holePoints,
    });
  },
});
