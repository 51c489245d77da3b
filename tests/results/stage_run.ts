/**
 * What a stage's `run` is handed, for tests that call it without a results folder.
 *
 * @module
 */

import type { Backend } from "../../lib/backend/backend.ts";
import type { Result, StageRun } from "../../lib/results/stage.ts";

/** A run of which only what matters to the test is given. */
export function stageRun<P>(
  given: Pick<StageRun<P>, "parameters" | "out"> & Partial<StageRun<P>>,
): StageRun<P> {
  return {
    inputs: {},
    scratch: "",
    progress: { update() {}, line() {} },
    get backend(): Backend {
      throw new TypeError("this stage needs no backend");
    },
    threads: 1,
    material: undefined,
    signal: new AbortController().signal,
    record() {},
    ...given,
  };
}

/** A folder as the result of a stage; its key and digest say nothing. */
export function resultIn(
  directory: string,
  { stage, parameters }: { readonly stage: string; readonly parameters: unknown },
): Result {
  return {
    directory,
    stage,
    key: "",
    outputDigest: "",
    parameters: JSON.parse(JSON.stringify(parameters)),
    metrics: {},
  };
}
