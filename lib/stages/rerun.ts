/**
 * Running a finished result's stage again, for `verify --rerun`: the same parameters and inputs,
 * on the same kind of backend, into a folder that is thrown away.
 *
 * @module
 */

import { type Backend, selectBackend } from "../backend/mod.ts";
import { DATASET_FINGERPRINT, datasetStage, readDataset } from "../dataset/mod.ts";
import { RunError, UsageError } from "../errors.ts";
import {
  listResults,
  type Manifest,
  openResult,
  type Rerun,
  type Result,
  runStage,
} from "../results/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import type { Progress } from "../cli/progress.ts";
import { ablationStage } from "../evaluation/ablation.ts";
import { evaluateStage } from "../evaluation/stage.ts";
import {
  backendFingerprint,
  evaluationFingerprint,
  SWEEP_FINGERPRINT,
  TABLE_FINGERPRINT,
  transectsFingerprint,
} from "../study/fingerprints.ts";
import { REPORT_FINGERPRINT, reportStage } from "../report/stage.ts";
import { sweepStage } from "../comparison/stage.ts";
import { trainStage } from "../training/stage.ts";
import { transectsStage } from "../evaluation/transects.ts";
import { traversalsStage } from "../evaluation/traversals.ts";

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
    const { stage, fingerprint } = await stageOf(directory, manifest);
    const inputs = await inputsOf(manifest, results);
    const { parameters } = manifest;
    progress.line(`runs ${directory} again`);
    const request = { parameters, inputs, fingerprint, results: scratch, progress, signal };
    return (await runStage(stage, request)).result.directory;
  };
}

interface Runnable {
  // deno-lint-ignore no-explicit-any -- any stage, whatever its parameters
  readonly stage: Stage<any>;
  readonly fingerprint: Fingerprint;
}

async function stageOf(directory: string, manifest: Manifest): Promise<Runnable> {
  const { stage, parameters, inputs } = manifest;
  const roles = Object.keys(inputs);
  switch (stage) {
    case "dataset": {
      const { userPoints } = parameters as { userPoints: unknown };
      const own = userPoints ? { userPoints: (await readDataset(directory)).points } : {};
      return { stage: datasetStage(own), fingerprint: DATASET_FINGERPRINT };
    }
    case "train": {
      const backend = await backendOf(manifest);
      return { stage: trainStage(backend), fingerprint: backendFingerprint(backend) };
    }
    case "transects": {
      const backend = await backendOf(manifest);
      const control = roles.includes("control");
      const fingerprint = transectsFingerprint(backend);
      return { stage: transectsStage(backend, { control }), fingerprint };
    }
    case "traversals": {
      const backend = await backendOf(manifest);
      return { stage: traversalsStage(backend), fingerprint: transectsFingerprint(backend) };
    }
    case "evaluate": {
      const backend = await backendOf(manifest);
      return { stage: evaluateStage(backend), fingerprint: evaluationFingerprint(backend) };
    }
    case "sweep":
      return { stage: sweepStage(roles), fingerprint: SWEEP_FINGERPRINT };
    case "ablation":
      return { stage: ablationStage(roles), fingerprint: TABLE_FINGERPRINT };
    case "report": {
      const stages = Object.fromEntries(roles.map((role) => [role, inputs[role].stage]));
      return { stage: reportStage(stages), fingerprint: REPORT_FINGERPRINT };
    }
    default:
      throw new UsageError(`Cannot run ${directory} again: no stage is called ${stage}`);
  }
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
      throw new UsageError(`Cannot run again: its ${role}, ${stage} ${key.slice(0, 12)}, is gone`);
    }
    found[role] = await openResult(folder, { stage });
  }
  return found;
}
