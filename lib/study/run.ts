/**
 * Running one stage from a script: progress to standard error, the result's path to the script.
 *
 * @module
 */

import type { Outcome } from "../cli/parse.ts";
import { createProgress } from "../cli/progress.ts";
import { type Result, runStage } from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";

/** What a script says about the run besides stage, parameters and inputs. */
export interface ScriptRun<Parameters> {
  readonly parameters: Parameters;
  readonly inputs: Readonly<Record<string, Result>>;
  readonly fingerprint: Fingerprint;
  /** The flags that every script takes. */
  readonly options: { readonly results: string; readonly quiet: boolean };
  readonly signal: AbortSignal;
}

/** Runs a stage, or finds its result. */
export async function runFromScript<Parameters>(
  stage: Stage<Parameters>,
  { parameters, inputs, fingerprint, options, signal }: ScriptRun<Parameters>,
): Promise<{ result: Result; cached: boolean }> {
  const progress = createProgress({ label: stage.name, quiet: options.quiet });
  const { results } = options;
  const done = await runStage(stage, {
    parameters,
    inputs,
    fingerprint,
    results,
    progress,
    signal,
  });
  if (done.cached) progress.line("found in the results, nothing to run");
  return done;
}

/** What a script prints of a finished result. */
export function outcomeOf({ result, cached }: { result: Result; cached: boolean }): Outcome {
  const { directory, key, metrics } = result;
  return { directory, json: { key, cached, metrics } };
}
