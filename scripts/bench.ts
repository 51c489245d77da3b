/**
 * `deno task bench`: how fast the suite trains, and how far from the machine's limits that is.
 *
 * @module
 */

import { command, flag, runCommand } from "../lib/cli/parse.ts";
import { createProgress } from "../lib/cli/progress.ts";
import { UsageError } from "../lib/errors.ts";
import { PROFILE, PROFILES } from "../lib/study/profiles.ts";

export const spec = command({
  name: "bench",
  summary:
    "Measures training (images a second, each kernel, the machine's ceiling) and an evaluation.",
  permissions: ["--allow-run"],
  flags: {
    profile: flag.choice(PROFILES, { default: "small", help: "whose network and batch" }),
    size: flag.integer({
      min: 32,
      max: 1024,
      optional: true,
      help: "side of the images instead of the profile's, a multiple of 8",
    }),
    divide: flag.integer({
      min: 1,
      max: 64,
      optional: true,
      help: "divides the published widths, instead of the profile's",
    }),
    batch: flag.integer({
      min: 1,
      max: 1024,
      optional: true,
      help: "images a step, instead of the profile's",
    }),
    seconds: flag.number({
      min: 0,
      exclusiveMin: true,
      max: 3600,
      default: 10,
      help: "how long each measurement takes, without warm-up",
    }),
    processes: flag.integer({
      min: 1,
      max: 256,
      default: 1,
      help: "processes that train at once; their rates are added",
    }),
    rounds: flag.integer({
      min: 1,
      max: 1000,
      optional: true,
      help: "how often training is measured; 5 beside another program, else and with --table 1",
    }),
    table: flag.boolean({ help: "a Markdown table of sizes and widths instead of one network" }),
  },
  positionals: {
    name: "COMMAND",
    help: "another program, measured in turn; its last line must be JSON with an imagesPerSecond",
    min: 0,
    max: Infinity,
    afterDashes: true,
  },
  retired: {
    peer: "write the command after all flags, as in bench --processes 2 -- python3 peer.py",
  },
  examples: [
    "bench --processes 2",
    "bench --processes 2 -- python3 tests/peers/pytorch_vae.py",
    "bench --table --seconds 5",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async (given) => {
    const { profile, size, divide, batch, table, quiet, positionals, ...options } = given;
    if (table && (size ?? divide) !== undefined) {
      throw new UsageError(
        "--table must be given without --size and --divide: it measures several",
      );
    }
    const { resolveWorkload } = await import("../lib/bench/workload.ts");
    const workload = resolveWorkload(profile, { size, divide, batch });
    const progress = createProgress({ label: "bench", quiet });
    const peer = positionals.length > 0 ? positionals : undefined;
    const rounds = options.rounds ?? (peer && !table ? 5 : 1);
    if (table) {
      const { benchTable, costTableText } = await import("../lib/bench/cost_table.ts");
      const report = await benchTable(workload.batch, { ...options, peer, rounds, progress });
      return { text: costTableText(report), json: { ...report } };
    }
    const { bench } = await import("../lib/bench/bench.ts");
    const { benchText } = await import("../lib/bench/bench_text.ts");
    const { points, holePoints, geometry } = PROFILE[profile].dataset;
    const dataset = { points, holePoints, geometry };
    const report = await bench(workload, { ...options, peer, rounds, dataset, progress });
    return { text: benchText(report), json: { ...report } };
  });
}
