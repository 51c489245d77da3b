/**
 * What `deno task sweep` does: trains, evaluates and compares the arms of a study, or writes them as
 * another engine's workflow.
 *
 * @module
 */

import { selectBackend } from "../backend/select.ts";
import type { Outcome } from "../cli/run_command.ts";
import { summaryText } from "../comparison/headline.ts";
import { UsageError } from "../errors.ts";
import { defaultJobs, dryRun, runNodes, type RunNodesOptions } from "../study/execute.ts";
import { planOf, type PlanOptions } from "../study/plan.ts";
import { type StudyName, USUAL_SEEDS } from "../study/studies.ts";
import type { Study } from "../study/arms.ts";
import type { ProfileName } from "../study/profiles.ts";
import { parseVary, variedStudy } from "../study/vary.ts";
import { batchWarning, exportSweep } from "../workflow/export.ts";

/** Which study is run, and how often. */
export interface SweptStudy {
  readonly study?: StudyName | undefined;
  /** What is varied, each as `setting=value,value,…`. */
  readonly vary: readonly string[];
  readonly profile: ProfileName;
  /** The first seed. */
  readonly seed: number;
  /** Replicates; the study's own number where not given. */
  readonly seeds?: number | undefined;
  readonly noIntervals: boolean;
}

/** What is planned of a study. */
interface Planned {
  readonly study: Study;
  readonly options: PlanOptions & { readonly intervals: boolean };
}

/** Throws UsageError where intervals are asked for and there is one seed. */
function plannedOf({ noIntervals, profile, seed, ...asked }: SweptStudy): Planned {
  const intervals = !noIntervals;
  const study = variedStudy(asked.study, asked.vary.map(parseVary));
  const seeds = asked.seeds ?? study.seeds ?? USUAL_SEEDS;
  if (intervals && seeds < 2) {
    throw new UsageError(
      `--seeds must be at least 2 where intervals are given, received ${seeds}: ` +
        `--no-intervals goes without`,
    );
  }
  const replicates = Array.from({ length: seeds }, (_, k) => seed + k);
  return { study, options: { profile, seeds: replicates, intervals } };
}

/** How a study is run. */
export interface SweepRun extends Pick<RunNodesOptions, "results" | "quiet" | "repair" | "signal"> {
  readonly backend: "auto" | "webgpu" | "wasm";
  readonly jobs?: number | undefined;
  /** Says what would be run, and runs nothing. */
  readonly dryRun: boolean;
}

/** Runs a study and compares its arms; the comparison's folder is the outcome. */
export async function sweep(asked: SweptStudy, run: SweepRun): Promise<Outcome> {
  const { study, options } = plannedOf(asked);
  const backend = await selectBackend(run.backend);
  if (!run.quiet) console.error(backend.reason);
  const nodes = planOf(study, options);
  const jobs = run.jobs ?? defaultJobs(backend);
  if (run.dryRun) return await dryRun(nodes, { results: run.results, backend, jobs });
  const done = await runNodes(nodes, { ...run, label: "sweep", jobs, backend });
  const { directory, metrics } = done.get(nodes.at(-1)!.id)!;
  return { directory, text: summaryText(metrics), json: { metrics } };
}

/** Writes a study as a workflow into a new folder, which is the outcome. */
export async function exportStudy(
  asked: SweptStudy,
  { target, ...run }: Pick<SweepRun, "results" | "backend" | "quiet"> & {
    readonly target: string;
  },
): Promise<Outcome> {
  const { study, options } = plannedOf(asked);
  const { study: declared, vary } = asked;
  const jobs = await exportSweep(study, target, { ...run, ...options, study: declared, vary });
  const warning = batchWarning(target);
  if (warning !== null && !run.quiet) console.error(`sweep: ${warning}`);
  return { text: `${jobs} jobs, a comparison, a report`, directory: target, json: { jobs } };
}
