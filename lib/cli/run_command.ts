/**
 * What is around every script: the only place that decides what a user reads on standard error and
 * which code a script exits with. Scripts outside this repository rely on both, so no script prints
 * an error of its own.
 *
 * @module
 */

import { RunError, UsageError } from "../errors.ts";
import {
  type Command,
  type CommandSpec,
  type CommonFlags,
  type Flags,
  helpText,
  type Options,
} from "./command.ts";
import { interrupted } from "./interrupt.ts";
import { complaintAbout } from "./oldest_deno.ts";
import { parseCommand } from "./parse.ts";
import { printable, printableLines } from "../words/printable.ts";

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
  const { name, permissions, interrupted: left = INTERRUPTED } = spec;
  if (interrupted()) return [`interrupted; ${left}`, 1];
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
