/**
 * Running a finished result's stage again, for `verify --rerun`: the same parameters and inputs,
 * on the same kind of backend, into a folder that is thrown away.
 *
 * @module
 */

import { type Backend, selectBackend } from "../backend/mod.ts";
import { UsageError } from "../errors.ts";
import {
  fingerprintOf,
  type InputFinder,
  type Manifest,
  openResult,
  type Rerun,
  type Result,
  runStage,
} from "../results/mod.ts";
import type { Progress } from "../cli/progress.ts";
import { STAGES } from "./list.ts";

/** Makes the function that `verifyAll` runs results again with. */
export function rerunner(
  { inputs: finder, scratch, progress, signal }: {
    /** Looks up inputs, by key. */
    inputs: InputFinder;
    /** A results folder to write to. */
    scratch: string;
    progress: Progress;
    signal: AbortSignal;
  },
): Rerun {
  return async ({ directory, manifest }) => {
    const stage = STAGES.find(({ name }) => name === manifest.stage);
    if (stage === undefined) {
      throw new UsageError(`cannot be run again: no stage is called ${manifest.stage}`);
    }
    const { parameters } = manifest;
    const notAgain = stage.notAgain?.(parameters);
    if (notAgain !== undefined) return { notAgain };
    const inputs = await inputsOf({ directory, manifest }, finder);
    const backend = stage.needs.backend ? await backendOf(manifest) : undefined;
    progress.line(`runs ${directory} again`);
    const { result } = await runStage(stage, {
      parameters,
      inputs,
      material: await stage.material?.(parameters, directory),
      backend,
      fingerprint: await fingerprintOf(stage, backend),
      results: scratch,
      progress,
      signal,
    }).catch((error) => {
      // A training that was stopped says so in the words of a run that failed.
      signal.throwIfAborted();
      throw error;
    });
    return { directory: result.directory };
  };
}

let started: { readonly name: string; readonly backend: Promise<Backend> } | undefined;

/**
 * The backend of a result. One a process: a second would have to be switched to and fro around each
 * stage. Throws UsageError where it cannot be had, and the other results can be run again all the same.
 */
async function backendOf({ fingerprint }: Manifest): Promise<Backend> {
  const name = fingerprint.backend ?? "wasm";
  if (started && started.name !== name) {
    throw new UsageError(
      `cannot be run again beside results of ${started.name}, as it is one of ${name}: ` +
        "check those of each backend by themselves",
    );
  }
  started ??= { name, backend: selectBackend(name) };
  try {
    return await started.backend;
  } catch (error) {
    started = undefined;
    if (!(error instanceof UsageError)) throw error;
    // What is said of a flag that nobody gave.
    const why = error.message.replace(/^--backend /, "").replace(/; allowed here: .*/, "");
    throw new UsageError(`cannot be run again: ${why}`);
  }
}

async function inputsOf(
  { directory, manifest }: { readonly directory: string; readonly manifest: Manifest },
  finder: InputFinder,
): Promise<Record<string, Result>> {
  const found: Record<string, Result> = {};
  for (const [role, input] of Object.entries(manifest.inputs)) {
    const { stage, key } = input;
    const folder = await finder.find(directory, input);
    if (!folder) {
      const what = `its ${role}, ${stage} ${key.slice(0, 12)},`;
      throw new UsageError(`cannot be run again: ${what} ${finder.notFound(directory)}`);
    }
    found[role] = await openResult(folder.directory, { stage });
  }
  return found;
}
