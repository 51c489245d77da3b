/**
 * Running one stage from a script: progress to standard error, the result's path to the script.
 *
 * @module
 */

import type { Outcome } from "../cli/run_command.ts";
import { createProgress } from "../cli/progress.ts";
import type { Backend } from "../backend/backend.ts";
import { fingerprintOf, type Result, runStage, type Stage } from "../results/mod.ts";

/** What a script says about the run besides stage, parameters and inputs. */
export interface ScriptRun {
  /** As given; the stage's schema resolves and checks them. */
  readonly parameters: unknown;
  readonly inputs: Readonly<Record<string, Result>>;
  /** What computes; must be there for a stage that needs one. */
  readonly backend?: Backend;
  /** What the parameters name by a digest only. */
  readonly material?: unknown;
  /** The flags that every script takes. */
  readonly options: { readonly results: string; readonly quiet: boolean };
  readonly signal: AbortSignal;
  /** How many processors the stage may use. Default 1. */
  readonly threads?: number;
}

/** Runs a stage, or finds its result. */
export async function runFromScript<Parameters>(
  stage: Stage<Parameters>,
  { options, ...run }: ScriptRun,
): Promise<{ result: Result; cached: boolean }> {
  const progress = createProgress({ label: stage.name, quiet: options.quiet });
  const fingerprint = await fingerprintOf(stage, run.backend);
  const done = await runStage(stage, {
    ...run,
    fingerprint,
    results: options.results,
    progress,
  });
  if (done.cached) progress.line("found in the results, nothing to run");
  return done;
}

/** What a script prints of a finished result. */
export function outcomeOf({ result, cached }: { result: Result; cached: boolean }): Outcome {
  const { directory, key, metrics } = result;
  return { directory, json: { key, cached, metrics } };
}
