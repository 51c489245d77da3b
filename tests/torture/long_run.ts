/**
 * Long runs: a thousand steps and more of the real `train` script, watched from outside. Its memory
 * and the number of its open files must stay what they are, and its speed about so, whatever else
 * the machine does.
 *
 * @module
 */

import { median } from "../../lib/measure/statistics.ts";
import { WEBGPU_MISSING } from "../backend/devices.ts";
import { resultOf, spawnScript } from "../end_to_end/helpers.ts";
import type { Ground, Tally } from "./study.ts";

/** The smallest images and network, so that thousands of steps take minutes on a software GPU. */
const DATASET = "--points 111 --size 32 --hole-points 5".split(" ");
const BATCH = 2;
const NETWORK = ["--subset", "full", "--divide", "64", "--batch", String(BATCH)];

/**
 * V8 lets garbage lie until its heap nears a limit that it sets by itself: once in some 1700 steps
 * of this network, so that memory would rise and fall by 100 MB. With less to waste it is collected
 * often, and what rises is lost. A third of this is in use.
 */
const HEAP = ["--v8-flags=--max-old-space-size=80"];

/** Milliseconds between two looks at the process. */
const LOOK = 50;

/** What was seen of a process at one moment. */
export interface Look {
  /** Milliseconds. */
  readonly at: number;
  /** Memory that it holds, in MB. */
  readonly memory: number;
  readonly openFiles: number;
  /** Milliseconds since it began in which its main thread was ready to run and others ran. */
  readonly waited: number;
}

/** A fourth of a run: medians, and the speed. */
export interface Quarter {
  readonly memory: number;
  readonly openFiles: number;
  /** Without the time in which other processes had the processors. */
  readonly stepsPerSecond: number;
}

/** Milliseconds that a process's main thread waited for a processor; 0 where none counts them. */
async function waitedFor(pid: number): Promise<number> {
  const counted = await Deno.lstat("/proc/self/schedstat").then(() => true, () => false);
  if (!counted) return 0;
  return Number((await Deno.readTextFile(`/proc/${pid}/schedstat`)).split(" ")[1]) / 1e6;
}

async function look(pid: number): Promise<Look | undefined> {
  try {
    const status = await Deno.readTextFile(`/proc/${pid}/status`);
    const kilobytes = Number(status.match(/^VmRSS:\s+(\d+) kB$/m)![1]);
    let openFiles = 0;
    for await (const _ of Deno.readDir(`/proc/${pid}/fd`)) openFiles++;
    const waited = await waitedFor(pid);
    return { at: performance.now(), memory: kilobytes / 1024, openFiles, waited };
  } catch {
    return undefined; // It has ended.
  }
}

/**
 * Divides a run into four of equal numbers of steps.
 *
 * @param looks in order of time
 * @param ends when training began, and when each epoch ended; a multiple of four epochs
 * @param steps of an epoch
 */
export function quartersOf(
  looks: readonly Look[],
  ends: readonly number[],
  steps: number,
): Quarter[] {
  const epochs = (ends.length - 1) / 4;
  return [0, 1, 2, 3].map((quarter) => {
    const [from, to] = [ends[quarter * epochs], ends[(quarter + 1) * epochs]];
    const found = looks.filter(({ at }) => at >= from && at <= to);
    // On a busy machine no look may have come in between: then the last one before counts.
    const within = found.length > 0 ? found : looks.filter(({ at }) => at < from).slice(-1);
    const waited = within.length > 0 ? within.at(-1)!.waited - within[0].waited : 0;
    return {
      memory: median(within.map(({ memory }) => memory)),
      openFiles: median(within.map(({ openFiles }) => openFiles)),
      stepsPerSecond: 1000 * epochs * steps / (to - from - waited),
    };
  });
}

/** By how much memory may grow from the second quarter to the last. */
export interface Growth {
  readonly share: number;
  readonly megabytes: number;
}

/** For runs of thousands of steps, after which V8's heap has its size. */
const GROWTH: Growth = { share: 0.04, megabytes: 4 };

/** What grew or slowed down from the second quarter to the last; the first one warms up. */
export function whatDrifted(
  [, second, , last]: readonly Quarter[],
  growth: Growth = GROWTH,
): string[] {
  const allowed = second.memory * (1 + growth.share) + growth.megabytes;
  const change = (name: keyof Quarter) => `${second[name].toFixed(0)} to ${last[name].toFixed(0)}`;
  return [
    ...(last.memory > allowed ? [`memory grew from ${change("memory")} MB`] : []),
    ...(last.openFiles > second.openFiles ? [`open files grew from ${change("openFiles")}`] : []),
    ...(last.stepsPerSecond < second.stepsPerSecond / 2
      ? [`steps a second fell from ${change("stepsPerSecond")}`]
      : []),
  ];
}

/** Options of {@linkcode longRun}. */
export interface LongRunOptions extends Omit<Ground, "results"> {
  readonly backend: "wasm" | "webgpu";
  /** Steps to train, at least; a multiple of 200. */
  readonly steps: number;
  /** Default: 4 % and 4 MB. */
  readonly growth?: Growth;
}

/** Trains, and looks at the process until it ends. */
async function watch(
  { workspace: cwd, backend, steps, seed }: LongRunOptions,
): Promise<{ quarters: Quarter[]; looks: number }> {
  const dataset = await resultOf("dataset", [...DATASET, "--quiet"], { cwd });
  const { full } = JSON.parse(await Deno.readTextFile(`${cwd}/${dataset}/metrics.json`));
  const stepsPerEpoch = Math.ceil(full / BATCH);
  const epochs = 4 * Math.ceil(steps / stepsPerEpoch / 4);
  const run = ["--dataset", dataset, ...NETWORK, "--epochs", String(epochs)];
  const child = await spawnScript("train", [...run, "--seed", String(seed), "--backend", backend], {
    cwd,
    flags: HEAP,
    adapter: true,
  });
  const looks: Look[] = [], ends: number[] = [];
  let ended = false, told = "";
  const status = child.status.finally(() => ended = true);
  const looking = async () => {
    while (!ended) {
      const seen = await look(child.pid);
      if (seen) looks.push(seen);
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  };
  const reading = async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      told += text;
      // Which backend runs is said just before training begins.
      const lines = told.match(/^backend |: epoch \d+ of \d+: .*\n/gm) ?? [];
      while (ends.length < lines.length) ends.push(performance.now());
    }
  };
  const [{ code }] = await Promise.all([status, looking(), reading(), child.stdout.cancel()]);
  if (code !== 0 || ends.length !== epochs + 1) {
    throw new Error(`train ended with ${code}: ${told}`);
  }
  return { quarters: quartersOf(looks, ends, stepsPerEpoch), looks: looks.length };
}

/** Trains for many steps on one backend and holds the last quarter against the second. */
export async function longRun(options: LongRunOptions): Promise<Tally> {
  const { backend, steps } = options;
  const unit = "steps";
  if (backend === "webgpu" && WEBGPU_MISSING) {
    return { unit, tried: 0, lost: [], note: `skipped: ${WEBGPU_MISSING}` };
  }
  const { quarters, looks } = await watch(options);
  const by = (name: keyof Quarter) => quarters.map((q) => q[name].toFixed(0)).join(", ");
  const note = `by quarters ${by("memory")} MB, ${by("openFiles")} open files, ` +
    `${by("stepsPerSecond")} steps/s; ${looks} looks`;
  return { unit, tried: steps, lost: whatDrifted(quarters, options.growth), note };
}
