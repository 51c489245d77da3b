/**
 * `deno task bench`: how fast the suite trains, and how far from the machine's limits that is.
 *
 * @module
 */

import {
  command,
  flag,
  interruptSignal,
  type Outcome,
  type parseCommand,
  runCommand,
} from "../lib/cli/mod.ts";
import { refuseIdle } from "../lib/cli/idle.ts";
import { createProgress } from "../lib/cli/progress.ts";
import { setting } from "../lib/cli/setting.ts";
import { UsageError } from "../lib/errors.ts";
import { architectureSchema } from "../lib/model/schemas.ts";
import { PROFILE_NAMES, PROFILES } from "../lib/study/profiles.ts";
import { trainSchema } from "../lib/training/schema.ts";

const { shape: network } = architectureSchema;

export const spec = command({
  name: "bench",
  summary:
    "Measures training (images a second, each kernel, the machine's ceiling) and an evaluation.",
  permissions: ["--allow-write", "--allow-run"],
  flags: {
    profile: flag.choice(PROFILE_NAMES, { default: "small", help: "whose network and batch" }),
    size: setting(network.size, {
      optional: true,
      help: "side of the images instead of the profile's, a multiple of 8",
    }),
    divide: setting(network.divide, {
      optional: true,
      help: "divides the published widths, instead of the profile's",
    }),
    batch: setting(trainSchema.shape.batch, {
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
      help: "how often training is measured; default 5 if another program is measured too; else, " +
        "and with --table, 1",
    }),
    table: flag.boolean({ help: "a Markdown table of sizes and widths instead of one network" }),
    report: flag.path({
      value: "FILE",
      optional: true,
      printed: true,
      help: "a JSON file about the WebGPU adapter, to be sent to us: what it is, errors of the " +
        "kernels, rates of the networks small and paper at batch 1, 8 and 32, first steps, memory",
    }),
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
  // Of a report alone: else an interrupt ends the process at once.
  interrupted: "the file of --report holds what was measured until then, if anything was",
  examples: [
    "bench --processes 2",
    "bench --processes 2 -- python3 tests/peers/pytorch_vae.py",
    "bench --table --seconds 5",
    "bench --report gpu.json",
  ],
});

/** The options that the flags become. */
type BenchFlags = Exclude<ReturnType<typeof parseCommand<typeof spec.flags>>, "help">;

/** Refuses what would do nothing beside --report. */
function checkReport(
  { report, profile, table, processes, backend, positionals, ...others }: BenchFlags,
): void {
  if (!report!.toLowerCase().endsWith(".json")) {
    throw new UsageError(`--report must be a file name that ends in .json, received ${report}`);
  }
  if (backend === "wasm") {
    throw new UsageError("--report must be given with --backend webgpu or auto, received wasm");
  }
  const { size, divide, batch, rounds } = others;
  const idle = profile !== spec.flags.profile.default || table ||
    processes !== spec.flags.processes.default || positionals.length > 0 ||
    [size, divide, batch, rounds].some((value) => value !== undefined);
  if (idle) {
    throw new UsageError(
      "--report must be given with --seconds alone: it measures the networks small and paper",
    );
  }
}

/** Measures the adapter and writes what is known into a file, after each measurement. */
async function writeReport(path: string, options: BenchFlags): Promise<Outcome> {
  checkReport(options);
  const { openReport } = await import("../lib/bench/gpu_report_file.ts");
  const { makeReport } = await import("../lib/bench/gpu_report.ts");
  const { reportText } = await import("../lib/bench/gpu_report_text.ts");
  const { seconds, quiet } = options;
  const signal = interruptSignal();
  const interrupted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const file = await openReport(path);
  try {
    const progress = createProgress({ label: "bench", quiet });
    const made = makeReport({ seconds, progress, save: file.save });
    const found = await Promise.race([made, interrupted]);
    return { text: `${reportText(found, path)}\n${path}`, json: { file: path, ...found } };
  } catch (error) {
    await file.discard();
    throw error;
  }
}

if (import.meta.main) {
  await runCommand(spec, async (given) => {
    const { profile, size, divide, batch, table, report, quiet, positionals, ...options } = given;
    if (table) {
      refuseIdle(spec, given, {
        idle: ["profile", "size", "divide"],
        where: "beside --table, which has several",
      });
    }
    if (report !== undefined) return await writeReport(report, given);
    const { resolveWorkload } = await import("../lib/bench/workload.ts");
    const workload = resolveWorkload(profile, { size, divide, batch });
    const progress = createProgress({ label: "bench", quiet });
    const peer = positionals.length > 0 ? positionals : undefined;
    const rounds = options.rounds ?? (peer && !table ? 5 : 1);
    if (table) {
      const { benchTable, costTableText } = await import("../lib/bench/cost_table.ts");
      const found = await benchTable(workload.batch, { ...options, peer, rounds, progress });
      return { text: costTableText(found), json: { ...found } };
    }
    const { bench } = await import("../lib/bench/bench.ts");
    const { benchText } = await import("../lib/bench/bench_text.ts");
    const { points, holePoints, geometry } = PROFILES[profile].dataset;
    const dataset = { points, holePoints, geometry };
    const found = await bench(workload, { ...options, peer, rounds, dataset, progress });
    return { text: benchText(found), json: { ...found } };
  });
}
