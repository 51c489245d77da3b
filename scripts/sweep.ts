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
  .map(([seeds, names]) => seeds === USUAL_SEEDS ? `${seeds}` : `${seeds} of ${names.join(", ")}`)
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
      help: `replicates, each with its seed, by default ${SEEDS}`,
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
  await runCommand(
    spec,
    async ({ profile, seed, noIntervals, dryRun: only, ...options }) => {
      const intervals = !noIntervals;
      const { parseVary, variedStudy } = await import("../lib/study/vary.ts");
      const study = variedStudy(options.study, options.vary.map(parseVary));
      const seeds = options.seeds ?? study.seeds ?? USUAL_SEEDS;
      if (intervals && seeds < 2) {
        throw new UsageError(
          `--seeds must be at least 2 where intervals are given, received ${seeds}: ` +
            `--no-intervals goes without`,
        );
      }
      const [target] = options.positionals;
      if ((options.export === undefined) !== (target === undefined)) {
        throw new UsageError(
          target === undefined
            ? `--export ${options.export} must be followed by the folder to write to`
            : `unexpected argument ${target}: a folder is only given with --export`,
        );
      }
      const replicates = Array.from({ length: seeds }, (_, k) => seed + k);
      const planned = { profile, seeds: replicates, intervals };
      if (options.export !== undefined) {
        const where = "beside --export, which runs nothing";
        refuseIdle(spec, { ...options, dryRun: only }, {
          idle: ["dry-run", "jobs", "repair"],
          where,
        });
        const { batchWarning, exportSweep } = await import("../lib/workflow/export.ts");
        const jobs = await exportSweep(study, target, { ...options, ...planned });
        const warning = batchWarning(target);
        if (warning !== null && !options.quiet) console.error(`sweep: ${warning}`);
        return { text: `${jobs} jobs, a comparison, a report`, directory: target, json: { jobs } };
      }
      const { selectBackend } = await import("../lib/backend/select.ts");
      const { planOf } = await import("../lib/study/plan.ts");
      const { defaultJobs, dryRun, runNodes } = await import("../lib/study/execute.ts");
      const { summaryText } = await import("../lib/comparison/headline.ts");
      const backend = await selectBackend(options.backend);
      if (!options.quiet) console.error(backend.reason);
      const nodes = planOf(study, planned);
      const jobs = options.jobs ?? defaultJobs(backend);
      if (only) return await dryRun(nodes, { ...options, backend, jobs });
      const done = await runNodes(nodes, {
        ...options,
        label: "sweep",
        jobs,
        backend,
        signal: interruptSignal(),
      });
      const { directory, metrics } = done.get(nodes.at(-1)!.id)!;
      return { directory, text: summaryText(metrics), json: { metrics } };
    },
  );
}
