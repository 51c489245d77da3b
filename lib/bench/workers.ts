/**
 * Starting the processes that measure, several at once where their sum is wanted: all are warmed up
 * before any of them measures.
 *
 * @module
 */

import { fileURLToPath } from "node:url";
import { startChild } from "../cli/start_child.ts";
import { RASTERISER_PERMISSIONS } from "../curve/rasteriser.ts";
import { RunError, UsageError } from "../errors.ts";
import type { BackendFacts, Measurements, Reply, Request } from "./messages.ts";

/** What a measurement gave, and on which backend. */
export interface Measured<M extends Request["measure"]> {
  readonly backend: BackendFacts;
  readonly result: Measurements[M];
}

/** Permission flags that some measurements need, besides reading. */
const PERMISSIONS: { readonly [M in Request["measure"]]?: readonly string[] } = {
  evaluation: RASTERISER_PERMISSIONS,
  losses: RASTERISER_PERMISSIONS,
  device: ["--allow-sys=cpus,osRelease", "--allow-env=DENO_WEBGPU_BACKEND"],
};

/** Why a process that ended without a reply did so, in a few words. */
export function deathCause(
  { signal, code }: Pick<Deno.CommandStatus, "signal" | "code">,
  stderr: string,
): string {
  if (/out of memory|allocation failed/i.test(stderr)) return "out of memory";
  // The kernel's answer to memory running out is this signal.
  if (signal === "SIGKILL") return "killed, which where memory runs out is the system's doing";
  const last = stderr.trimEnd().split("\n").at(-1)!.trim();
  return last || (signal ? `ended by ${signal}` : `exited with ${code} without a word`);
}

interface Worker {
  /** Resolves when it is warmed up, or has ended. */
  readonly ready: Promise<void>;
  readonly reply: Promise<Reply>;
  /** A reply that it gave before its last, where it has given one. */
  soFar(): Reply | undefined;
  start(): Promise<void>;
  stop(): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

function startWorker(request: Request): Worker {
  const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
  const child = startChild(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-prompt",
      `--config=${path("deno.json")}`,
      "--allow-read",
      ...(PERMISSIONS[request.measure] ?? []),
      path("lib/bench/worker.ts"),
      JSON.stringify(request),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const input = child.stdin.getWriter();
  let last = "", errors = "";
  const lastReply = () => last.startsWith("{") ? JSON.parse(last) as Reply : undefined;
  const ready = Promise.withResolvers<void>();
  const listen = async () => {
    let rest = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() as string;
      if (lines.includes("ready")) ready.resolve();
      last = lines.at(-1) ?? last;
    }
    ready.resolve();
  };
  const listenToErrors = async () => {
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      errors = (errors + text).slice(-10_000);
    }
  };
  const reply = Promise.all([child.status, listen(), listenToErrors()]).then(([status]) => {
    const given = status.success ? lastReply() : undefined;
    return given ?? { failed: deathCause(status, errors), usage: false };
  });
  return {
    ready: ready.promise,
    reply,
    soFar: lastReply,
    async start() {
      // One that has ended already takes no word, and its reply says why.
      await input.write(new TextEncoder().encode("go\n")).catch(() => {});
    },
    stop() {
      input.close().catch(() => {});
    },
    kill() {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
  };
}

/** How a measurement is made. */
export interface MeasureOptions {
  /** Processes at once. Default 1. */
  readonly processes?: number;
  /**
   * Most seconds that it may take from the start of its processes. What a process has said so far
   * counts then. Default no limit.
   */
  readonly limit?: number;
}

/** A measurement that had not ended when its time was over. */
export class CutError extends RunError {
  override name = "CutError";
}

/**
 * Makes one measurement in each of some processes at the same time.
 *
 * Throws UsageError or RunError, with what the first that failed says, where one failed, and
 * CutError where the limit was reached.
 */
export async function measureAtOnce<M extends Request["measure"]>(
  request: Request & { readonly measure: M },
  { processes = 1, limit }: MeasureOptions = {},
): Promise<Measured<M>[]> {
  const workers = Array.from({ length: processes }, () => startWorker(request));
  let cut = false;
  const timer = limit === undefined ? undefined : setTimeout(() => {
    cut = true;
    for (const worker of workers) worker.kill();
  }, limit * 1000);
  try {
    await Promise.all(workers.map(({ ready }) => ready));
    await Promise.all(workers.map((worker) => worker.start()));
    const replies = await Promise.all(workers.map(({ reply }) => reply));
    return replies.map((ended, k) => {
      const reply = cut ? workers[k].soFar() ?? ended : ended;
      if (!("failed" in reply)) return reply as Measured<M>;
      if (cut) throw new CutError(`not finished after ${limit} s`);
      throw new (reply.usage ? UsageError : RunError)(reply.failed);
    });
  } finally {
    clearTimeout(timer);
    for (const worker of workers) worker.stop();
  }
}
