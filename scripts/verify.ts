/**
 * Checks result folders against their manifests: rehashes every file, recomputes every key, and
 * names what differs. Or recomputes the verdicts on the published claims from the committed tables.
 *
 * @module
 */

import { resolve } from "node:path";
import { UsageError } from "../lib/errors.ts";
import { counted } from "../lib/cli/counted.ts";
import { command, flag, interruptSignal, type Outcome, runCommand } from "../lib/cli/mod.ts";
import { refuseIdle } from "../lib/cli/idle.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { printable } from "../lib/cli/printable.ts";
import { createProgress } from "../lib/cli/progress.ts";
import { planCrate, writeCrate } from "../lib/results/audit/crate_export.ts";
import {
  describeProblem,
  inputFinder,
  parseTolerance,
  resultsFolderOf,
  TOLERANCE,
  verifyAll,
} from "../lib/results/mod.ts";

export const spec = command({
  name: "verify",
  summary: "Checks result folders against their manifests.",
  permissions: ["--allow-read", "--allow-write", ...RASTERISER_PERMISSIONS],
  flags: {
    against: flag.path({
      value: "DIR",
      optional: true,
      help: "also compare the headline figures with a reference, for instance results/reference",
    }),
    tolerance: flag.parsed(parseTolerance, {
      value: "ABS,REL",
      default: `${TOLERANCE.absolute},${TOLERANCE.relative}`,
      allowed: "two numbers ABS,REL of at least 0: |fresh − reference| ≤ ABS + REL·|reference|",
      help: "how far a figure may lie from the reference",
    }),
    rerun: flag.boolean({
      help: "also run each result's stage again, in a temporary folder, and compare the bytes",
    }),
    crate: flag.path({
      value: "DIR",
      printed: true,
      optional: true,
      help: "also export the results, if sound, and what they were made from as an RO-Crate",
    }),
    claims: flag.boolean({
      help:
        "instead of results, check the published claims: recompute each verdict from the tables",
    }),
    reference: flag.path({
      value: "DIR",
      printed: true,
      optional: true,
      help: "the tables that --claims recomputes from; those of this repository where not given",
    }),
  },
  positionals: {
    name: "DIR",
    help: "result folders to check; all in --results where none is given",
    min: 0,
    max: 1e6,
    paths: true,
  },
  interrupted: "nothing was written",
  examples: [
    "verify",
    "verify results/train/punctured-0123456789ab",
    "verify --against results/reference",
    "verify --rerun results/train/disc-1.25-1-0.3-punctured-…",
    "verify --claims",
    "verify --crate crate results/report/small-s0-0123456789ab",
  ],
});

/** The published claims, a line each, and what is wrong with them. */
async function verifyClaims({ reference }: { readonly reference?: string }): Promise<Outcome> {
  // Loaded here, because checking digests needs no statistics.
  const { readClaims, REFERENCE_FOLDER, ROOT } = await import("../lib/claims/files.ts");
  const { checkClaims } = await import("../lib/claims/recompute.ts");
  const directory = reference ?? ROOT + REFERENCE_FOLDER;
  const { claims, problems } = await checkClaims(await readClaims(), directory);
  const count = `${counted(claims.length, "claim")} recomputed, ${
    counted(problems.length, "problem")
  }`;
  const lines = [...claims.map(({ line }) => line), ...problems];
  return {
    directory,
    text: [...lines.map(printable), count].join("\n"),
    json: { claims, problems },
    failed: problems.length > 0 ? `${counted(problems.length, "problem")} found` : undefined,
  };
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** The results folder that was looked at: where all given results lie elsewhere, it is another. */
function lookedAt(given: readonly string[], results: string): string {
  const folders = given.filter(isFolder).map(resultsFolderOf);
  const here = folders.some((folder) => resolve(folder) === resolve(results));
  return here || folders.length === 0 ? results : folders[0];
}

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    if (options.claims) {
      const where = "beside --claims, which checks no results";
      if (options.positionals.length > 0) throw new UsageError(`folders must be left out ${where}`);
      refuseIdle(spec, options, { idle: ["against", "tolerance", "rerun", "crate"], where });
      return await verifyClaims(options);
    }
    if (options.reference !== undefined) throw new UsageError("--reference needs --claims");
    const { results, against, tolerance, crate, quiet } = options;
    if (against === undefined && !options.rerun) {
      refuseIdle(spec, options, { idle: ["tolerance"], where: "without --against or --rerun" });
    }
    const progress = createProgress({ label: spec.name, quiet });
    const notes: string[] = [];
    const note = (line: string) => void notes.push(line);
    const given = crate === undefined
      ? options.positionals
      : await planCrate(crate, options.positionals, { results, note });
    const scratch = options.rerun ? await Deno.makeTempDir() : undefined;
    const rerun = scratch === undefined
      ? undefined
      // Loaded here, because checking digests needs no library.
      : (await import("../lib/stages/rerun.ts")).rerunner({
        inputs: inputFinder({ results, given }),
        scratch,
        progress,
        signal: interruptSignal(),
      });
    const { directories, problems } = await verifyAll(given, {
      results,
      against,
      tolerance,
      progress,
      rerun,
      note,
    }).finally(() => scratch && Deno.remove(scratch, { recursive: true }));
    const exported = problems.length === 0 ? crate : undefined;
    if (exported !== undefined) {
      // From here on a stop has something to clear away.
      await writeCrate(exported, directories, { progress, signal: interruptSignal() });
    }
    const count = `${counted(directories.length, "result")} checked`;
    const lines = problems.map((problem) =>
      printable(`${problem.directory}: ${describeProblem(problem)}`)
    );
    return {
      directory: exported ?? lookedAt(options.positionals, results),
      text: [...notes.map(printable), ...lines, `${count}, ${counted(problems.length, "problem")}`]
        .join("\n"),
      json: { checked: directories, problems, notes },
      failed: problems.length > 0 ? `${counted(problems.length, "problem")} found` : undefined,
    };
  });
}
