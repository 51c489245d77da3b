/**
 * What `deno task report` does: makes a report of those results of a study that are there.
 *
 * @module
 */

import { selectBackend } from "../backend/select.ts";
import type { Outcome } from "../cli/run_command.ts";
import { DEFAULT_SHAPES } from "../curve/family.ts";
import { shapeArguments } from "../dataset/image_flags.ts";
import { RunError, UsageError } from "../errors.ts";
import { reportNode } from "../report/node.ts";
import { statesOf } from "../study/execute.ts";
import { findComparisons } from "../study/found_comparisons.ts";
import { publishedPlan, type PublishedPlanOptions } from "../study/plan.ts";
import { outcomeOf, runFromScript, type ScriptRun } from "../stages/run.ts";
import type { StageOptions } from "../stages/script.ts";

/**
 * Writes the page. What is damaged or not there yet is told on standard error.
 *
 * Throws UsageError where a result of the study is damaged, RunError where there is none at all.
 *
 * @param study what `reproduce` would run
 */
export async function reportFound(
  study: PublishedPlanOptions,
  { options, signal }: Pick<ScriptRun, "signal"> & { readonly options: StageOptions },
): Promise<Outcome> {
  const { profile, shapes } = study;
  const { results, quiet } = options;
  const backend = await selectBackend(options.backend);
  const nodes = publishedPlan(study);
  const { planned, found } = await statesOf(nodes, { results, backend });
  const damaged = planned.find(({ state }) => state === "damaged");
  if (damaged) throw new UsageError(`${damaged.id}: ${damaged.why}`);
  const { comparisons, damaged: changed } = await findComparisons(results, { profile, shapes });
  // Before anything else: what is damaged may be all that there is.
  for (const { message } of changed) console.error(`left out: ${message}`);
  if (found.size === 0 && comparisons.length === 0) {
    const family = shapeArguments(shapes ?? DEFAULT_SHAPES).map((each) => ` ${each}`).join("");
    throw new RunError(
      `No results of profile ${profile}${family && `,${family},`} in ${results}: ` +
        `run deno task reproduce --profile ${profile}${family} first`,
    );
  }
  const missing = planned.filter(({ state }) => state !== "cached");
  if (!quiet && missing.length > 0) {
    console.error(`left out, not there yet: ${missing.map(({ id }) => id).join(", ")}`);
  }
  const { stage, parameters, given, needs } = reportNode(nodes, {
    profile,
    backend: backend.name,
    comparisons,
    shapes,
    present: (id) => found.has(id),
  });
  const members = Object.entries(needs).map(([role, id]) => [role, found.get(id)!]);
  const inputs = { ...given, ...Object.fromEntries(members) };
  const done = await runFromScript(stage, { parameters, inputs, options, signal });
  return { ...outcomeOf(done), directory: `${done.result.directory}/index.html` };
}
