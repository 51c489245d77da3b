/**
 * Scripts of the suite as child processes, each with the permissions that it needs and no more: a
 * parent that may write to its results only must not start a child that may write anywhere.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import config from "../../deno.json" with { type: "json" };
import { RunError, UsageError } from "../errors.ts";
import type { Progress } from "./progress.ts";
import { startChild } from "./start_child.ts";

const ROOT = new URL("../../", import.meta.url);

/** What a child is told, and where what it says goes. */
export interface ChildOptions {
  /** The results folder: all that the child may write to. */
  readonly results: string;
  readonly backend: "wasm" | "webgpu";
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

type Permissions = Readonly<Record<string, true | readonly string[]>>;

const SETS: Readonly<Record<string, Permissions>> = config.permissions as never;

/** The flags of a script's permission set, writing narrowed to one folder. */
export function permissionFlags(script: string, results: string): string[] {
  // Deno separates paths by commas and has no way to write one.
  if (results.includes(",")) return [`--permission-set=${script}`];
  return Object.entries(SETS[script]).map(([kind, values]) => {
    if (kind === "write") return `--allow-write=${results}`;
    return values === true ? `--allow-${kind}` : `--allow-${kind}=${values.join(",")}`;
  });
}

/**
 * What to start: this very program where that may be run, else the `deno` on the search path, which
 * is what `--allow-run=deno` allows.
 */
function denoPath(): string {
  const command = Deno.execPath();
  return Deno.permissions.querySync({ name: "run", command }).state === "granted"
    ? command
    : "deno";
}

/**
 * Runs a script of the suite in a process of its own, and returns the last line it prints, which is
 * its result's path.
 *
 * Throws what the script's exit code says, with its last line on standard error: UsageError for 2,
 * RunError for any other but 0, and the signal's reason.
 */
export async function runScript(
  script: string,
  args: readonly string[],
  { results, backend, signal, progress }: ChildOptions,
): Promise<string> {
  const path = (name: string) => fileURLToPath(new URL(name, ROOT));
  signal.throwIfAborted();
  const child = startChild(denoPath(), {
    args: [
      ...["run", "--quiet", "--no-prompt", `--config=${path("deno.json")}`],
      ...permissionFlags(script, results),
      path(`scripts/${script}.ts`),
      ...args,
      `--results=${results}`,
      `--backend=${backend}`,
      `--parent=${Deno.pid}`,
    ],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }, (names) => sayOnce(`${names.join(", ")} is not passed on to stages`, progress));
  const stop = () => {
    try {
      child.kill("SIGTERM");
    } catch {
      // It has ended by itself.
    }
  };
  signal.addEventListener("abort", stop);
  let last = "";
  const relay = async () => {
    for await (const line of lines(child.stderr)) {
      // Each child says which backend it was told to use.
      if (line.startsWith("backend ")) continue;
      last = line;
      const text = line.replace(`${script}: `, "");
      const counted = countedIn(text);
      if (counted) progress.update(counted.done, counted.total);
      progress.line(text);
    }
  };
  let directory = "";
  const collect = async () => {
    for await (const line of lines(child.stdout)) directory = line;
  };
  const [{ code, signal: ending }] = await Promise.all([child.status, relay(), collect()]);
  signal.removeEventListener("abort", stop);
  signal.throwIfAborted();
  if (code !== 0) {
    const Failure = code === 2 ? UsageError : RunError;
    const end = ending === null ? "without a word" : `by ${ending}, which it did not cause itself`;
    // What was said before a signal was progress.
    throw new Failure(ending === null && last ? last : `scripts/${script}.ts was ended ${end}`);
  }
  return directory;
}

const said = new Set<string>();

/** Prints a line the first time that it is asked for. */
function sayOnce(line: string, progress: Progress): void {
  if (!said.has(line)) progress.line(line);
  said.add(line);
}

/** How far a line of progress says that its script is, such as `epoch 3 of 8: …`. */
export function countedIn(line: string): { done: number; total: number } | undefined {
  const [, done, total] = /^[^\d:]*\b(\d+) of (\d+)\b/.exec(line) ?? [];
  if (total === undefined || Number(done) > Number(total)) return undefined;
  return { done: Number(done), total: Number(total) };
}

async function* lines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop() as string;
    yield* parts.filter((line) => line !== "");
  }
  if (rest !== "") yield rest;
}
