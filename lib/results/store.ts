/**
 * The layout of the results folder, and the only way to read from it: `<results>/<stage>/
 * <slug>-<first 12 digits of the key>/`, with unfinished work below `<results>/.partial/`.
 *
 * @module
 */

import { join } from "node:path";
import { UsageError } from "../errors.ts";
import {
  filesTooMany,
  type Inspection,
  inspectResult,
  type Problem,
  readMetrics,
} from "./check.ts";
import { counted } from "../words/counted.ts";
import { isAbsent, joinPath } from "../files/paths.ts";
import type { Manifest } from "./manifest.ts";
import type { Result } from "./stage.ts";

/** Folder of pictures within the results folder. They are copies to look at, and no results. */
export const PICTURES = "png";

/** Folder of references of their own within a reference: studies, each `studies/<study>/`. */
export const STUDY_REFERENCES = "studies";

/** Folder of whole results at the published size within a reference, weights too. */
const FULL_REFERENCES = "full";

/** Folder of what was seen on hardware GPUs within a reference. */
const GPU_REFERENCES = "gpu";

/** Folders of what scripts made for the findings, within this repository's reference. */
const SCRIPTED_REFERENCES = ["published", "published-rate", "hole-width"];

/** Those of them that have a `SHA256SUMS`; the results in the others have manifests. */
export const SUMMED_REFERENCES = ["published", "hole-width"] as const;

/** Folders of a results folder or a reference that hold no stage's results. */
const OTHER_FOLDERS: ReadonlySet<string> = new Set([
  "reference",
  PICTURES,
  STUDY_REFERENCES,
  FULL_REFERENCES,
  GPU_REFERENCES,
  ...SCRIPTED_REFERENCES,
]);

/** One line on a problem, without its folder. */
export function describeProblem({ file, message }: Problem): string {
  return file === "." ? message : `${file} ${message}`;
}

/** What is wrong with a result, and what to do: `otherwise`, but where it has files too many. */
function problemAndAdvice(inspection: Inspection, otherwise: string): string {
  const [first, ...more] = filesTooMany(inspection);
  // The rest is sound, and making it again could take hours.
  if (first !== undefined) {
    return more.length === 0
      ? `${first} is not in the manifest; delete this file`
      : `${first} and ${counted(more.length, "more file")} are not in the manifest; ` +
        "delete these files";
  }
  return `${describeProblem(inspection.problems[0])}; ${otherwise}`;
}

/** Turns a folder that has passed its check into a {@linkcode Result}. */
export async function toResult(directory: string, manifest: Manifest): Promise<Result> {
  const { stage, key, outputDigest, parameters } = manifest;
  const metrics = await readMetrics(directory);
  return { directory, stage, key, outputDigest, parameters, metrics };
}

/** Options of {@linkcode openResult}. */
export interface OpenOptions {
  /** The stage, or one of the stages, that the result must come from. Default: any. */
  readonly stage?: string | readonly string[];
  /** The flag that named the folder, for the message of a refusal. */
  readonly flag?: string;
}

/**
 * Opens a result folder after checking every byte of it against its manifest. Throws UsageError,
 * one line that names the file, where the folder is missing, is another stage's, or was changed.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const dataset = await openResult(options.dataset, { stage: "dataset" });
 * ```
 */
export async function openResult(directory: string, options: OpenOptions = {}): Promise<Result> {
  const inspection = await inspectResult(directory);
  const { manifest, problems, newer } = inspection;
  const refuse = (what: string): never => {
    const role = options.flag === undefined ? "" : ` as --${options.flag}`;
    throw new UsageError(`Cannot use ${directory}${role}: ${what}`);
  };
  if (!manifest) {
    const [problem] = problems;
    const stages = options.stage === undefined ? "" : ` of ${[options.stage].flat().join(" or ")}`;
    const hint = newer
      ? ""
      : problem.file === "."
      ? `; the folder of a result${stages} is needed`
      : "; only a folder that a command made can be used";
    return refuse(`${describeProblem(problem)}${hint}`);
  }
  const allowed = options.stage === undefined ? [manifest.stage] : [options.stage].flat();
  if (!allowed.includes(manifest.stage)) {
    return refuse(
      `a result of ${allowed.join(" or ")} is needed, this is one of ${manifest.stage}`,
    );
  }
  if (problems.length > 0) {
    return refuse(problemAndAdvice(inspection, "run deno task verify"));
  }
  return await toResult(directory, manifest);
}

/**
 * Every folder `<results>/<stage>/<name>/`, sorted, finished or not. Folders whose name begins
 * with a dot, the committed `reference`, its `studies` and the pictures are none. A missing results
 * folder has no results.
 */
export async function listResults(results: string, stage?: string): Promise<string[]> {
  const folders = async (directory: string): Promise<string[]> => {
    const names: string[] = [];
    try {
      for await (const { name, isDirectory, isSymlink } of Deno.readDir(directory)) {
        // A link is listed, so that whoever checks the folder sees it and says so.
        if ((isDirectory || isSymlink) && !name.startsWith(".")) names.push(name);
      }
    } catch (error) {
      if (!isAbsent(error)) throw error;
    }
    return names.sort();
  };
  const all = stage === undefined ? await folders(results) : [stage];
  const stages = all.filter((name) => !OTHER_FOLDERS.has(name));
  const found: string[] = [];
  for (const name of stages) {
    for (const folder of await folders(joinPath(results, name))) {
      found.push(joinPath(results, name, folder));
    }
  }
  return found;
}

/** The results folder that a result folder lies in: the one above the folder of its stage. */
export function resultsFolderOf(directory: string): string {
  return join(directory, "..", "..");
}

/**
 * The result with this key if it is there. Throws UsageError where its folder is there and is not
 * sound: it is never overwritten.
 */
export async function findResult(
  { directory, key }: { readonly directory: string; readonly key: string },
): Promise<Result | undefined> {
  try {
    await Deno.lstat(directory);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
  const inspection = await inspectResult(directory);
  const { manifest, problems } = inspection;
  const advice = "move or delete this folder to have it made again";
  const wrong = problems.length > 0
    ? problemAndAdvice(inspection, advice)
    : manifest?.key !== key
    ? `its key is ${manifest?.key}, not ${key}; ${advice}`
    : undefined;
  if (wrong !== undefined) throw new UsageError(`Cannot use ${directory}: ${wrong}`);
  return await toResult(directory, manifest!);
}
