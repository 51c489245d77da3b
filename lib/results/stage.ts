/**
 * What a stage is: a plain value that turns parameters and finished results into files. The store
 * wraps a stage in a key, a folder and a manifest, and knows nothing of what it computes.
 *
 * @module
 */

import type { Backend } from "../backend/backend.ts";
import type { Flags } from "../cli/command.ts";
import type { Progress } from "../cli/progress.ts";
import type { Json } from "../files/json.ts";
import type { OutputFolder } from "../files/output_folder.ts";

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
  /** Where to write outputs; it becomes the result folder when `run` ends well. */
  readonly out: OutputFolder;
  /**
   * Folder for what must survive a kill and is no output, for instance a checkpoint. It persists
   * from one attempt to the next and is removed when the result is committed.
   */
  readonly scratch: string;
  /** Where to report how far the work is. */
  readonly progress: Progress;
  /** What computes. Throws TypeError where the stage's `needs` name no backend. */
  readonly backend: Backend;
  /** How many processors it may use; it decides no byte. 1 beside other stages. */
  readonly threads: number;
  /** What the parameters name by a digest only, handed over by the caller; see `Stage.material`. */
  readonly material: unknown;
  /** Aborted on SIGINT and SIGTERM: the stage saves what it needs to resume and throws. */
  readonly signal: AbortSignal;
  /** Notes that are recorded in the manifest without being keyed or hashed, such as images/s. */
  record(name: string, value: Json): void;
}

/** What a stage needs of its machine: permissions and the recorded environment follow from it. */
export interface Needs {
  /** Whether it runs a network, on the backend that was chosen. */
  readonly backend: boolean;
  /** Whether it draws images, with a library of native code. */
  readonly rasteriser: boolean;
  /** Whether it is faster on more than one processor. Default false. */
  readonly threads?: boolean;
}

/** Flags with what they mean for a stage: one codec for script, plan, report and workflow. */
export interface StageCommand<Parameters> {
  /** The flags that name a result folder, by role, with the stage that it must come from. */
  readonly inputs: Readonly<Record<string, string>>;
  /** All flags of the script, those of the inputs among them, in the order of its help text. */
  readonly flags: Flags;
  /**
   * Parameters that a command line asks for; the stage's schema resolves them. Throws UsageError
   * where its flags are at odds with each other or with an input.
   *
   * @param options the flags' values
   * @param inputs the results that its flags name; an optional one may be absent
   * @param material what {@linkcode StageCommand.material} returned
   */
  parameters(
    // deno-lint-ignore no-explicit-any -- the values of the flags above, which `stageCommand` types
    options: any,
    inputs: Readonly<Record<string, Result>>,
    material: unknown,
  ): unknown;
  /** Throws UsageError where flags are at odds, before an input is opened. Absent: they never are. */
  // deno-lint-ignore no-explicit-any -- likewise
  check?(options: any): void;
  /** Reads what the parameters will name by a digest only. Absent: nothing. */
  // deno-lint-ignore no-explicit-any -- likewise
  material?(options: any): Promise<unknown>;
  /** The flags that ask for given parameters, without those of the inputs. */
  arguments(parameters: Parameters): string[];
  /** Whether it is worth a process of its own where a whole plan runs on one machine. */
  readonly apart: boolean;
}

/** A stage as it is planned: its parameters, and those of what it is made from. */
export interface Work {
  /** Its parameters. */
  readonly parameters: unknown;
  /** What makes its inputs, by role. */
  readonly inputs: Readonly<Record<string, Work>>;
}

/** What a stage is thought to take, so that a workflow can ask for it. */
export interface Cost {
  /** Megabytes of memory. */
  readonly memory: number;
  /** Floating-point operations, for a time once it is known how fast a machine is. */
  readonly operations: number;
  /** Training steps, each of which takes some time whatever its arithmetic. */
  readonly steps: number;
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
  /**
   * Input roles and the stage that each must come from, for instance `{ dataset: "dataset" }`. An
   * input may be absent where the stage can do without it.
   */
  inputs(parameters: Parameters): Readonly<Record<string, string>>;
  /**
   * Parameters with what the output says of inputs besides their contents, such as their folders'
   * names: the key then covers it. Absent: nothing.
   */
  withInputs?(parameters: Parameters, inputs: Readonly<Record<string, Result>>): Parameters;
  /** What it needs of its machine. */
  readonly needs: Needs;
  /** Short readable part of the folder's name: letters, digits, `.`, `_`, `-`. */
  slug(parameters: Parameters, inputs: Readonly<Record<string, Result>>): string;
  /** Writes the outputs to `run.out` and returns the headline figures. */
  run(run: StageRun<Parameters>): Promise<Metrics>;
  /** How its script is asked for it. Absent where a script computes it at the end of a plan only. */
  readonly command?: StageCommand<Parameters>;
  /** What it takes, by arithmetic alone. Absent where a workflow runs no job of it. */
  cost?(parameters: Parameters, inputs: Readonly<Record<string, Work>>): Cost;
  /**
   * What the parameters name by a digest only, read back from a finished result, so that the stage
   * can be run again. Absent: nothing.
   */
  material?(parameters: Parameters, directory: string): Promise<unknown>;
  /** Why a result cannot be run again from its folder; `undefined` where it can, as of other stages. */
  notAgain?(parameters: Parameters): string | undefined;
}

/** A stage of any parameters. */
// deno-lint-ignore no-explicit-any -- Stage<P> is invariant in P
export type AnyStage = Stage<any>;
