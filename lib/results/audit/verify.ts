/**
 * Verifies finished results: every byte against the manifest, the key against its fields, inputs
 * against the results that they name, and, when asked, the whole against a second run.
 *
 * @module
 */

import { RunError, UsageError } from "../../errors.ts";
import { canonicalJson } from "../../files/canonical_json.ts";
import { inspectResult, type Problem, readMetrics, tryManifest } from "../check.ts";
import type { Json } from "../../files/json.ts";
import { isFolder, joinPath } from "../../files/paths.ts";
import { inputFinder } from "./inputs.ts";
import { MANIFEST, type Manifest, METRICS } from "../manifest.ts";
import { compareFigures, type Tolerance } from "./compare_figures.ts";
import { verifyAgainst } from "./reference.ts";
import type { Progress } from "../../cli/progress.ts";
import { listResults } from "../store.ts";

/**
 * Runs a result's stage again with its parameters and inputs; gives the new folder, or why there can be
 * none. Throws UsageError where what it needs is missing, RunError where the run fails; anything else
 * where it is stopped.
 */
export type Rerun = (
  result: { directory: string; manifest: Manifest },
) => Promise<{ readonly directory: string } | { readonly notAgain: string }>;

/** Options of {@linkcode verifyResult}. */
export interface VerifyOptions {
  /** Also run the stage again and compare. Default: only check what is there. */
  readonly rerun?: Rerun;
  /** For figures that a rerun on another adapter or version gives. Default `TOLERANCE`. */
  readonly tolerance?: Tolerance;
  /** Told, in a line, where a rerun can be compared only within the tolerance or not at all, and why. */
  readonly note?: (line: string) => void;
}

/**
 * What is recorded of a run and may decide its bytes although it is not in the key: a WebGPU adapter
 * contracts sums and rounds exp and log in its own way, and its binding limit sets the groups of
 * images, hence the order of sums. Deno brings the compiler of wasm.
 */
const MACHINERY = {
  adapter: "adapter",
  bindingLimit: "binding limit",
  deno: "Deno",
  os: "system",
  arch: "processor",
} as const;

/**
 * Why two results need not agree bit by bit, such as `adapter llvmpipe → NVIDIA H100` or
 * `stage version 1 → 2`; empty where they should.
 */
function machineryDifferences(one: Manifest, other: Manifest): string[] {
  const show = (value: Json | undefined) =>
    value === undefined ? "unknown" : typeof value === "string" ? value : canonicalJson(value);
  const same = canonicalJson(one.fingerprint) === canonicalJson(other.fingerprint);
  const differences = [
    ["stage version", show(one.version), show(other.version)],
    ...Object.entries(MACHINERY)
      .map(([name, words]) => [words, show(one.recorded[name]), show(other.recorded[name])]),
  ]
    .filter(([, before, after]) => before !== after)
    .map(([words, before, after]) => `${words} ${before} → ${after}`);
  return [...(same ? [] : ["backend, libraries or flags"]), ...differences];
}

/** Compares a result with a second run of it. */
export async function compareResults(
  { directory, manifest }: { directory: string; manifest: Manifest },
  again: string,
  { tolerance, note }: Pick<VerifyOptions, "tolerance" | "note"> = {},
): Promise<Problem[]> {
  const problem = (file: string, message: string): Problem => ({ directory, file, message });
  const second = await inspectResult(again);
  if (!second.manifest || second.problems.length > 0) {
    return [problem(".", `was run again into ${again}, which is damaged`)];
  }
  const differences = machineryDifferences(manifest, second.manifest);
  if (differences.length > 0) {
    note?.(
      `${directory}: was run again with other machinery (${differences.join(", ")}), so its ` +
        "figures are compared within the tolerance and its bytes are not",
    );
    const [fresh, recorded] = await Promise.all([again, directory].map(readMetrics));
    return compareFigures(fresh, recorded, { tolerance })
      .map((difference) => problem(METRICS, `run again, ${difference}`));
  }
  const digests = (files: Manifest["files"]) =>
    new Map(files.map(({ path, sha256 }) => [path, sha256]));
  const [before, after] = [digests(manifest.files), digests(second.manifest.files)];
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((path) => before.get(path) !== after.get(path))
    .map((path) => problem(path, "has other bytes when run again"));
}

/**
 * Everything wrong with one result folder; empty for a sound one.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * for (const { file, message } of await verifyResult(directory)) console.error(file, message);
 * ```
 */
export async function verifyResult(
  directory: string,
  { rerun, ...options }: VerifyOptions = {},
): Promise<Problem[]> {
  const { manifest, problems } = await inspectResult(directory);
  if (!manifest || problems.length > 0 || !rerun) return [...problems];
  try {
    const again = await rerun({ directory, manifest });
    if ("directory" in again) {
      return await compareResults({ directory, manifest }, again.directory, options);
    }
    options.note?.(`${directory}: was not run again: ${again.notAgain}`);
    return [];
  } catch (error) {
    // The others are still to be checked.
    const problem = (message: string): Problem[] => [{ directory, file: ".", message }];
    if (error instanceof UsageError) return problem(error.message);
    // What follows on the reason says what a run by itself keeps; a rerun keeps nothing.
    if (error instanceof RunError) {
      return problem(`cannot be run again: ${error.message.split("; ")[0]}`);
    }
    throw error;
  }
}

/**
 * Whether the inputs that results name still have the output digest that they were used with.
 * Inputs that are in no results folder any more are not missed: a result is complete by itself.
 */
export async function verifyInputs(
  directories: readonly string[],
  { results }: { results: string },
): Promise<Problem[]> {
  const finder = inputFinder({ results, given: directories });
  const problems: Problem[] = [];
  for (const directory of directories) {
    const manifest = await tryManifest(directory);
    for (const [role, input] of Object.entries(manifest?.inputs ?? {})) {
      const { stage, key, outputDigest } = input;
      const found = await finder.find(directory, input);
      if (!found?.manifest || found.manifest.outputDigest === outputDigest) continue;
      problems.push({
        directory,
        file: MANIFEST,
        message: `was made from a ${role} that differs from the ${stage} ${key.slice(0, 12)} here`,
      });
    }
  }
  return problems;
}

/** Options of {@linkcode verifyAll}. */
export interface VerifyAllOptions extends VerifyOptions {
  /** The results folder, where inputs are looked up and which a reference is held against. */
  readonly results: string;
  /** A reference to compare the results folder with. */
  readonly against?: string;
  /** Where to report how far the work is. */
  readonly progress?: Progress;
}

/** What {@linkcode verifyAll} looked at, and what is wrong with it. */
export interface Verification {
  /** The folders checked. */
  readonly directories: readonly string[];
  /** Empty where all is well. */
  readonly problems: readonly Problem[];
}

/**
 * Verifies the given folders, or all in the results folder where none is given, and their inputs.
 * Throws UsageError where there is no results folder to look into, or a folder of results is given in
 * the place of a result, or of one stage in the place of all.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const { problems } = await verifyAll([], { results: "results" });
 * ```
 */
export async function verifyAll(
  given: readonly string[],
  { results, against, progress, ...options }: VerifyAllOptions,
): Promise<Verification> {
  const directories = given.length > 0 ? given : await listResults(results);
  if (directories.length === 0 && !(await isFolder(results))) {
    throw new UsageError(`--results must be a folder with results, received ${results}`);
  }
  if (directories.length === 0 && await holdsManifests(results)) {
    throw new UsageError(
      `--results must be the folder above those of the stages, received ${results}, which is one of them`,
    );
  }
  for (const directory of given) {
    if (await tryManifest(directory)) continue;
    const found = await listResults(directory);
    if (!(await Promise.all(found.map(tryManifest))).some(Boolean)) continue;
    throw new UsageError(`${directory} is a folder of results, not one: give it as --results`);
  }
  const problems: Problem[] = [];
  for (const [i, directory] of directories.entries()) {
    progress?.update(i, directories.length, directory);
    problems.push(...await verifyResult(directory, options));
  }
  progress?.update(directories.length, directories.length);
  problems.push(...await verifyInputs(directories, { results }));
  if (against !== undefined) problems.push(...await verifyAgainst(results, against, options));
  return { directories, problems };
}

/** Whether a folder has result folders in it. */
async function holdsManifests(folder: string): Promise<boolean> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory && await tryManifest(joinPath(folder, name))) return true;
  }
  return false;
}
