/**
 * Hostile input: every reader is fed thousands of seeded values. It must take each or refuse it in
 * one line as the user's error: no other error, no hang, no memory out of proportion. The readers
 * run in a process of their own, watched from outside, so that a hang or a crash is one lost case.
 *
 * @module
 */

import fc from "fast-check";
import { RunError, UsageError } from "../../lib/errors.ts";
import { selectBackend } from "../../lib/backend/mod.ts";
import { makeTargets, type Target } from "./fuzz_targets.ts";
import { isTooLong, slowness } from "./pace.ts";
import { countWords, type Ground, type Tally } from "./study.ts";

/** Options of {@linkcode fuzz}. */
export interface FuzzOptions extends Ground {
  /** Cases to try. */
  readonly cases: number;
}

/** Longest time that a case may take, in milliseconds on a quiet machine. */
const LONGEST = 5000;

/** Memory that a case may take beyond what was taken before it, in MiB. */
const MOST = 1024;

/** What the child is told. */
interface Order {
  readonly results: string;
  readonly workspace: string;
  readonly cases: number;
  readonly seed: number;
  /** First case to try. */
  readonly from: number;
}

/** A line of the child's: a case that begins, or what went wrong in it. */
type Line = { begin: number; name: string } | { wrong: string };

/** The target of each case, by their weights. */
function schedule(targets: readonly Target[], cases: number): Target[] {
  const round = targets.flatMap((target) => Array<Target>(target.weight).fill(target));
  return Array.from({ length: cases }, (_, k) => round[k % round.length]);
}

/** Peak of this process's memory in MiB since the last call; 0 where the system does not say. */
async function peak(): Promise<number> {
  try {
    const status = await Deno.readTextFile("/proc/self/status");
    await Deno.writeTextFile("/proc/self/clear_refs", "5");
    return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function shown(value: unknown): string {
  const text = fc.stringify(value);
  return text.length > 300 ? `${text.slice(0, 300)}… (${text.length} characters)` : text;
}

async function tryCase(target: Target, value: unknown): Promise<string | undefined> {
  const before = await peak();
  const started = performance.now();
  let wrong: string | undefined;
  try {
    await target.feed(value);
  } catch (error) {
    const refused = error instanceof UsageError || error instanceof RunError ||
      (target.syntax && error instanceof SyntaxError);
    if (!refused) wrong = error instanceof Error ? `${error.stack}` : String(error);
  }
  const took = performance.now() - started;
  if (isTooLong(took, LONGEST)) wrong ??= `it took ${Math.round(took)} ms`;
  const grown = await peak() - before;
  if (grown > MOST) wrong ??= `it took ${Math.round(grown)} MiB`;
  return wrong && `${target.name}: ${wrong.slice(0, 600)}; given ${shown(value)}`;
}

/** The child: tries the cases and says so, a line each. */
async function tryCases({ results, workspace, cases, seed, from }: Order): Promise<void> {
  const say = (line: Line) => console.log(JSON.stringify(line));
  await selectBackend("wasm");
  const targets = schedule(await makeTargets({ results, workspace }), cases);
  for (let k = from; k < cases; k++) {
    const target = targets[k];
    say({ begin: k, name: target.name });
    const [value] = fc.sample(target.hostile, { numRuns: 1, seed: seed + k });
    const wrong = await tryCase(target, value);
    if (wrong) say({ wrong: `case ${k}: ${wrong}` });
  }
}

/** Silence after which a case hangs, in milliseconds on a quiet machine. */
const SILENCE = 6 * LONGEST;

/** Reads lines until the stream ends or nothing comes for too long; says which. */
async function follow(
  stream: ReadableStream<Uint8Array>,
  use: (line: Line) => void,
): Promise<"ended" | "hangs"> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  while (true) {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silence = new Promise<"hangs">((resolve) => {
      const wait = (ms: number, then: () => void) => timer = setTimeout(then, ms);
      wait(SILENCE, () => wait(SILENCE * (slowness() - 1), () => resolve("hangs")));
    });
    const next = await Promise.race([reader.read(), silence]);
    clearTimeout(timer);
    if (next === "hangs") return next;
    if (next.done) return "ended";
    const lines = (rest + next.value).split("\n");
    rest = lines.pop()!;
    for (const line of lines) use(JSON.parse(line));
  }
}

/** Feeds hostile values to every reader. */
export async function fuzz(
  { cases, results, workspace, seed, report }: FuzzOptions,
): Promise<Tally> {
  const lost: string[] = [];
  const counts: Record<string, number> = {};
  for (let from = 0, run = 0; from < cases; run++) {
    const place = `${workspace}/fuzz-${run}`;
    await Deno.mkdir(place);
    const order: Order = { results, workspace: place, cases, seed, from };
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        ...["run", "-A", "--quiet", "--v8-flags=--max-old-space-size=1500"],
        ...[import.meta.filename!, JSON.stringify(order)],
      ],
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const told = new Response(child.stderr).text();
    let last = { begin: from, name: "" };
    const ending = await follow(child.stdout, (line) => {
      if ("wrong" in line) return lost.push(line.wrong);
      last = line;
      counts[line.name] = (counts[line.name] ?? 0) + 1;
      if ((line.begin + 1) % 1000 === 0) report(`${line.begin + 1} of ${cases} cases`);
    });
    if (ending === "hangs") child.kill("SIGKILL");
    const { code } = await child.status;
    const crash = (await told).trim().split("\n").slice(-3).join(" ");
    if (code === 0) break;
    lost.push(`case ${last.begin}: ${last.name}: it ${ending === "hangs" ? "hangs" : crash}`);
    from = last.begin + 1;
  }
  return { unit: "hostile inputs", tried: cases, lost, note: countWords(counts) };
}

if (import.meta.main) await tryCases(JSON.parse(Deno.args[0]));
