/**
 * Checks result folders against their manifests: rehashes every file, recomputes every key, and
 * names what differs. Or recomputes the verdicts on the published claims from the committed tables.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { refuseIdle } from "../lib/cli/idle.ts";
import { createProgress } from "../lib/cli/progress.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { UsageError } from "../lib/errors.ts";
import { parseTolerance, TOLERANCE } from "../lib/results/audit/compare_figures.ts";

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
    "verify results/train/disc-1.25-1-0.3-punctured-…",
    "verify --against results/reference",
    "verify --rerun results/train/disc-1.25-1-0.3-punctured-…",
    "verify --claims",
    "verify --crate crate results/report/small-s0-0123456789ab",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    if (options.claims) {
      const where = "beside --claims, which checks no results";
      if (options.positionals.length > 0) throw new UsageError(`folders must be left out ${where}`);
      refuseIdle(spec, options, { idle: ["against", "tolerance", "rerun", "crate"], where });
      // Loaded here, because checking digests needs no statistics.
      const { verifyClaims } = await import("../lib/claims/verify.ts");
      return await verifyClaims(options);
    }
    if (options.reference !== undefined) throw new UsageError("--reference needs --claims");
    const { positionals, results, against, tolerance, rerun, crate, quiet } = options;
    if (against === undefined && !rerun) {
      refuseIdle(spec, options, { idle: ["tolerance"], where: "without --against or --rerun" });
    }
    const { verifyResults } = await import("../lib/commands/verify.ts");
    return await verifyResults(positionals, {
      results,
      against,
      tolerance,
      rerun,
      crate,
      progress: createProgress({ label: spec.name, quiet }),
      signal: interruptSignal,
    });
  });
}
