/**
 * What passes between the bench and the processes that measure: a request as JSON on the command
 * line, one line `ready`, one line back to start, a reply as the last line. Each measurement has a
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
  /** Training steps; each kernel of a step; an evaluation; or what the machine can do at best. */
  readonly measure: "steps" | "kernels" | "evaluation" | "ceiling";
  readonly workload: Workload;
  readonly backend: "auto" | "webgpu" | "wasm";
  readonly kernels: KernelSet;
  /** How long to measure, without the warm-up. */
  readonly seconds: number;
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
  /** `measured` within the steps, or `replayed` one kernel at a time. */
  readonly method: "measured" | "replayed";
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

/** What each measurement gives. */
export interface Measurements {
  readonly steps: StepTimes;
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
