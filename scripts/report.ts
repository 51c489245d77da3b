/**
 * `deno task report`: figures and the page from the results that are there.
 *
 * @module
 */

import { command, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { shapeFlags } from "../lib/dataset/image_flags.ts";
import { RunError, UsageError } from "../lib/errors.ts";
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
      help: "replicates, each with its seed; as many as reproduce makes",
    }),
    ...shapeFlags,
  },
  examples: ["report --profile smoke", "report --family superellipse"],
});

if (import.meta.main) {
  await runCommand(spec, async ({ profile, seed, seeds, family, petals, ...options }) => {
    const { selectBackend } = await import("../lib/backend/select.ts");
    const { studySeeds } = await import("../lib/study/profiles.ts");
    const { shapesFromFlags } = await import("../lib/dataset/shapes.ts");
    const { studyPlan } = await import("../lib/study/plan.ts");
    const { findSweeps } = await import("../lib/study/found_sweeps.ts");
    const { reportNode } = await import("../lib/report/node.ts");
    const { planStudy } = await import("../lib/study/execute.ts");
    const { outcomeOf, runFromScript } = await import("../lib/stages/run.ts");
    const backend = await selectBackend(options.backend);
    const shapes = shapesFromFlags({ family, petals });
    const study = studyPlan({ profile, shapes, ...studySeeds(profile, { seed, seeds }) });
    const { planned, found } = await planStudy(study, { ...options, backend });
    const damaged = planned.find(({ state }) => state === "damaged");
    if (damaged) throw new UsageError(`${damaged.id}: ${damaged.why}`);
    const { sweeps, damaged: changed } = await findSweeps(options.results, profile);
    // Before anything else: what is damaged may be all that there is.
    for (const { message } of changed) console.error(`left out: ${message}`);
    if (found.size === 0 && sweeps.length === 0) {
      throw new RunError(
        `No results of profile ${profile} in ${options.results}: ` +
          `run deno task reproduce --profile ${profile} first`,
      );
    }
    const missing = planned.filter(({ state }) => state !== "cached");
    if (!options.quiet && missing.length > 0) {
      console.error(`left out, not there yet: ${missing.map(({ id }) => id).join(", ")}`);
    }
    const node = reportNode(study, {
      profile,
      backend: backend.name,
      sweeps,
      shapes,
      present: (id) => found.has(id),
    });
    const done = await runFromScript(node.stage, {
      parameters: node.parameters,
      inputs: {
        ...node.given,
        ...Object.fromEntries(
          Object.entries(node.needs).map(([role, id]) => [role, found.get(id)!]),
        ),
      },
      options,
      signal: interruptSignal(),
    });
    return { ...outcomeOf(done), directory: `${done.result.directory}/index.html` };
  });
}
