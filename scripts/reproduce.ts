/**
 * `deno task reproduce`: the whole study, from nothing to a page of figures.
 *
 * @module
 */

import { command, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { shapeFlags } from "../lib/dataset/image_flags.ts";
import type { Result } from "../lib/results/stage.ts";
import { firstSeedFlag, profileFlag, runFlags, seedsFlag } from "../lib/study/flags.ts";

export const spec = command({
  name: "reproduce",
  summary: "Runs the whole study: datasets, networks, controls, evaluation, ablation, report.",
  permissions: [
    "--allow-read",
    "--allow-write=results",
    "--allow-run=deno",
    ...RASTERISER_PERMISSIONS,
  ],
  flags: {
    profile: profileFlag(
      "how large: smoke (a minute), small (a laptop), full (the published size), paper (as published)",
    ),
    seed: firstSeedFlag,
    seeds: seedsFlag({
      optional: true,
      help: "replicates, each with its seed; by profile 1, 3 and 1 of the holes, 1 of the ablation",
    }),
    ...shapeFlags,
    ...runFlags,
  },
  examples: [
    "reproduce --profile smoke",
    "reproduce --seeds 1 --jobs 2",
    "reproduce --profile smoke --family superellipse",
  ],
});

if (import.meta.main) {
  await runCommand(
    spec,
    async ({ profile, seed, seeds, family, petals, dryRun: only, ...options }) => {
      const { selectBackend } = await import("../lib/backend/select.ts");
      const { studySeeds } = await import("../lib/study/profiles.ts");
      const { shapesFromFlags } = await import("../lib/dataset/shapes.ts");
      const { publishedPlan } = await import("../lib/study/plan.ts");
      const { findComparisons } = await import("../lib/study/found_comparisons.ts");
      const { FIRST_PAGE, reportedPlan } = await import("../lib/report/node.ts");
      const { defaultJobs, dryRun, runNodes } = await import("../lib/study/execute.ts");
      const backend = await selectBackend(options.backend);
      if (!options.quiet) console.error(backend.reason);
      const shapes = shapesFromFlags({ family, petals });
      const study = publishedPlan({ profile, shapes, ...studySeeds(profile, { seed, seeds }) });
      const { comparisons, damaged } = await findComparisons(options.results, { profile, shapes });
      const nodes = reportedPlan(study, { profile, backend: backend.name, comparisons, shapes });
      const jobs = options.jobs ?? defaultJobs(backend);
      const pageOf = ({ directory }: Result) => `${directory}/index.html`;
      const landmark = {
        id: FIRST_PAGE,
        say: (report: Result) => `a first page, one seed: ${pageOf(report)}`,
      };
      /** Of the study's own, the plan speaks. */
      const tellDamaged = (own: readonly (string | null)[]) => {
        const others = damaged.filter(({ directory }) => !own.includes(directory));
        for (const { message } of others) console.error(`left out of the report: ${message}`);
      };
      if (only) {
        const dry = await dryRun(nodes, { ...options, backend, jobs, landmark });
        tellDamaged(dry.json.plan.map(({ directory }) => directory));
        return dry;
      }
      const done = await runNodes(nodes, {
        ...options,
        jobs,
        backend,
        landmark,
        signal: interruptSignal(),
      });
      tellDamaged([...done.values()].map(({ directory }) => directory));
      return {
        directory: pageOf(done.get(nodes.at(-1)!.id)!),
        json: {
          results: Object.fromEntries([...done].map(([id, { directory }]) => [id, directory])),
        },
      };
    },
  );
}
