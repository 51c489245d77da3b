/**
 * `deno task sweep`: a study of arms, each trained with its control, evaluated and compared.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { refuseIdle } from "../lib/cli/idle.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { firstSeedFlag, profileFlag, runFlags, seedsFlag } from "../lib/study/flags.ts";
import { STUDIES, STUDY_NAMES, USUAL_SEEDS } from "../lib/study/studies.ts";

/** How many replicates a study has, in words. */
const SEEDS = [...Map.groupBy(STUDY_NAMES, (name) => STUDIES[name].seeds ?? USUAL_SEEDS)]
  .toSorted(([one], [other]) => one - other)
  .map(([seeds, names]) => seeds === USUAL_SEEDS ? `${seeds}` : `${seeds} for ${names.join(", ")}`)
  .join("; ");

export const spec = command({
  name: "sweep",
  summary: "Trains, evaluates and compares the arms of a study, with intervals over seeds.",
  permissions: [
    "--allow-read",
    "--allow-write=results",
    "--allow-run=deno",
    ...RASTERISER_PERMISSIONS,
  ],
  flags: {
    study: flag.choice(STUDY_NAMES, {
      optional: true,
      help: "a declared study; published where neither this nor --vary is given",
    }),
    vary: flag.list({
      value: "SETTING=VALUE,…",
      help:
        "a setting and its values (holes separated by ;), of every arm of the study or of one arm",
    }),
    profile: profileFlag(
      "how large: smoke (tests), small (a laptop), full (the published size), paper (as published)",
    ),
    seed: firstSeedFlag,
    seeds: seedsFlag({
      optional: true,
      help: `number of seeds, by default ${SEEDS}`,
    }),
    "no-intervals": flag.boolean({ help: "give no intervals, which need 2 seeds or more" }),
    ...runFlags,
    export: flag.choice(["snakemake"], {
      optional: true,
      help:
        "run nothing, and write a workflow for that engine to DIR (which --allow-write must name)",
    }),
  },
  positionals: {
    name: "DIR",
    help: "where --export writes the workflow",
    min: 0,
    max: 1,
    paths: true,
  },
  examples: [
    "sweep --study dose-response",
    "sweep --vary hole.radius=0.15,0.3,0.45,0.6,0.75 --seeds 3",
    "sweep --study scale --profile smoke --seeds 2 --dry-run",
    "sweep --study dose-response --seeds 10 --backend wasm --export snakemake workflow",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    const [target] = options.positionals;
    if ((options.export === undefined) !== (target === undefined)) {
      throw new UsageError(
        target === undefined
          ? `--export ${options.export} must be followed by the folder to write to`
          : `unexpected argument ${target}: a folder is only given with --export`,
      );
    }
    if (target !== undefined) {
      const where = "beside --export, which runs nothing";
      refuseIdle(spec, options, { idle: ["dry-run", "jobs", "repair"], where });
    }
    // Loaded here, because help needs none of it.
    const { exportStudy, sweep } = await import("../lib/commands/sweep.ts");
    return target === undefined
      ? await sweep(options, { ...options, signal: interruptSignal() })
      : await exportStudy(options, { ...options, target });
  });
}
