/**
 * Measures how fast the suite trains one network, how fast TF.js by itself and another program
 * do, where the time of a step goes, and how far from the machine's limits that is.
 *
 * @module
 */

import { RunError } from "../errors.ts";
import { multiplicationsDone } from "../backend/arithmetic.ts";
import type { BackendName } from "../backend/backend.ts";
import type { Progress } from "../cli/progress.ts";
import { stepOperations } from "../model/arithmetic.ts";
import type {
  BackendFacts,
  Ceiling,
  EvaluatedDataset,
  EvaluationTimes,
  KernelTimes,
  Request,
  StepTimes,
} from "./messages.ts";
import { type PeerDevice, peerFlags, runPeer } from "./peer.ts";
import { type Spread, spread } from "./statistics.ts";
import { threeDigits } from "./tables.ts";
import { CutError, measureAtOnce } from "./workers.ts";
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
  /** The dataset that an evaluation is of. Default none, and no evaluation. */
  readonly dataset?: EvaluatedDataset;
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

/** A measurement that gave nothing: why it failed, or after how many seconds it was cut short. */
export type NotMeasured = { readonly failed: string } | { readonly cutAfter: number };

/** What the bench found. */
export interface BenchReport {
  readonly workload: Workload;
  /** Floating-point operations of training on one image, by direct sums. */
  readonly operationsPerImage: number;
  /** Those that our kernels really do. */
  readonly operationsDonePerImage: number;
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
  readonly peer: PeerRates | null;
  readonly kernels: KernelTimes;
  /** Absent where none was asked for. */
  readonly evaluation?: EvaluationTimes | NotMeasured;
  /** With TF.js's own kernels. */
  readonly stock:
    | { readonly imagesPerSecond: number; readonly steps: readonly StepTimes[] }
    | NotMeasured;
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

/** Floating-point operations that a backend's kernels do to train on one image. */
export function operationsDone(workload: Workload, backend: BackendName): number {
  const count = multiplicationsDone(backend);
  return stepOperations(architectureOf(workload), { count, batch: workload.batch });
}

/** The arithmetic that is done at a rate, as a share of what the processes could do. */
export function shareOfCeiling(
  rate: number,
  { workload, backend, processes, ceiling }: {
    workload: Workload;
    backend: BackendName;
    processes: number;
    ceiling: Ceiling;
  },
): number {
  const operations = rate * operationsDone(workload, backend);
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

  progress.line("kernel by kernel");
  const [{ result: kernels }] = await measureAtOnce({ ...training, measure: "kernels" })
    .catch(saying("Measuring the kernels"));
  const evaluation = options.dataset &&
    await measureEvaluation(
      { ...training, measure: "evaluation", dataset: options.dataset },
      options,
    );
  // Last, because TF.js's own kernels can take minutes a step.
  progress.line("stock kernels");
  const stock = await measureStock(training, processes);
  return {
    workload,
    operationsPerImage: stepOperations(architectureOf(workload)),
    operationsDonePerImage: operationsDone(workload, backend.name),
    machine: thisMachine(),
    backend,
    seconds,
    processes,
    ceiling,
    ours: {
      imagesPerSecond,
      rounds: rates,
      shareOfCeiling: shareOfCeiling(imagesPerSecond.median, {
        ...{ workload, processes, ceiling },
        backend: backend.name,
      }),
      steps,
    },
    peer: peer ? comparePeer(peers, { command: peer, framework, ours: imagesPerSecond }) : null,
    kernels,
    evaluation,
    stock,
  };
}

/** Adds what failed to an error that only says why. */
function saying(what: string): (error: unknown) => never {
  return (error) => {
    throw error instanceof RunError ? new RunError(`${what} failed: ${error.message}`) : error;
  };
}

/** What a measurement that may fail gave. */
async function tried<T>(measuring: Promise<T>, limit: number): Promise<T | NotMeasured> {
  try {
    return await measuring;
  } catch (error) {
    if (error instanceof CutError) return { cutAfter: limit };
    if (error instanceof RunError) return { failed: error.message };
    throw error;
  }
}

/** Seconds that stock kernels may take: those of the measurement several times, and a start. */
function stockLimit(seconds: number): number {
  return 60 + 6 * seconds;
}

/** Seconds that an evaluation may take, its dataset and a moment of training included. */
function evaluationLimit(seconds: number): number {
  return 120 + 6 * seconds;
}

async function measureStock(
  training: Request & { readonly measure: "steps" },
  processes: number,
): Promise<BenchReport["stock"]> {
  const limit = stockLimit(training.seconds);
  const request = { ...training, kernels: "stock" } as const;
  const measured = await tried(measureAtOnce(request, { processes, limit }), limit);
  if (!Array.isArray(measured)) return measured;
  const steps = measured.map(({ result }) => result);
  return { imagesPerSecond: totalRate(steps), steps };
}

async function measureEvaluation(
  request: Request & { readonly measure: "evaluation" },
  { progress }: Pick<BenchOptions, "progress">,
): Promise<BenchReport["evaluation"]> {
  progress.line("an evaluation");
  const limit = evaluationLimit(request.seconds);
  const measured = await tried(measureAtOnce(request, { limit }), limit);
  return Array.isArray(measured) ? measured[0].result : measured;
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
