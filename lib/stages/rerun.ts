/**
 * Running a finished result's stage again, for `verify --rerun`: the same parameters and inputs,
 * on the same kind of backend, into a folder that is thrown away.
 *
 * @module
 */

import { type Backend, selectBackend } from "../backend/mod.ts";
import { RunError, UsageError } from "../errors.ts";
import {
  fingerprintOf,
  listResults,
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
  { results, scratch, progress, signal }: {
    /** Where inputs are looked up, by key. */
    results: string;
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
    const inputs = await inputsOf(manifest, results);
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
    });
    return { directory: result.directory };
  };
}

const started = new Map<string, Promise<Backend>>();

function backendOf({ fingerprint }: Manifest): Promise<Backend> {
  const name = fingerprint.backend ?? "wasm";
  // One backend a process: a second would have to be switched to and fro around each stage.
  if (!started.has(name) && started.size > 0) {
    throw new RunError(
      `These results come from both wasm and webgpu: run those of ${name} again by themselves`,
    );
  }
  if (!started.has(name)) started.set(name, selectBackend(name));
  return started.get(name)!;
}

async function inputsOf(manifest: Manifest, results: string): Promise<Record<string, Result>> {
  const found: Record<string, Result> = {};
  const folders = await listResults(results);
  for (const [role, { stage, key }] of Object.entries(manifest.inputs)) {
    const folder = folders.find((path) => path.endsWith(key.slice(0, 12)));
    if (!folder) {
      throw new UsageError(
        `cannot be run again: its ${role}, ${stage} ${key.slice(0, 12)}, is gone`,
      );
    }
    found[role] = await openResult(folder, { stage });
  }
  return found;
}
