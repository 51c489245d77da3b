/**
 * Runs a stage and commits what it wrote. A result appears under its final name only when it is
 * whole: everything is written below `<results>/.partial/<key>/`, the manifest last, synced, then
 * renamed. So a kill at any moment loses the attempt and nothing else.
 *
 * @module
 */

import type { Backend } from "../backend/backend.ts";
import { onDevice } from "../backend/device_failure.ts";
import type { Progress } from "../cli/progress.ts";
import { RunError, UsageError } from "../errors.ts";
import { prettyJson } from "../files/canonical_json.ts";
import type { Json } from "../files/json.ts";
import { type FolderState, outputFolder } from "../files/output_folder.ts";
import { isAbsent, joinPath, mapConcurrently, walkFiles } from "../files/paths.ts";
import { hashFiles, inspectResult } from "./check.ts";
import { recordedEnvironment } from "./code/environment.ts";
import { moveInto, syncFile, syncFolders } from "./durable.ts";
import { fieldDigests } from "./key.ts";
import {
  clearLeftovers,
  lockKey,
  partialFolder,
  removeIfThere,
  removeWork,
  writable,
} from "./lock.ts";
import {
  formatManifest,
  type InputEntry,
  isResultPath,
  MANIFEST,
  type Manifest,
  METRICS,
  outputDigest,
} from "./manifest.ts";
import { resolveRun, type RunOptions } from "./resolve.ts";
import type { Result, Stage, StageRun } from "./stage.ts";
import { findResult, toResult } from "./store.ts";

/** What {@linkcode runStage} is told. */
export interface RunStageOptions extends RunOptions {
  /** Where the stage reports how far it is. */
  readonly progress: Progress;
  /** Aborted to stop the stage, for instance `interruptSignal()`. */
  readonly signal: AbortSignal;
  /** What computes; must be there for a stage that needs one. */
  readonly backend?: Backend;
  /** What the parameters name by a digest only; see `Stage.material`. */
  readonly material?: unknown;
  /** How many processors the stage may use. Default 1. */
  readonly threads?: number;
  /** More to record in the manifest. */
  readonly recorded?: Readonly<Record<string, Json>>;
}

/** A result, and whether it was there already. */
export interface StageOutcome {
  /** The finished result. */
  readonly result: Result;
  /** Whether nothing had to be computed. */
  readonly cached: boolean;
}

/** Lists, checks and hashes what the stage wrote. */
async function listOutputs(
  directory: string,
  { files, lost, odd }: FolderState,
  name: string,
): Promise<Manifest["files"]> {
  if (lost.length > 0) {
    throw new RunError(
      `Cannot finish ${name}: ${lost[0]} was removed or changed while it ran; run the same ` +
        "command again",
    );
  }
  const wrong = odd[0] ?? files.find((path) => !isResultPath(path) || path === MANIFEST);
  if (wrong !== undefined) throw new TypeError(`Cannot commit ${name}: it wrote ${wrong}`);
  const entries = await hashFiles(directory, files);
  await mapConcurrently(entries, ({ path }) => syncFile(joinPath(directory, path)));
  return entries;
}

/**
 * Renames the finished folder to its final name. Throws RunError where another folder is there by
 * now and holds other bytes: what is there stays.
 */
async function commit(from: string, to: string, manifest: Manifest): Promise<void> {
  try {
    await Deno.lstat(to);
  } catch (error) {
    if (!isAbsent(error)) throw error;
    return await moveInto(from, to);
  }
  const { manifest: theirs, problems } = await inspectResult(to);
  if (problems.length > 0 || theirs?.outputDigest !== manifest.outputDigest) {
    throw new RunError(
      `${to} turned up during the run and differs from what was computed; both are kept, ` +
        `the new one in ${from}`,
    );
  }
}

/** After a failure: room for what is still to come, but never at the cost of a checkpoint. */
async function clearAway(
  { partial, out, scratch }: { partial: string; out: string; scratch: string },
): Promise<void> {
  try {
    await removeIfThere(out, { recursive: true });
    const kept = await walkFiles(scratch);
    if (kept.files.length === 0) await removeIfThere(partial, { recursive: true });
  } catch {
    // The failure that led here is the one to be told, and may be of the same disk.
  }
}

/** A run with what the caller hands over; a backend where there is one and the stage needs it. */
function withBackend<P>(
  run: Omit<StageRun<P>, "backend" | "material" | "threads">,
  { name, needs }: Stage<P>,
  { backend, material, threads = 1 }: RunStageOptions,
): StageRun<P> {
  return {
    ...run,
    material,
    threads,
    get backend() {
      if (needs.backend && backend !== undefined) return backend;
      const why = needs.backend ? "none was given" : "its needs name none";
      throw new TypeError(`Cannot use a backend in ${name}: ${why}`);
    },
  };
}

/** What is recorded of the backend that computes. */
function backendNotes<P>(
  { needs }: Stage<P>,
  { backend }: RunStageOptions,
): Record<string, Json> {
  if (!needs.backend || backend === undefined) return {};
  const { reason, adapter, bindingLimit } = backend;
  return {
    backend: reason,
    ...(adapter ? { adapter } : {}),
    ...(bindingLimit === undefined ? {} : { bindingLimit }),
  };
}

async function compute<P>(
  stage: Stage<P>,
  options: RunStageOptions,
  resolved: ReturnType<typeof resolveRun<P>>,
): Promise<Result> {
  const { results, progress, signal, inputs = {} } = options;
  const { key, fields, parameters, directory } = resolved;
  const partial = partialFolder(results, key);
  const out = joinPath(partial, "out");
  const scratch = joinPath(partial, "scratch");
  await removeIfThere(out, { recursive: true });
  await writable(results, async () => {
    await Deno.mkdir(out, { recursive: true });
    await Deno.mkdir(scratch, { recursive: true });
  });

  const notes: Record<string, Json> = { ...backendNotes(stage, options), ...options.recorded };
  const record = (name: string, value: Json) => void (notes[name] = value);
  const environment = await recordedEnvironment(stage);
  const started = performance.now();
  const outputs = outputFolder(out);
  let files: Manifest["files"];
  try {
    const run = { parameters, inputs, out: outputs, scratch, progress, signal, record };
    const { backend } = options;
    const work = () => stage.run(withBackend(run, stage, options));
    const metrics = stage.needs.backend && backend ? await onDevice(backend, work) : await work();
    await outputs.write(METRICS, prettyJson(metrics));
    files = await listOutputs(out, await outputs.state(), stage.name);
  } catch (error) {
    await clearAway({ partial, out, scratch });
    throw error;
  }
  const seconds = Math.round(performance.now() - started) / 1000;
  const entries = Object.entries(inputs).map(([role, { stage, key, outputDigest }]) =>
    [role, { stage, key, outputDigest } satisfies InputEntry] as const
  );
  const manifest: Manifest = {
    format: 1,
    stage: stage.name,
    version: stage.version,
    key,
    keyFields: fieldDigests(fields),
    parameters: fields.parameters,
    inputs: Object.fromEntries(entries),
    fingerprint: options.fingerprint,
    files,
    outputDigest: outputDigest(files),
    recorded: { ...environment, ...notes, wallSeconds: seconds },
  };
  await Deno.writeTextFile(joinPath(out, MANIFEST), formatManifest(manifest), { createNew: true });
  await syncFile(joinPath(out, MANIFEST));
  await syncFolders(out, files.map(({ path }) => path));
  await commit(out, directory, manifest);
  return await toResult(directory, manifest);
}

/**
 * Gives the result of a stage: the one that is there, or a new one.
 *
 * A run that was killed goes on from what it left in its scratch folder. Another process that
 * computes the same key is waited for. Throws UsageError on a wrong parameter or input, a results
 * folder that cannot be written to, or an existing result folder that was changed; and whatever
 * the stage throws.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs a stage to run.
 * const { result, cached } = await runStage(DATASET, {
 *   parameters: { points: 5000, seed: 1 },
 *   fingerprint: { backend: null, libraries: {}, flags: {} },
 *   results: "results",
 *   progress: createProgress({ label: "dataset" }),
 *   signal: interruptSignal(),
 * });
 * ```
 */
export async function runStage<P>(
  stage: Stage<P>,
  options: RunStageOptions,
): Promise<StageOutcome> {
  const resolved = resolveRun(stage, options);
  const existing = await findResult(resolved);
  if (existing) {
    await clearLeftovers(options.results, resolved.key);
    return { result: existing, cached: true };
  }
  options.signal.throwIfAborted();
  return await computeAlone(stage, options, resolved);
}

/** Computes the result unless another process does so first. */
async function computeAlone<P>(
  stage: Stage<P>,
  options: RunStageOptions,
  resolved: ReturnType<typeof resolveRun<P>>,
): Promise<StageOutcome> {
  const { key } = resolved;
  await using _lock = await lockKey({ ...options, key });
  const existing = await findResult(resolved);
  const result = existing ??
    await compute(stage, options, resolved).catch(explainFault(stage.name));
  // Still under the lock: given up and taken again, it could be another's in between.
  await removeWork(options.results, key);
  return { result, cached: existing !== undefined };
}

/** Says of a failure of the file system what it stopped, and that nothing finished is lost. */
function explainFault(stage: string): (error: unknown) => never {
  return (error) => {
    const system = error instanceof Error && !(error instanceof Deno.errors.NotCapable) &&
      /\(os error \d+\)/.test(error.message);
    if (!system || error instanceof UsageError || error instanceof RunError) throw error;
    throw new RunError(
      `Cannot finish ${stage}: ${error.message}; results that are finished are kept, and the ` +
        "same command resumes when this is mended",
    );
  };
}
