/**
 * Checks result folders against their manifests: rehashes every file, recomputes every key, and
 * names what differs.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli.ts";
import { createProgress } from "../lib/progress.ts";
import { describeProblem, parseTolerance, TOLERANCE, verifyAll } from "../lib/results/mod.ts";

const spec = command({
  name: "verify",
  summary: "Checks result folders against their manifests.",
  permissions: ["--allow-read"],
  flags: {
    against: flag.text({
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
  },
  positionals: {
    name: "DIR",
    help: "result folders to check; all in --results where none is given",
    min: 0,
    max: 1e6,
  },
  examples: [
    "verify",
    "verify results/train/punctured-0123456789ab",
    "verify --against results/reference",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async ({ results, against, tolerance, positionals, quiet }) => {
    const progress = createProgress({ label: spec.name, quiet });
    const options = { results, against, tolerance, progress };
    const { directories, problems } = await verifyAll(positionals, options);
    const count = `${directories.length} result${directories.length === 1 ? "" : "s"} checked`;
    const lines = problems.map((problem) => `${problem.directory}: ${describeProblem(problem)}`);
    return {
      directory: results,
      text: [...lines, `${count}, ${problems.length || "no"} problems`].join("\n"),
      json: { checked: directories, problems },
      failed: problems.length > 0 ? `${problems.length} problems found` : undefined,
    };
  });
}
