/**
 * The seam between a script and its command line: the only user of an argument parser, and the
 * only place that decides what a user reads on standard error and which code a script exits with.
 * Scripts outside this repository rely on both, so no script prints an error of its own.
 *
 * @module
 */

import { relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { RunError, UsageError } from "../errors.ts";
import {
  type Command,
  type CommandSpec,
  type CommonFlags,
  cwdFlag,
  type Flags,
  helpText,
  type Options,
} from "./command.ts";
import { complaintAbout } from "./oldest_deno.ts";
import { printable, printableLines } from "./printable.ts";

export { command, commonFlags, helpText } from "./command.ts";
export type {
  CamelCase,
  Command,
  CommandSpec,
  CommonFlags,
  Flags,
  Options,
  Positionals,
} from "./command.ts";
export { flag } from "./flags.ts";
export type {
  ChoiceOptions,
  Flag,
  FlagKinds,
  FlagOptions,
  Maybe,
  NumberOptions,
  ParsedOptions,
  TextOptions,
} from "./flags.ts";

/** Edits (insertions, deletions, replacements) that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      const replaced = row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[to.length];
}

function unknownFlag(given: string, known: readonly string[]): UsageError {
  const bare = given.replace(/^-+/, "").replace(/=.*$/s, "");
  const distance = (name: string) =>
    name.startsWith(bare) && bare.length > 1 ? 0 : editDistance(bare, name);
  const nearest = known.toSorted((left, right) => distance(left) - distance(right))[0];
  const near = distance(nearest) <= nearest.length / 2;
  const hint = near ? `did you mean --${nearest}?` : `allowed are --${known.join(", --")}`;
  return new UsageError(`unknown flag ${given.replace(/=.*$/s, "")}: ${hint}`);
}

function camelCase(name: string): string {
  return name.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}

/** Whether the argument at `token` stands where a value should and is really the next flag. */
function swallowsFlag(value: string): boolean {
  // A single minus may begin a value (`--rate -1`), which deserves the message on its range.
  return value.startsWith("--") || value === "-h";
}

/**
 * How paths are read where relative ones lead from `base`. A task runs in the folder of its
 * configuration, which is not where its user stands; what it hands over is where that is. Paths that
 * were given then lead from there, and defaults from the working directory as ever, and all are made
 * absolute, so that what is printed leads to the file from anywhere.
 */
function pathsFrom(
  base: string | undefined,
): Record<"given" | "default", (path: string) => string> {
  const same = (path: string) => path;
  if (!base || relative(Deno.cwd(), base) === "") return { given: same, default: same };
  return { given: (path) => resolve(base, path), default: (path) => resolve(path) };
}

/** Refuses words of another command that do not stand after `--` (`words`), or begin with no program. */
function checkWords(positionals: readonly string[], words: readonly string[] | undefined): void {
  if (positionals.length > (words?.length ?? 0)) {
    throw new UsageError(
      `unexpected argument ${positionals[0] || '""'}: a command is allowed after -- alone`,
    );
  }
  if (words && !words[0]) {
    const given = words.length === 0 ? "nothing" : "an empty word";
    throw new UsageError(`-- must be followed by a command, received ${given}`);
  }
}

/**
 * Reads a command line into options, or `"help"` where it asks for help.
 *
 * Throws UsageError on an unknown or repeated flag, a missing or wrong value, a missing required
 * flag, and too few or too many positional arguments.
 *
 * @example
 * ```ts
 * import { assert, assertEquals } from "@std/assert";
 * import { command, flag, parseCommand } from "./parse.ts";
 *
 * const flags = { "points-file": flag.text({ optional: true, help: "points" }) };
 * const spec = command({ name: "dataset", summary: "Draws.", permissions: [], flags });
 * const options = parseCommand(spec, ["--points-file", "a.csv", "--quiet"]);
 * assert(options !== "help");
 * assertEquals([options.pointsFile, options.quiet], ["a.csv", true]);
 * ```
 */
export function parseCommand<F extends Flags>(
  spec: Command<F>,
  args: readonly string[],
): Options<Omit<CommonFlags, keyof F> & F> | "help" {
  const flags: Flags = { ...spec.flags, cwd: cwdFlag };
  const end = args.indexOf("--");
  const beforeEnd = end < 0 ? args : args.slice(0, end);
  if (beforeEnd.includes("--help") || beforeEnd.includes("-h")) return "help";

  const types = Object.entries(flags).map(([name, { placeholder }]) =>
    [name, { type: placeholder === undefined ? "boolean" : "string" }] as const
  );
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(types),
    // The parser's own complaints span lines and name no range: it only splits, we judge.
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const { name, value } = token;
    if (spec.retired && Object.hasOwn(spec.retired, name)) {
      throw new UsageError(`--${name} must be left out: ${spec.retired[name]}`);
    }
    if (!token.rawName.startsWith("--") || !Object.hasOwn(flags, name)) {
      throw unknownFlag(args[token.index], [...Object.keys(flags), "help"]);
    }
    const { placeholder, allowed, repeatable } = flags[name];
    if (placeholder === undefined && value !== undefined) {
      throw new UsageError(`--${name} must be ${allowed}, received ${value || "an empty value"}`);
    }
    if (
      placeholder !== undefined &&
      (value === undefined || (!token.inlineValue && swallowsFlag(value)))
    ) {
      throw new UsageError(`--${name} must be ${allowed}, received no value`);
    }
    const values = given.get(name) ?? [];
    if (values.length > 0 && !repeatable) {
      const all = [...values, value ?? ""].filter((text) => text !== "").join(" and ");
      throw new UsageError(`--${name} must be given once, received ${all || "twice"}`);
    }
    given.set(name, [...values, value ?? ""]);
  }

  if (spec.positionals?.afterDashes) {
    checkWords(positionals, end < 0 ? undefined : args.slice(end + 1));
  }
  const { name: noun, min, max } = spec.positionals ?? { name: "", min: 0, max: 0 };
  if (positionals.length > max) {
    const allowed = max === 0 ? "only flags are allowed" : `at most ${max} ${noun} allowed`;
    throw new UsageError(`unexpected argument ${positionals[max] || '""'}: ${allowed}`);
  }
  if (positionals.length < min) {
    throw new UsageError(`at least ${min} ${noun} needed, received ${positionals.length}`);
  }
  const place = pathsFrom(given.get("cwd")?.[0]);
  const placeArgument = (path: string) => {
    // An empty one would lead to the folder itself.
    if (path === "") throw new UsageError("an argument must be a path, received an empty one");
    return place.given(path);
  };
  const options: Record<string, unknown> = {
    positionals: spec.positionals?.paths ? positionals.map(placeArgument) : positionals,
  };
  for (const [name, flag] of Object.entries(flags)) {
    const { required, allowed, default: initial, read, path } = flag;
    const values = given.get(name);
    if (!values && required) throw new UsageError(`--${name} is missing: it must be ${allowed}`);
    // An empty value is refused as such.
    const placed = path ? values?.map((value) => value && place.given(value)) : values;
    const fallback = path && typeof initial === "string" ? place.default(initial) : initial;
    const value = placed ? read(name, placed) : fallback;
    if (name !== "cwd" || value !== undefined) options[camelCase(name)] = value;
  }
  return options as Options<Omit<CommonFlags, keyof F> & F>;
}

/** What a command has to say when it is done. */
export interface Outcome {
  /** The result folder: the last line of standard output. */
  readonly directory?: string;
  /** Printed before it, for instance a table; left out with `--json`. */
  readonly text?: string;
  /** More members of the object that `--json` prints beside `directory`. */
  readonly json?: Readonly<Record<string, unknown>>;
  /** One line that says what is wrong although the command ran through; the exit code is then 1. */
  readonly failed?: string;
}

function write(stream: { writeSync(bytes: Uint8Array): number }, text: string): void {
  let rest = new TextEncoder().encode(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(stream.writeSync(rest));
    } catch (error) {
      // A reader that closed the pipe (`| head -1`) has what it wanted.
      if (error instanceof Deno.errors.BrokenPipe) return;
      if (!(error instanceof Deno.errors.WouldBlock)) throw error;
    }
  }
}

function debugging(): boolean {
  // Asking first avoids a prompt, and the error of a missing permission within an error's report.
  const variable = "PUNCTURED_VAE_DEBUG";
  const { state } = Deno.permissions.querySync({ name: "env", variable });
  return state === "granted" && Boolean(Deno.env.get(variable));
}

function missingPermission(error: unknown): Error | undefined {
  // Native modules report a refused load as the cause of an error of their own.
  for (let depth = 0; error instanceof Error && depth < 10; depth++, error = error.cause) {
    if (error instanceof Deno.errors.NotCapable) return error;
  }
}

/** Longest line that an error prints, in characters. */
const LONGEST_LINE = 2000;

/**
 * A message as one line that is safe to print: a value or a file's cell that it quotes may hold
 * line ends, a terminal's control sequences, or megabytes.
 */
function oneLine(message: string): string {
  const line = printable(message.trim().replaceAll(/\s*\n\s*/g, " "));
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}

/** What an interrupt leaves of a command whose finished stages are results. */
const INTERRUPTED = "what was finished is kept: run the same command again to resume";

/** The line on standard error and the exit code that an error deserves. */
function verdict(error: unknown, spec: CommandSpec<Flags>): [string, 1 | 2] {
  const { name, permissions, interrupted = INTERRUPTED } = spec;
  if (interruption?.signal.aborted) return [`interrupted; ${interrupted}`, 1];
  const message = error instanceof Error ? error.message || error.name : String(error);
  if (error instanceof UsageError) return [message, 2];
  const denied = missingPermission(error);
  if (denied) {
    const flags = permissions.join(" ") || "no permission flags";
    return [`permission missing: ${denied.message} (scripts/${name}.ts needs ${flags})`, 2];
  }
  if (error instanceof RunError || !(error instanceof Error)) return [message, 1];
  return [`${error.name}: ${message}`, 1];
}

let interruption: AbortController | undefined;

/**
 * A signal that is aborted on the first SIGINT or SIGTERM, so that a run can save its state; the
 * same once more ends the process at once. Without a call to this, either ends it at once.
 */
export function interruptSignal(): AbortSignal {
  if (interruption) return interruption.signal;
  const controller = interruption = new AbortController();
  const listen = (name: Deno.Signal) => {
    let received = false;
    Deno.addSignalListener(name, () => {
      // A terminal interrupts parent and child, and the parent passes it on as SIGTERM: one of
      // each is one wish to stop, not an impatient second.
      if (received) Deno.exit(1);
      received = true;
      controller.abort(new DOMException("interrupted", "AbortError"));
    });
  };
  listen("SIGINT");
  // Windows knows no SIGTERM.
  if (Deno.build.os !== "windows") listen("SIGTERM");
  return controller.signal;
}

/**
 * Runs a script: reads its command line, calls `run`, prints what it returns and exits: 0 done,
 * 1 failed or interrupted, 2 wrong usage. Each failure is one line on standard error; a stack only
 * where the environment variable PUNCTURED_VAE_DEBUG is set and may be read.
 *
 * `run` returns the path of the result folder, or an {@linkcode Outcome}.
 *
 * @example
 * ```ts ignore
 * // Not run: it ends the process.
 * if (import.meta.main) {
 *   await runCommand(spec, async (options) => await renderTo(options.out));
 * }
 * ```
 */
export async function runCommand<F extends Flags>(
  spec: Command<F>,
  run: (
    options: Options<Omit<CommonFlags, keyof F> & F>,
  ) => Promise<Outcome | string | void> | Outcome | string | void,
  { args = Deno.args }: { args?: readonly string[] } = {},
): Promise<never> {
  const fail = (error: unknown): never => {
    const [line, code] = verdict(error, spec);
    try {
      write(Deno.stderr, `${spec.name}: ${oneLine(line)}\n`);
      if (error instanceof Error && debugging()) write(Deno.stderr, `${error.stack}\n`);
    } catch {
      // The exit code says it where nothing can be written.
    }
    Deno.exit(code);
  };
  // Errors outside the awaited chain, for instance in a device's callback, end the same way.
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    fail(event.reason);
  });
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    fail(event.error);
  });
  // What a script says may quote a folder's name.
  const { error: say } = console;
  console.error = (...parts) => {
    try {
      say(...parts.map((part) => typeof part === "string" ? printableLines(part) : part));
    } catch {
      // Notes that cannot be written, as on a full disk, must not end the run.
    }
  };
  // Standard output is the contract; a library that chats there would break it.
  console.log = console.info = console.debug = console.error;
  try {
    const complaint = complaintAbout(Deno.version.deno);
    if (complaint !== undefined) throw new UsageError(complaint);
    const options = parseCommand(spec, args);
    if (options === "help") {
      write(Deno.stdout, `${helpText(spec)}\n`);
      Deno.exit(0);
    }
    const returned = await run(options);
    const outcome = typeof returned === "string" ? { directory: returned } : returned ?? {};
    const { directory, text, json, failed } = outcome as Outcome;
    const asJson = (options as { readonly json?: unknown }).json === true;
    const words = text === undefined ? undefined : printableLines(text);
    const lines = [words, directory].filter((part) => part !== undefined);
    const printed = asJson ? [printable(JSON.stringify({ directory, ...json }))] : lines;
    write(Deno.stdout, printed.map((line) => `${line}\n`).join(""));
    if (failed !== undefined) fail(new RunError(failed));
    Deno.exit(0);
  } catch (error) {
    return fail(error);
  }
}
