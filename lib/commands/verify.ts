/**
 * What `deno task verify` does: rehashes results, runs them again and exports them where that is
 * asked for, and says what is wrong.
 *
 * @module
 */

import { resolve } from "node:path";
import { counted } from "../words/counted.ts";
import { printable } from "../words/printable.ts";
import type { Progress } from "../cli/progress.ts";
import type { Outcome } from "../cli/run_command.ts";
import { isFolder } from "../files/paths.ts";
import { planCrate, writeCrate } from "../results/audit/crate_export.ts";
import { inputFinder } from "../results/audit/inputs.ts";
import { verifyAll, type VerifyAllOptions } from "../results/audit/verify.ts";
import { describeProblem, resultsFolderOf } from "../results/store.ts";

/** How {@linkcode verifyResults} checks. */
export interface VerifyResultsOptions
  extends Pick<VerifyAllOptions, "results" | "against" | "tolerance"> {
  /** Whether each result's stage is run again, in a temporary folder. */
  readonly rerun: boolean;
  /** Folder to which the results are exported as an RO-Crate if they are sound. */
  readonly crate?: string;
  readonly progress: Progress;
  /** Gives the signal that stops the work; asked for only where a stop has something to clear away. */
  readonly signal: () => AbortSignal;
}

/**
 * Checks result folders, all of the results folder where none is given.
 *
 * Throws UsageError where a folder is none of results, or the crate cannot be written there.
 */
export async function verifyResults(
  directories: readonly string[],
  { results, against, tolerance, rerun, crate, progress, signal }: VerifyResultsOptions,
): Promise<Outcome> {
  const notes: string[] = [];
  const note = (line: string) => void notes.push(line);
  const given = crate === undefined
    ? directories
    : await planCrate(crate, directories, { results, note });
  const scratch = rerun ? await Deno.makeTempDir() : undefined;
  const rerunner = scratch === undefined
    ? undefined
    // Loaded here, because checking digests needs no library.
    : (await import("../stages/rerun.ts")).rerunner({
      inputs: inputFinder({ results, given }),
      scratch,
      progress,
      signal: signal(),
    });
  const { directories: checked, problems } = await verifyAll(given, {
    results,
    against,
    tolerance,
    progress,
    rerun: rerunner,
    note,
  }).finally(() => scratch && Deno.remove(scratch, { recursive: true }));
  const exported = problems.length === 0 ? crate : undefined;
  if (exported !== undefined) {
    // From here on a stop has something to clear away.
    await writeCrate(exported, checked, { progress, signal: signal() });
  }
  const found = counted(problems.length, "problem");
  const lines = problems.map((problem) =>
    printable(`${problem.directory}: ${describeProblem(problem)}`)
  );
  return {
    directory: exported ?? await lookedAt(directories, results),
    text: [
      ...notes.map(printable),
      ...lines,
      `${counted(checked.length, "result")} checked, ${found}`,
    ].join("\n"),
    json: { checked, problems, notes },
    failed: problems.length > 0 ? `${found} found` : undefined,
  };
}

/** The results folder that was looked at: where all given results lie elsewhere, it is another. */
async function lookedAt(given: readonly string[], results: string): Promise<string> {
  const folders = [];
  for (const path of given) {
    // What cannot be read has been named as a problem.
    if (await isFolder(path).catch(() => false)) folders.push(resultsFolderOf(path));
  }
  const here = folders.some((folder) => resolve(folder) === resolve(results));
  return here || folders.length === 0 ? results : folders[0];
}
