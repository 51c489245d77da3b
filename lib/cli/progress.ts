/**
 * How far a run is, told on standard error so that standard output stays the result's path: a bar
 * on a terminal, and elsewhere (a log file, CI) only the lines that a stage prints now and then,
 * because a carriage return there would make one endless line.
 *
 * @module
 */

import { printable } from "./printable.ts";

/** Where a running stage reports how far it is; never part of a result. */
export interface Progress {
  /** Reports the state of the work: `done` of `total` units, and a short text such as a loss. */
  update(done: number, total: number, text?: string): void;
  /** Prints one line that stays, for instance at the end of an epoch. */
  line(text: string): void;
}

/** Options of {@linkcode createProgress}; all but `label` and `quiet` are there for tests. */
export interface ProgressOptions {
  /** Stands before each line, for instance the stage's name. */
  readonly label: string;
  /** Print nothing at all. Default false. */
  readonly quiet?: boolean;
  /** Whether to draw a bar. Default: whether standard error is a terminal. */
  readonly terminal?: boolean;
  /** Columns of the terminal. Default: as the terminal says, else 80. */
  readonly columns?: number;
  /** Where the text goes. Default standard error. */
  readonly write?: (text: string) => void;
  /** Milliseconds on any steady clock. Default `performance.now`. */
  readonly now?: () => number;
}

/** Seconds as `42s`, `3m05s` or `1h02m`. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number) => String(value).padStart(2, "0");
  if (whole < 60) return `${whole}s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}m${two(whole % 60)}s`;
  return `${Math.floor(whole / 3600)}h${two(Math.floor(whole / 60) % 60)}m`;
}

function toStandardError(text: string): void {
  try {
    Deno.stderr.writeSync(new TextEncoder().encode(text));
  } catch {
    // A reader of standard error that went away must not end the run.
  }
}

function terminalColumns(): number {
  try {
    return Deno.consoleSize().columns || 80;
  } catch {
    return 80; // Standard error may be a terminal while standard input and output are not.
  }
}

/** Milliseconds between two drawings of the bar: fast enough to look alive, too slow to cost. */
const REDRAW = 100;

/**
 * Makes a {@linkcode Progress} that writes to standard error. The time left is estimated from the
 * rate since the first update, so that a run that resumes in the middle is not counted as fast.
 *
 * @example
 * ```ts
 * import { createProgress } from "./progress.ts";
 *
 * const progress = createProgress({ label: "train", quiet: false });
 * for (let step = 1; step <= 100; step++) progress.update(step, 100, "loss 0.0612");
 * progress.line("epoch 1 of 8: loss 0.0612"); // on standard error
 * ```
 */
export function createProgress(options: ProgressOptions): Progress {
  const { label, quiet = false, write = toStandardError, now = () => performance.now() } = options;
  if (quiet) return { update: () => {}, line: () => {} };
  const terminal = options.terminal ?? Deno.stderr.isTerminal();

  let first: { readonly done: number; readonly time: number } | undefined;
  let last = { done: -1, total: -1 };
  let drawn = 0; // columns that the bar on the screen covers
  let drawnAt = -Infinity;
  let bar = "";

  const draw = (text: string) => {
    write(`\r${text}${" ".repeat(Math.max(0, drawn - text.length))}`);
    drawn = text.length;
  };

  return {
    update(done, total, text = "") {
      if (!terminal || (done >= total && last.done === done && last.total === total)) return;
      const time = now();
      // A new piece of work, or one that starts over, has a rate of its own.
      if (!first || done < last.done || total !== last.total) first = { done, time };
      last = { done, total };
      const finished = done >= total;
      if (!finished && time - drawnAt < REDRAW) return;
      drawnAt = time;
      const share = total > 0 ? Math.min(1, Math.max(0, done / total)) : 1;
      const rate = (done - first.done) / (time - first.time);
      const left = !finished && rate > 0
        ? `, ${formatSeconds((total - done) / rate / 1000)} left`
        : "";
      const filled = Math.round(share * 20);
      const gauge = "#".repeat(filled) + "-".repeat(20 - filled);
      const percent = String(Math.floor(share * 100)).padStart(3);
      const columns = options.columns ?? terminalColumns();
      const words = text && `  ${printable(text)}`;
      bar = `${label} [${gauge}] ${percent}%${left}${words}`.slice(0, columns - 1);
      draw(bar);
      if (finished) {
        write("\n");
        drawn = 0;
        bar = "";
      }
    },
    line(text) {
      if (drawn > 0) draw("");
      write(`${terminal ? "\r" : ""}${label}: ${printable(text)}\n`);
      if (bar) draw(bar);
    },
  };
}
