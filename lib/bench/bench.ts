/**
 * The yardstick: how fast the suite trains one network, how fast TF.js by itself and another
 * program do, where the time of a step goes, and how far from the machine's limits that is.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import type { Progress } from "../cli/progress.ts";
import { stepOperations } from "../model/arithmetic.ts";
import type { BackendFacts, Ceiling, KernelTimes, Request, StepTimes } from "./messages.ts";
import { type PeerDevice, peerFlags, runPeer } from "./peer.ts";
import { type Spread, spread } from "./statistics.ts";
import { threeDigits } from "./tables.ts";
import { measureAtOnce } from "./workers.ts";
import { architectureOf, type Workload, workloadName } from "./workload.ts";

/** What is asked of the bench. */
export interface BenchOptions {
  readonly backend: Request["backend"];
  /** Seconds of each measurement. */
  readonly seconds: number;
  /** Processes that train at once; their rates are added. */
  readonly processes: number;
  /** How often training is measured, in turn with the peer. */
  readonly rounds: number;
  /** Words of the command to compare with. */
  readonly peer: readonly string[] | undefined;
  /** Folder that the peer runs in. Default the working directory. */
  readonly cwd?: string;
  readonly progress: Progress;
}

/** Rates of one program over the rounds. */
export interface Rates {
  /** Images a second, of all processes together. */
  readonly imagesPerSecond: Spread;
  /** The same of each round, in order. */
  readonly rounds: readonly number[];
}

/** The peer's rates, and ours beside them. */
export interface PeerRates extends Rates {
  readonly command: readonly string[];
  readonly framework: string | null;
  /** Our median by the peer's. */
  readonly ratio: number;
}

/** What computes: all that a reader needs to judge a rate. */
export interface Machine {
  /** Processors, as the runtime counts them. */
  readonly cores: number;
  readonly os: string;
  readonly arch: string;
  readonly deno: string;
}

/** What the bench found. */
export interface BenchReport {
  readonly workload: Workload;
  /** Floating-point operations of training on one image. */
  readonly operationsPerImage: number;
  readonly machine: Machine;
  readonly backend: BackendFacts;
  readonly seconds: number;
  readonly processes: number;
  readonly ceiling: Ceiling;
  readonly ours: Rates & {
    /** Share of what as many processes could do at their ceilings. */
    readonly shareOfCeiling: number;
    /** Of every round, each process. */
    readonly steps: readonly (readonly StepTimes[])[];
  };
  /** With TF.js's own kernels, or why they cannot train. */
  readonly stock:
    | { readonly imagesPerSecond: number; readonly steps: readonly StepTimes[] }
    | { readonly failed: string };
  readonly peer: PeerRates | null;
  readonly kernels: KernelTimes;
}

/** The machine that this process runs on. */
export function thisMachine(): Machine {
  const { os, arch } = Deno.build;
  return { cores: navigator.hardwareConcurrency, os, arch, deno: Deno.version.deno };
}

/** Where a peer computes to be compared with a backend: CUDA beside a GPU, else all processors. */
export function peerDevice({ name, software }: BackendFacts): PeerDevice {
  const gpu = name === "webgpu" && !software;
  return gpu ? { device: "cuda" } : { threads: navigator.hardwareConcurrency };
}

/** Sum of the rates of processes that trained at once. */
export function totalRate(steps: readonly StepTimes[]): number {
  return steps.reduce((sum, { imagesPerSecond }) => sum + imagesPerSecond, 0);
}

/** Arithmetic that a rate amounts to, as a share of what the processes could do. */
export function shareOfCeiling(
  rate: number,
  { workload, processes, ceiling }: { workload: Workload; processes: number; ceiling: Ceiling },
): number {
  const operations = rate * stepOperations(architectureOf(workload));
  return operations / (processes * ceiling.operationsPerSecond);
}

/**
 * Measures one workload.
 *
 * Throws UsageError where there is no such backend, and RunError where training or the peer fails.
 */
export async function bench(workload: Workload, options: BenchOptions): Promise<BenchReport> {
  const { seconds, processes, rounds, peer, progress } = options;
  progress.line(`${workloadName(workload)}: the machine's ceiling`);
  const request = { workload, seconds, kernels: "ours" } as const;
  const [{ backend, result: ceiling }] = await measureAtOnce({
    ...request,
    measure: "ceiling",
    backend: options.backend,
  }).catch(saying("Measuring the ceiling"));
  const training = { ...request, measure: "steps", backend: backend.name } as const;

  const steps: StepTimes[][] = [];
  const peers: number[] = [];
  let framework: string | null = null;
  for (let round = 1; round <= rounds; round++) {
    const measured = await measureAtOnce(training, { processes }).catch(saying("Training"));
    steps.push(measured.map(({ result }) => result));
    let text = `${threeDigits(totalRate(steps[round - 1]))} images/s`;
    if (peer) {
      const found = await runPeer(
        peer,
        peerFlags(workload, { seconds, on: peerDevice(backend) }),
        options,
      );
      peers.push(found.imagesPerSecond);
      framework = found.framework;
      text += `, the peer ${threeDigits(found.imagesPerSecond)}`;
    }
    progress.line(`round ${round} of ${rounds}: ${text}`);
  }
  const rates = steps.map(totalRate);
  const imagesPerSecond = spread(rates);

  progress.line("stock kernels");
  const stock = await measureStock(training, processes);
  progress.line("kernel by kernel");
  const [{ result: kernels }] = await measureAtOnce({ ...training, measure: "kernels" })
    .catch(saying("Measuring the kernels"));
  return {
    workload,
    operationsPerImage: stepOperations(architectureOf(workload)),
    machine: thisMachine(),
    backend,
    seconds,
    processes,
    ceiling,
    ours: {
      imagesPerSecond,
      rounds: rates,
      shareOfCeiling: shareOfCeiling(imagesPerSecond.median, { workload, processes, ceiling }),
      steps,
    },
    stock,
    peer: peer ? comparePeer(peers, { command: peer, framework, ours: imagesPerSecond }) : null,
    kernels,
  };
}

/** Adds what failed to an error that only says why. */
function saying(what: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof RunError ? new RunError(`${what} failed: ${error.message}`) : error;
  };
}

async function measureStock(
  training: Request & { readonly measure: "steps" },
  processes: number,
): Promise<BenchReport["stock"]> {
  try {
    const measured = await measureAtOnce({ ...training, kernels: "stock" }, { processes });
    const steps = measured.map(({ result }) => result);
    return { imagesPerSecond: totalRate(steps), steps };
  } catch (error) {
    if (error instanceof RunError) return { failed: error.message };
    throw error;
  }
}

/** A peer's rates over the rounds, and the ratio of our median to its. */
export function comparePeer(
  rates: readonly number[],
  { command, framework, ours }: {
    command: readonly string[];
    framework: string | null;
    ours: Spread;
  },
): PeerRates {
  const imagesPerSecond = spread(rates);
  const ratio = ours.median / imagesPerSecond.median;
  return { command, framework, imagesPerSecond, rounds: rates, ratio };
}
