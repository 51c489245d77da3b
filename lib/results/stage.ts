/**
 * What a stage is: a plain value that turns parameters and finished results into files. The store
 * wraps a stage in a key, a folder and a manifest, and knows nothing of what it computes.
 *
 * @module
 */

import type { Progress } from "../cli/progress.ts";
import type { Json } from "../files/json.ts";

/** Headline figures of a result, written to `metrics.json`. */
export type Metrics = { [key: string]: Json };

/**
 * What checks parameters; a zod schema is one. Spelled out so that the documentation of a stage
 * does not depend on a library's types.
 */
export interface Schema<T> {
  /** Returns the value with its type, or what is wrong with it and where. */
  safeParse(value: unknown): { success: true; data: T } | {
    success: false;
    error: {
      readonly issues: readonly {
        readonly path: readonly PropertyKey[];
        readonly message: string;
      }[];
    };
  };
  /** Returns the value with its type, or throws. */
  parse(value: unknown): T;
}

/** What decides a stage's bytes besides its parameters and inputs; part of the key. */
export interface Fingerprint {
  /** TF.js backend that computes, or `null` for a stage that computes without one. */
  readonly backend: "wasm" | "webgpu" | null;
  /** Versions of the libraries that decide the output's bytes, by name. */
  readonly libraries: Readonly<Record<string, string>>;
  /** Numeric flags of the backend, for instance whether relaxed SIMD is in use. */
  readonly flags: Readonly<Record<string, boolean | number | string>>;
}

/** A finished result that has passed the check of every file's digest. */
export interface Result {
  /** Path of the result folder. */
  readonly directory: string;
  /** Name of the stage that made it. */
  readonly stage: string;
  /** 64 hexadecimal digits. */
  readonly key: string;
  /** SHA-256 over the paths and digests of its files: what downstream keys depend on. */
  readonly outputDigest: string;
  /** The fully resolved parameters it was made with. */
  readonly parameters: Json;
  /** Contents of its `metrics.json`. */
  readonly metrics: Metrics;
}

/** All that a stage's `run` may use. */
export interface StageRun<Parameters> {
  /** Fully resolved: what the stage's schema returned. */
  readonly parameters: Parameters;
  /** The results named by the stage's `inputs`, by role. An optional input may be absent. */
  readonly inputs: Readonly<Record<string, Result>>;
  /** Folder to write outputs to; it becomes the result folder when `run` ends well. */
  readonly directory: string;
  /**
   * Folder for what must survive a kill and is no output, for instance a checkpoint. It persists
   * from one attempt to the next and is removed when the result is committed.
   */
  readonly scratch: string;
  /** Where to report how far the work is. */
  readonly progress: Progress;
  /** Aborted on SIGINT and SIGTERM: the stage saves what it needs to resume and throws. */
  readonly signal: AbortSignal;
  /** Notes that are recorded in the manifest without being keyed or hashed, such as images/s. */
  record(name: string, value: Json): void;
}

/** A step of the study: a value, not a class. */
export interface Stage<Parameters> {
  /** Folder name under `results/`, and the name of the script that runs it alone. */
  readonly name: string;
  /** Bumped by hand whenever the same parameters and inputs would give other bytes. */
  readonly version: number;
  /** The module whose import graph is digested and recorded, as `import.meta.url`. */
  readonly module: string;
  /** Fully resolved parameters; an unknown key is an error. */
  readonly schema: Schema<Parameters>;
  /** Input roles and the stage that each must come from, for instance `{ dataset: "dataset" }`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Short readable part of the folder's name: letters, digits, `.`, `_`, `-`. */
  slug(parameters: Parameters, inputs: Readonly<Record<string, Result>>): string;
  /** Writes the outputs into `run.directory` and returns the headline figures. */
  run(run: StageRun<Parameters>): Promise<Metrics>;
}
