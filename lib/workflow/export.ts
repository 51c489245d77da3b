/**
 * Writing a workflow's files into a folder.
 *
 * @module
 */

import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { armShapes, someShow } from "../comparison/arm_shapes.ts";
import { DEFAULT_SHAPES } from "../curve/family.ts";
import { shapeArguments } from "../dataset/image_flags.ts";
import { UsageError } from "../errors.ts";
import { isPrintable } from "../words/printable.ts";
import { parseJson } from "../files/parse_json.ts";
import { folderAround } from "../files/new_folder.ts";
import { isAbsent, joinPath } from "../files/paths.ts";
import { writing } from "../files/write_failure.ts";
import { removeIfThere } from "../results/lock.ts";
import { planOf } from "../study/plan.ts";
import type { ProfileName } from "../study/profiles.ts";
import { BATCH_UNSAFE, snakemakeFiles } from "./snakemake.ts";
import type { Study } from "../study/arms.ts";
import { workflowOf } from "./jobs.ts";

/** What a user may have edited: kept where it is there. */
const KEPT = /^(config\.yaml|profiles\/)/;

/** The file that every engine's export has and that tells a folder of ours from others. */
const PLAN = "plan.json";

/** Where the jobs leave the files that name their results. */
const DONE = "done";

/** End of a file's name while it is written. */
const UNFINISHED = ".partial";

/**
 * Writes the files. The folder must be new or empty, or one that was written before: its plan is
 * then replaced, and its configuration and profiles stay as they are. Where the new plan is another
 * one, no job counts as done any more; each finds its result by its key if that is there. An export
 * that was stopped, or met a full disk, can be run again.
 *
 * Throws UsageError where it holds something else or cannot be a folder, RunError where the system
 * refuses to write.
 */
export async function exportWorkflow(
  files: Readonly<Record<string, string>>,
  directory: string,
): Promise<void> {
  const before = (await namesIn(directory)).filter((name) => name !== PLAN + UNFINISHED);
  const planned = before.includes(PLAN) ? await textOf(joinPath(directory, PLAN)) : undefined;
  if (before.length > 0 && !isPlan(planned)) {
    const what = planned === undefined ? before[0] : `a ${PLAN} that no export wrote`;
    throw new UsageError(
      `--export must go to a folder that is new, empty or an earlier export, ` +
        `${directory} holds ${what}`,
    );
  }
  if (planned !== undefined && planned !== files[PLAN]) {
    // Jobs of two plans can have one name, and the engine would take the old one's for done.
    await writable(directory, () => removeIfThere(joinPath(directory, DONE), { recursive: true }));
  }
  const { [PLAN]: plan, ...others } = files;
  // A first plan tells that the folder is ours; a later one, that all other files belong to it.
  const ordered = planned === undefined ? { [PLAN]: plan, ...others } : { ...others, [PLAN]: plan };
  for (const [path, text] of Object.entries(ordered)) {
    const target = joinPath(directory, path);
    if (KEPT.test(path) && await isThere(target)) continue;
    await writable(directory, () => writeWhole(target, text));
  }
}

/** Writes a file that has its name only when it is whole. */
async function writeWhole(target: string, text: string): Promise<void> {
  const unfinished = target + UNFINISHED;
  await Deno.mkdir(target.slice(0, target.lastIndexOf("/")), { recursive: true });
  try {
    await Deno.writeTextFile(unfinished, text);
    await Deno.rename(unfinished, target);
  } catch (error) {
    await Deno.remove(unfinished).catch(() => {});
    throw error;
  }
}

/** What a sweep is exported for: its flags, read. */
export interface ExportOptions {
  readonly profile: ProfileName;
  readonly seeds: readonly number[];
  readonly intervals: boolean;
  readonly results: string;
  readonly backend: "auto" | "webgpu" | "wasm";
  /** The flags that named the study, as they were given. */
  readonly study?: string;
  readonly vary: readonly string[];
}

/**
 * Exports a sweep's plan as a Snakemake workflow; returns the number of its jobs. Starts no
 * backend, since the machine that plans need not be one that computes.
 *
 * Throws UsageError where the backend is left open, because the jobs' machines could choose
 * different ones, or where the workflow would lie in the results, which would not be sound any more.
 * Else like {@linkcode exportWorkflow}.
 */
export async function exportSweep(
  study: Study,
  directory: string,
  { profile, seeds, intervals, results, backend: name, study: declared, vary }: ExportOptions,
): Promise<number> {
  if (name === "auto") {
    throw new UsageError("--backend must be webgpu or wasm with --export, received auto");
  }
  const suite = fileURLToPath(new URL("../../", import.meta.url)).replace(/[/\\]$/, "");
  // Commands, and the files in which jobs name their results, are read line by line.
  const paths = { "--export": directory, "--results": resolve(results), "the suite": suite };
  for (const [what, path] of Object.entries(paths)) {
    if (isPrintable(path)) continue;
    throw new UsageError(
      `${what} must lie in a folder without line ends or control characters in its name ` +
        `for --export, received ${path}`,
    );
  }
  const around = await folderAround(directory, [results]);
  if (around !== undefined) {
    throw new UsageError(
      `--export must go to a folder outside of --results, ${directory} lies in ${around}`,
    );
  }
  const nodes = planOf(study, { profile, seeds, intervals });
  const replicates = ["--seed", String(seeds[0]), "--seeds", String(seeds.length)];
  // A report finds the comparisons that have an arm of its shapes.
  const shapes = someShow(study.arms, DEFAULT_SHAPES) ? DEFAULT_SHAPES : armShapes(study.arms[0]);
  const workflow = workflowOf(nodes, {
    results: resolve(results),
    backend: name,
    sweepArguments: [
      ...(declared === undefined ? [] : ["--study", declared]),
      ...vary.flatMap((varied) => ["--vary", varied]),
      ...["--profile", profile, ...replicates],
      ...(intervals ? [] : ["--no-intervals"]),
    ],
    // Each is "--flag value", and a job's arguments are words.
    reportArguments: [
      ...["--profile", profile, ...replicates],
      ...shapeArguments(shapes).flatMap((each) => each.split(" ")),
    ],
  });
  await exportWorkflow(snakemakeFiles(workflow, { suite, deno: Deno.execPath() }), directory);
  return workflow.jobs.length;
}

/** A line where a workflow in this folder runs on one machine and not as batch jobs, else `null`. */
export function batchWarning(directory: string): string | null {
  const path = resolve(directory);
  const [unsafe] = BATCH_UNSAFE.exec(path) ?? [];
  if (unsafe === undefined) return null;
  return `Snakemake 7 cannot submit batch jobs (profiles/slurm) from a folder with ${unsafe} in ` +
    `its path, ${path}; other profiles can run there`;
}

async function namesIn(directory: string): Promise<string[]> {
  try {
    return [...await Array.fromAsync(Deno.readDir(directory))].map(({ name }) => name).sort();
  } catch (error) {
    if (error instanceof Deno.errors.NotADirectory) {
      throw new UsageError(`--export must go to a folder, ${directory} is none`);
    }
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** What a file says; the empty text, which is no plan, where it is no file. */
async function textOf(path: string): Promise<string> {
  const { isFile } = await Deno.lstat(path);
  return isFile ? await Deno.readTextFile(path) : "";
}

/** Whether a text is a plan that an export wrote. */
function isPlan(text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    const plan = parseJson(text);
    return plan !== null && typeof plan === "object" && !Array.isArray(plan) &&
      Array.isArray(plan.jobs) && typeof plan.results === "string";
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** Runs a file operation, whose failure names the folder. */
async function writable(directory: string, operation: () => Promise<void>): Promise<void> {
  await writing((reason) => `Cannot export to ${directory}: ${reason}`, operation);
}

async function isThere(path: string): Promise<boolean> {
  try {
    await Deno.lstat(path);
    return true;
  } catch (error) {
    if (isAbsent(error)) return false;
    throw error;
  }
}
