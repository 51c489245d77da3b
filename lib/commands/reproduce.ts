/**
 * What `deno task reproduce` does: runs the published study and its report, a first page of one seed
 * before the rest.
 *
 * @module
 */

import { selectBackend } from "../backend/select.ts";
import type { Outcome } from "../cli/run_command.ts";
import { FIRST_PAGE, reportedPlan } from "../report/node.ts";
import type { Result } from "../results/stage.ts";
import { defaultJobs, dryRun, runNodes } from "../study/execute.ts";
import { findComparisons } from "../study/found_comparisons.ts";
import { publishedPlan, type PublishedPlanOptions } from "../study/plan.ts";
import type { SweepRun } from "./sweep.ts";

/** A report's page. */
function pageOf({ directory }: Result): string {
  return `${directory}/index.html`;
}

/** Runs the study, or says what it would run; the report's page is the outcome. */
export async function reproduce(study: PublishedPlanOptions, run: SweepRun): Promise<Outcome> {
  const { profile, shapes } = study;
  const { results } = run;
  const backend = await selectBackend(run.backend);
  if (!run.quiet) console.error(backend.reason);
  const { comparisons, damaged } = await findComparisons(results, { profile, shapes });
  const nodes = reportedPlan(publishedPlan(study), {
    profile,
    backend: backend.name,
    comparisons,
    shapes,
  });
  const jobs = run.jobs ?? defaultJobs(backend);
  const landmark = {
    id: FIRST_PAGE,
    say: (report: Result) => `a first page, one seed: ${pageOf(report)}`,
  };
  /** Of the study's own, the plan speaks. */
  const nameDamaged = (own: readonly (string | null)[]) => {
    const others = damaged.filter(({ directory }) => !own.includes(directory));
    for (const { message } of others) console.error(`left out of the report: ${message}`);
  };
  if (run.dryRun) {
    const dry = await dryRun(nodes, { results, backend, jobs, landmark });
    nameDamaged(dry.json.plan.map(({ directory }) => directory));
    return dry;
  }
  const done = await runNodes(nodes, { ...run, jobs, backend, landmark });
  nameDamaged([...done.values()].map(({ directory }) => directory));
  return {
    directory: pageOf(done.get(nodes.at(-1)!.id)!),
    json: {
      results: Object.fromEntries([...done].map(([id, { directory }]) => [id, directory])),
    },
  };
}
