/**
 * What passes between the bench and the processes that measure: a request as JSON on the command
 * line, one line `ready`, one line back to start, a reply as the last line, and before it, from steps within a budget, replies
 * that count where the process is ended. Each measurement has a
 * process of its own, so that it begins with fresh memory and no other's kernels.
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/parameters.ts";
import type { Workload } from "./workload.ts";
import type { Spread } from "./statistics.ts";

/** Whose kernels compute: ours where we have one, or TF.js's own only. */
export type KernelSet = "ours" | "stock";

/** A measurement to make. */
export interface Request {
  /**
   * Training steps; each kernel of a step; an evaluation; or what the machine can do at best. For a
   * report also: the device itself; how long the first steps take; steps within a budget; how far
   * each kernel is from float64; the losses of a short training.
   */
  readonly measure: keyof Measurements;
  readonly workload: Workload;
  readonly backend: "auto" | "webgpu" | "wasm";
  readonly kernels: KernelSet;
  /** How long to measure, without the warm-up. */
  readonly seconds: number;
  /** Seconds after which steps within a budget make do with what they have; for those alone. */
  readonly budget?: number;
  /** The dataset that an evaluation is of; for that alone. */
  readonly dataset?: EvaluatedDataset;
}

/** The dataset of an evaluation; its images have the workload's size. */
export type EvaluatedDataset = Pick<DatasetParameters, "points" | "holePoints" | "geometry">;

/** What computed. */
export interface BackendFacts {
  readonly name: "webgpu" | "wasm";
  readonly adapter: string | null;
  /** Whether the adapter is the processor itself. */
  readonly software: boolean;
  readonly reason: string;
  readonly libraries: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, boolean | number | string>>;
}

/** Training steps as measured. */
export interface StepTimes {
  /** Images a step through its median time. */
  readonly imagesPerSecond: number;
  readonly secondsPerStep: Spread;
  readonly steps: number;
  /** Steps between two readings of the loss; a time is the mean over as many. */
  readonly readEvery: number;
  /** Bytes that the backend had taken from the system in the end; neither gives any back. */
  readonly memoryBytes: number;
}

/** All calls of one kernel with the same shapes, in one step. */
export interface KernelRow {
  readonly kernel: string;
  /** Shapes of the inputs that matter, as text. */
  readonly shapes: string;
  /** Calls a step. */
  readonly calls: number;
  /** Seconds a step. */
  readonly seconds: number;
  /** Floating-point operations a step, where they are counted: of the direct sum. */
  readonly operations: number | null;
  /** Those that the kernel really does. */
  readonly operationsDone: number | null;
}

/** Where the time of a step goes. */
export interface KernelTimes {
  readonly secondsPerStep: number;
  readonly steps: number;
  /** Longest first. */
  readonly rows: readonly KernelRow[];
  /**
   * `measured` within the steps by the processor's clock or by `timestamps` of the device, or
   * `replayed` one kernel at a time.
   */
  readonly method: "measured" | "timestamps" | "replayed";
}

/** The evaluation of a network that was trained for a moment. */
export interface EvaluationTimes {
  /** Seconds that it took. */
  readonly seconds: number;
  /** What they went to, in the order in which it was first done. */
  readonly parts: Readonly<Record<string, number>>;
  /** Images in the hole and of the validation set that it measured. */
  readonly images: { readonly hole: number; readonly validation: number };
  /** Points of the dataset, all of which it encoded. */
  readonly points: number;
}

/** What one process can do at best on this machine. */
export interface Ceiling {
  /** Floating-point operations a second that the fastest product or convolution tried really did. */
  readonly operationsPerSecond: number;
  /** Which one that was. */
  readonly by: string;
  /** Bytes read plus bytes written a second by a copy of 64 MiB. */
  readonly copyBytesPerSecond: number;
}

/** A device, its limits, and the machine that it is in. */
export interface DeviceFacts {
  /** As the browser's interface names it; empty where Deno does not say. */
  readonly adapter: {
    readonly vendor: string;
    readonly architecture: string;
    readonly device: string;
    readonly description: string;
    /** Whether it computes on the processor. */
    readonly software: boolean;
    /** Smallest and largest size of a subgroup. */
    readonly subgroups: readonly [number, number];
  };
  /** Of the adapter, by name. */
  readonly limits: Readonly<Record<string, number>>;
  readonly features: readonly string[];
  /** Bytes that the device in use can bind at once: it may have asked for less than the adapter has. */
  readonly bindingLimit: number;
  /** Nanoseconds of one tick of its timestamps, against the wall clock; null where it has none. */
  readonly timestampNanoseconds: number | null;
  /** Value of DENO_WEBGPU_BACKEND, which chooses Vulkan, Metal or Direct3D; null where not set. */
  readonly webgpuBackend: string | null;
  /** Name of the processor, and how many Deno counts. */
  readonly processor: { readonly name: string; readonly cores: number };
  readonly system: { readonly os: string; readonly release: string; readonly arch: string };
  readonly versions: { readonly deno: string; readonly v8: string; readonly typescript: string };
}

/** How long a process takes to its first steps. */
export interface StartTimes {
  /** Seconds from the start of the process until the backend can be used. */
  readonly backendSeconds: number;
  /** Of the first step after that, network and shaders included. */
  readonly firstStepSeconds: number;
  /** Of the step after it. */
  readonly secondStepSeconds: number;
  /** Of the first step of a second, fresh network in the same process. */
  readonly freshNetworkSeconds: number;
}

/** Training steps within a budget. */
export interface PacedSteps {
  /** Images a second, from the median time of a step. */
  readonly imagesPerSecond: number;
  /** Of the steps that `from` names. */
  readonly secondsPerStep: Spread;
  readonly steps: number;
  /**
   * What the rate is from: steps after a warm-up; where the budget ended before those, the second
   * step; where the process was ended before a second one, the first, with all that it
   * compiles.
   */
  readonly from: "warm steps" | "second step" | "first step";
  readonly firstStepSeconds: number;
  /** Bytes that the backend had taken in the end, as TF.js counts them. */
  readonly memoryBytes: number;
  /** Bytes of the process in main memory. */
  readonly residentBytes: number;
}

/** Distance of an array from its float64 reference, by the rms of the reference; null where not finite. */
export interface ArrayError {
  readonly largest: number | null;
  readonly rms: number | null;
}

/** Errors of one block of the network at some shapes. */
export interface KernelError {
  readonly block: string;
  /** Shapes of its first inputs, as text. */
  readonly shapes: string;
  readonly value: ArrayError;
  /** By the input's name. */
  readonly gradients: Readonly<Record<string, ArrayError>>;
}

/** A short training, made twice. */
export interface SmokeLosses {
  /** Loss of each step; null where it is not finite. */
  readonly losses: readonly (number | null)[];
  /** Whether both trainings gave the same losses and weights, to the bit. */
  readonly sameBytesTwice: boolean;
  /** SHA-256 of all variables in the end, as float32 in little-endian order. */
  readonly weights: string;
}

/** What each measurement gives. */
export interface Measurements {
  readonly steps: StepTimes;
  readonly device: DeviceFacts;
  readonly start: StartTimes;
  readonly paced: PacedSteps;
  readonly errors: readonly KernelError[];
  readonly losses: SmokeLosses;
  readonly kernels: KernelTimes;
  readonly evaluation: EvaluationTimes;
  readonly ceiling: Ceiling;
}

/** A measuring process's last line. */
export type Reply<M extends Request["measure"] = Request["measure"]> =
  | { readonly backend: BackendFacts; readonly result: Measurements[M] }
  | {
    /** One line. */
    readonly failed: string;
    /** Whether the user asked for what cannot be. */
    readonly usage: boolean;
  };
