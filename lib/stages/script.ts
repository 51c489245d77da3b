/**
 * A stage's script: flags in, a result folder out. All of it follows from the stage but the words
 * of its help text.
 *
 * @module
 */

import type { Backend } from "../backend/backend.ts";
import { type Command, command, type Flags } from "../cli/command.ts";
import { flag } from "../cli/flags.ts";
import { endWithParent } from "../cli/parent.ts";
import { interruptSignal } from "../cli/interrupt.ts";
import { type Outcome, runCommand } from "../cli/run_command.ts";
import { RASTERISER_PERMISSIONS } from "../curve/rasteriser.ts";
import type { AnyStage, Needs, Result, StageCommand } from "../results/stage.ts";

/** The permission flags of a script that computes a stage with such needs. */
export function permissionsOf({ rasteriser }: Needs): string[] {
  const files = ["--allow-read", "--allow-write=results"];
  return rasteriser ? [...files, ...RASTERISER_PERMISSIONS] : files;
}

/** The words of a script's help text, and flags that are no parameters of its stage. */
export interface ScriptWords {
  /** One sentence on what it does. */
  readonly summary: string;
  /** Command lines, without the `deno task` before them. */
  readonly examples: readonly string[];
  /** Flags besides the stage's. Default none. */
  readonly flags?: Flags;
}

/** More processors than this bring little, since part of the work is done by one. */
const MOST_THREADS = 4;

/** The flag of a script that another may start. */
const parentFlag = {
  parent: flag.integer({
    min: 1,
    max: 2 ** 31 - 1,
    optional: true,
    help: "process id of the parent: stop when it ends (set by reproduce and sweep)",
  }),
};

/** The flag of a script whose stage is faster on more than one processor. */
const threadsFlag = {
  threads: flag.integer({
    min: 1,
    max: 64,
    optional: true,
    help: "processors to use on wasm, which change no byte; default all up to " +
      `${MOST_THREADS}, or 1 under reproduce and sweep`,
  }),
};

function threadsOf({ threads, parent }: StageOptions): number {
  if (typeof threads === "number") return threads;
  return parent === undefined ? Math.min(navigator.hardwareConcurrency, MOST_THREADS) : 1;
}

function commandOf({ name, command }: AnyStage): StageCommand<unknown> {
  if (command === undefined) throw new TypeError(`Cannot run ${name} alone: it has no command`);
  return command;
}

/** The command of a stage's script. Throws TypeError where the stage has none. */
export function stageSpec(stage: AnyStage, { flags, ...words }: ScriptWords): Command<Flags> {
  const own = commandOf(stage);
  return command<Flags>({
    name: stage.name,
    permissions: permissionsOf(stage.needs),
    flags: {
      ...own.flags,
      ...flags,
      ...(stage.needs.threads ? threadsFlag : {}),
      ...(own.apart ? parentFlag : {}),
    },
    ...words,
  });
}

/** What every stage's script is told. */
export interface StageOptions {
  readonly results: string;
  readonly backend: "auto" | "webgpu" | "wasm";
  readonly quiet: boolean;
  readonly [name: string]: unknown;
}

/** Chooses the backend where a stage needs one, and says which. */
export async function backendFor(
  { needs }: AnyStage,
  { backend: request, quiet }: Pick<StageOptions, "backend" | "quiet">,
): Promise<Backend | undefined> {
  if (!needs.backend) return undefined;
  const { selectBackend } = await import("../backend/select.ts");
  const backend = await selectBackend(request);
  if (!quiet) console.error(backend.reason);
  return backend;
}

/** Computes what a command line asks of a stage, or finds its result. */
async function runWithOptions(
  stage: AnyStage,
  options: StageOptions,
): Promise<{ result: Result; cached: boolean }> {
  // Loaded here, because help needs neither.
  const { openResult } = await import("../results/store.ts");
  const { runFromScript } = await import("./run.ts");
  const own = commandOf(stage);
  own.check?.(options);
  const material = await own.material?.(options);
  const inputs: Record<string, Result> = {};
  const open = async (role: string, from: string) => {
    const directory = options[role] as string | undefined;
    if (directory !== undefined) {
      inputs[role] = await openResult(directory, { stage: from, flag: role });
    }
  };
  for (const [role, from] of Object.entries(own.inputs)) await open(role, from);
  const backend = await backendFor(stage, options);
  return await runFromScript(stage, {
    parameters: own.parameters(options, inputs, material),
    inputs,
    material,
    backend,
    options,
    signal: interruptSignal(),
    threads: threadsOf(options),
  });
}

/** What a script does besides running its stage. */
export interface Around {
  /** Throws UsageError where flags that are no parameters are wrong, before anything is computed. */
  check?(options: StageOptions): Promise<void>;
  /** What is left to do with the result. */
  finish?(done: Done, options: StageOptions): Promise<void>;
}

/** Runs a stage's script; see `runCommand`. It prints the path of the result. */
export async function runStageScript(
  stage: AnyStage,
  spec: Command<Flags>,
  { check, finish }: Around = {},
): Promise<never> {
  return await runCommand(spec, async (given): Promise<Outcome> => {
    const options = given as unknown as StageOptions;
    if (typeof options.parent === "number") endWithParent(options.parent);
    await check?.(options);
    const done = await runWithOptions(stage, options);
    await finish?.(done, options);
    const { directory, key, metrics } = done.result;
    return { directory, json: { key, cached: done.cached, metrics } };
  });
}

type Done = Awaited<ReturnType<typeof runWithOptions>>;
