/**
 * `deno task dataset`: points, images and subsets.
 *
 * @module
 */

import { flag } from "../lib/cli/flags.ts";
import { interruptSignal } from "../lib/cli/mod.ts";
import type { DatasetParameters } from "../lib/dataset/parameters.ts";
import { DATASET } from "../lib/dataset/stage.ts";
import { runStageScript, stageSpec } from "../lib/stages/script.ts";

export const spec = stageSpec(DATASET, {
  summary: "Draws points of the space, renders their images and punches a hole.",
  flags: {
    png: flag.boolean({
      help: "also write the images as numbered PNG files, to png/ in the results folder",
    }),
    npz: flag.path({
      value: "FILE",
      optional: true,
      help: "also write images, factors, masks of the subsets and test images as one .npz file, " +
        "for a model of your own (docs/own-models.md)",
    }),
  },
  examples: [
    "dataset --hole disc:1.25,1,0.6 --seed 1",
    "dataset --points-file mine.csv --size 128",
    "dataset --npz data.npz",
  ],
});

if (import.meta.main) {
  await runStageScript(DATASET, spec, {
    async check({ npz, results }) {
      if (npz === undefined) return;
      const { checkNpzPath } = await import("../lib/evaluation/own/npz_file.ts");
      await checkNpzPath(npz as string, results);
    },
    async finish({ result }, { results, pointsFile, png, npz, quiet }) {
      const { points, userPoints } = result.parameters as unknown as DatasetParameters;
      if (userPoints?.repeated && !quiet) {
        console.error(
          `dataset: ${userPoints.repeated} of ${points} rows of ${pointsFile} repeat an earlier ` +
            "point; the distinct points are split, and copies stay on one side",
        );
      }
      if (npz !== undefined) {
        const { writeDatasetNpz } = await import("../lib/evaluation/own/npz_file.ts");
        await writeDatasetNpz(result, npz as string, { signal: interruptSignal() });
        if (!quiet) console.error(`dataset: arrays for NumPy in ${npz}`);
      }
      if (!png) return;
      const { readDataset, writePngs } = await import("../lib/dataset/files.ts");
      const { PICTURES } = await import("../lib/results/store.ts");
      // Beside the result folders, since a manifest lists all that its folder may hold.
      const folder = `${results}/${PICTURES}/${result.directory.split("/").pop()}`;
      const signal = interruptSignal();
      await writePngs(await readDataset(result.directory), folder, { signal });
      if (!quiet) console.error(`dataset: PNG files in ${folder}`);
    },
  });
}
