/**
 * `deno task dataset`: points, images and subsets.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { formatHole, HOLE_GRAMMAR, parseHole } from "../lib/space/mod.ts";
import { imageFlags } from "../lib/dataset/image_flags.ts";

export const spec = command({
  name: "dataset",
  summary: "Draws points of the space, renders their images and punches a hole.",
  permissions: ["--allow-read", "--allow-write=results", ...RASTERISER_PERMISSIONS],
  flags: {
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
    png: flag.boolean({
      help: "also write the images as numbered PNG files, to png/ in the results folder",
    }),
  },
  examples: [
    "dataset --hole disc:1.25,1,0.6 --seed 1",
    "dataset --points-file mine.csv --size 128",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    const {
      DATASET_FINGERPRINT,
      datasetStage,
      readDataset,
      readPointsFile,
      resolveDatasetParameters,
      writePngs,
    } = await import("../lib/dataset/mod.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { PICTURES } = await import("../lib/results/mod.ts");
    const { pointsFile, png } = options;
    const userPoints = pointsFile === undefined ? undefined : await readPointsFile(pointsFile);
    const { points, seed, size, geometry, stroke, hole, validation, holePoints } = options;
    const parameters = resolveDatasetParameters(
      { points, seed, size, geometry, stroke, hole, validation, holePoints },
      userPoints,
    );
    const repeated = parameters.userPoints?.repeated;
    if (repeated && !options.quiet) {
      console.error(
        `dataset: ${repeated} of ${parameters.points} rows of ${pointsFile} repeat an earlier ` +
          "point; the distinct points are split, and copies stay on one side",
      );
    }
    const done = await runFromScript(datasetStage({ userPoints }), {
      parameters,
      inputs: {},
      fingerprint: DATASET_FINGERPRINT,
      options,
      signal: interruptSignal(),
    });
    if (png) {
      // Beside the result folders, since a manifest lists all that its folder may hold.
      const { directory } = done.result;
      const folder = `${options.results}/${PICTURES}/${directory.split("/").pop()}`;
      await writePngs(await readDataset(directory), folder);
      if (!options.quiet) console.error(`dataset: PNG files in ${folder}`);
    }
    return outcomeOf(done);
  });
}
