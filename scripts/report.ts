/**
 * `deno task report`: figures and the page from the results that are there.
 *
 * @module
 */

import { command, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { shapeFlags } from "../lib/dataset/image_flags.ts";
import { REPORT } from "../lib/report/stage.ts";
import { permissionsOf } from "../lib/stages/script.ts";
import { firstSeedFlag, profileFlag, seedsFlag } from "../lib/study/flags.ts";

export const spec = command({
  name: "report",
  summary: "Draws the figures and writes the page, from the study's results that are there.",
  permissions: permissionsOf(REPORT.needs),
  flags: {
    profile: profileFlag("which profile's results"),
    seed: firstSeedFlag,
    seeds: seedsFlag({
      optional: true,
      help: "number of seeds; by default as many as reproduce has",
    }),
    ...shapeFlags,
  },
  examples: ["report --profile smoke", "report --family superellipse"],
});

if (import.meta.main) {
  await runCommand(spec, async ({ profile, seed, seeds, family, petals, ...options }) => {
    const { shapesFromFlags } = await import("../lib/dataset/shapes.ts");
    const { reportFound } = await import("../lib/commands/report.ts");
    const { studySeeds } = await import("../lib/study/profiles.ts");
    const shapes = shapesFromFlags({ family, petals });
    const study = { profile, shapes, ...studySeeds(profile, { seed, seeds }) };
    return await reportFound(study, { options, signal: interruptSignal() });
  });
}
