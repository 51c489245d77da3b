/**
 * Writes results as a crate (see `crate.ts`): a folder of copies with a description that any
 * RO-Crate tool reads.
 *
 * @module
 */

import { basename, dirname } from "node:path";
import { RunError, UsageError } from "../../errors.ts";
import { checkNewFolder, resolvedPath, writeNewFolder } from "../../files/new_folder.ts";
import { writing } from "../../files/write_failure.ts";
import { prettyJson } from "../../files/canonical_json.ts";
import { inspectResult, tryManifest } from "../check.ts";
import { joinPath } from "../../files/paths.ts";
import { CRATE_FILES, CRATE_METADATA, type CrateResult, describeCrate } from "./crate.ts";
import { sha256File } from "../digest.ts";
import { inputFinder } from "./inputs.ts";
import { MANIFEST, type Manifest } from "../manifest.ts";

import type { Progress } from "../../cli/progress.ts";
import { describeProblem, listResults } from "../store.ts";

function refusal(crate: string, why: string): UsageError {
  return new UsageError(`--crate must be a new or empty folder, received ${crate}, which ${why}`);
}

/** The folders, and those that they were made from, directly or not, as far as they are found. */
async function withInputs(
  given: readonly string[],
  { results, note }: PlanCrateOptions,
): Promise<string[]> {
  const finder = inputFinder({ results, given });
  const found = new Map<string, string>();
  /** The same input may lie in two results folders, and the crate needs it once. */
  const taken = new Set<string>();
  const add = async (directory: string, manifest: Manifest | undefined) => {
    const path = await resolvedPath(directory);
    if (found.has(path)) return;
    found.set(path, directory);
    if (manifest) taken.add(`${manifest.key} ${manifest.outputDigest}`);
    for (const [role, input] of Object.entries(manifest?.inputs ?? {})) {
      const { stage, key, outputDigest } = input;
      if (taken.has(`${key} ${outputDigest}`)) continue;
      const made = await finder.find(directory, input);
      if (made) {
        // Even where its manifest cannot be read: its problem must be found.
        await add(made.directory, made.manifest);
      } else {
        const what = `its ${role}, ${stage} ${key.slice(0, 12)},`;
        note?.(`${directory}: the crate lacks ${what} which ${finder.notFound(directory)}`);
      }
    }
  };
  for (const directory of given) await add(directory, await tryManifest(directory));
  return [...found.values()];
}

/** Options of {@linkcode planCrate}. */
export interface PlanCrateOptions {
  /** The results folder, where inputs are looked up that do not lie beside what they are of. */
  readonly results: string;
  /** Told, in a line, which input is not found and hence not in the crate. */
  readonly note?: (line: string) => void;
}

/**
 * The result folders that a crate would hold: the given ones, or all in the results folder where
 * none is given, and what they were made from as far as it is there. Writes nothing. Throws
 * UsageError where `crate` is there and not empty, lies in a result or in the results folder, or
 * would hold nothing.
 */
export async function planCrate(
  crate: string,
  given: readonly string[],
  options: PlanCrateOptions,
): Promise<string[]> {
  const { results } = options;
  const asked = given.length > 0 ? given : await listResults(results);
  if (asked.length === 0) {
    throw new UsageError(`Cannot export the crate: there are no results in ${results}`);
  }
  const directories = await withInputs(asked, options);
  await checkNewFolder(crate, {
    apartFrom: [results, ...directories],
    refusal: (why) => refusal(crate, why),
  });
  return directories;
}

/** Copies a result and checks the copy, so that the crate describes what it holds. */
async function copyResult(
  from: string,
  to: string,
  { name, signal }: { readonly name: string; readonly signal?: AbortSignal },
): Promise<CrateResult> {
  const files = (await tryManifest(from))?.files ?? [];
  for (const path of [MANIFEST, ...files.map((file) => file.path)]) {
    signal?.throwIfAborted();
    const copy = joinPath(to, path);
    await Deno.mkdir(dirname(copy), { recursive: true });
    await Deno.copyFile(joinPath(from, path), copy);
  }
  const { manifest, problems } = await inspectResult(to);
  if (!manifest || problems.length > 0) {
    const problem = describeProblem(problems[0]);
    throw new RunError(`Cannot export the crate: in the copy of ${from}, ${problem}`);
  }
  return { name, manifest, manifestFile: await sha256File(joinPath(to, MANIFEST)) };
}

/** A result's place in the crate. */
interface Place {
  readonly stage: string;
  readonly name: string;
}

/** Where each folder goes in the crate. */
async function placesOf(directories: readonly string[]): Promise<Place[]> {
  const taken = new Map<string, string>();
  const places: Place[] = [];
  const cannot = (what: string): never => {
    throw new UsageError(`Cannot export the crate: ${what}`);
  };
  for (const directory of directories) {
    const { stage } = await tryManifest(directory) ??
      cannot(`${directory} has no sound ${MANIFEST}`);
    const name = basename(await resolvedPath(directory));
    const other = taken.get(`${stage}/${name}`);
    if (other !== undefined) cannot(`${other} and ${directory} would both be ${stage}/${name}`);
    taken.set(`${stage}/${name}`, directory);
    places.push({ stage, name });
  }
  return places;
}

/** Options of {@linkcode writeCrate}. */
export interface WriteCrateOptions {
  /** The crate's date, such as `2026-01-31`. Default: today, in UTC. */
  readonly day?: string;
  /** Where to report how far the work is. */
  readonly progress?: Progress;
  /** Aborted to stop; nothing is left behind then. */
  readonly signal?: AbortSignal;
}

/**
 * Copies result folders into a crate, each as `<stage>/<name>/`, and describes them. The folders
 * and `crate` should come from {@linkcode planCrate}, and the folders have passed `verifyAll()`.
 * Throws UsageError where `crate` is not empty or cannot be a folder, or two folders would have one
 * name; RunError where the system refuses to write or a result is damaged; and the signal's reason.
 * The folder appears when it is whole: nothing of the crate is left then.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const directories = await planCrate("crate", [], { results: "results" });
 * const { problems } = await verifyAll(directories, { results: "results" });
 * if (problems.length === 0) await writeCrate("crate", directories);
 * ```
 */
export async function writeCrate(
  crate: string,
  directories: readonly string[],
  { day = new Date().toISOString().slice(0, 10), progress, signal }: WriteCrateOptions = {},
): Promise<void> {
  const places = await placesOf(directories);
  const failure = (reason: string) => `Cannot export the crate to ${crate}: ${reason}`;
  const write = async (folder: string) => {
    const results: CrateResult[] = [];
    for (const [i, directory] of directories.entries()) {
      progress?.update(i, directories.length, `copy ${directory}`);
      const { stage, name } = places[i];
      const copy = joinPath(folder, stage, name);
      results.push(await copyResult(directory, copy, { name, signal }));
    }
    progress?.update(directories.length, directories.length);
    for (const [name, text] of Object.entries(CRATE_FILES)) {
      await Deno.writeTextFile(joinPath(folder, name), text);
    }
    signal?.throwIfAborted();
    const metadata = prettyJson(describeCrate(results, { day }));
    await Deno.writeTextFile(joinPath(folder, CRATE_METADATA), metadata);
  };
  await writeNewFolder(crate, (folder) => writing(failure, () => write(folder)), {
    apartFrom: directories,
    refusal: (why) => refusal(crate, why),
    failure,
  });
}
