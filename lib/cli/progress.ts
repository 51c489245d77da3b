/**
 * How far a run is, told on standard error so that standard output stays the result's path: a bar
 * on a terminal, and elsewhere (a log file, CI) only the lines that a stage prints now and then,
 * because a carriage return there would make one endless line.
 *
 * @module
 */

import { printable } from "../words/printable.ts";

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

/** A bar of 20 characters and a percentage. */
export function gauge(share: number): string {
  const within = Math.min(1, Math.max(0, share));
  const filled = Math.round(within * 20);
  // 29/100·100 is a little less than 29; 100 % stands for the end alone.
  const percent = String(Math.floor(within * 100 + 1e-9)).padStart(3);
  return `[${"#".repeat(filled)}${"-".repeat(20 - filled)}] ${percent}%`;
}

/** The last line of a terminal, which is drawn again and again, below lines that stay. */
export interface StatusLine {
  /** Whether anything is drawn at all. */
  readonly drawn: boolean;
  /** Draws the text in the place of what is there. Does nothing where there is no terminal. */
  draw(text: string): void;
  /** Prints a line that stays, above what is drawn. */
  line(text: string): void;
  /** Takes away what is drawn, or leaves it as a line of its own. */
  end(options?: { readonly keep?: boolean }): void;
}

/** Makes a {@linkcode StatusLine}. It writes text, blanks, carriage returns and line ends only. */
export function createStatusLine(options: Omit<ProgressOptions, "label" | "now">): StatusLine {
  const { quiet = false, write = toStandardError } = options;
  const terminal = options.terminal ?? Deno.stderr.isTerminal();
  const drawn = terminal && !quiet;
  let current = "";

  const put = (text: string) => {
    if (text === "" && current === "") return;
    write(`\r${text}${" ".repeat(Math.max(0, current.length - text.length))}`);
    current = text;
  };

  return {
    drawn,
    draw(text) {
      if (drawn) put(text.slice(0, (options.columns ?? terminalColumns()) - 1));
    },
    line(text) {
      if (quiet) return;
      const bar = current;
      put("");
      write(`${terminal ? "\r" : ""}${printable(text)}\n`);
      put(bar);
    },
    end({ keep = false } = {}) {
      if (current === "") return;
      if (!keep) put("");
      write(keep ? "\n" : "\r");
      current = "";
    },
  };
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
  const { label, now = () => performance.now() } = options;
  const status = createStatusLine(options);

  let first: { readonly done: number; readonly time: number } | undefined;
  let last = { done: -1, total: -1 };
  let drawnAt = -Infinity;

  return {
    update(done, total, text = "") {
      if (!status.drawn || (done >= total && last.done === done && last.total === total)) return;
      const time = now();
      // A new piece of work, or one that starts over, has a rate of its own.
      if (!first || done < last.done || total !== last.total) first = { done, time };
      last = { done, total };
      const finished = done >= total;
      if (!finished && time - drawnAt < REDRAW) return;
      drawnAt = time;
      const rate = (done - first.done) / (time - first.time);
      const left = !finished && rate > 0
        ? `, ${formatSeconds((total - done) / rate / 1000)} left`
        : "";
      const words = text && `  ${printable(text)}`;
      status.draw(`${label} ${gauge(total > 0 ? done / total : 1)}${left}${words}`);
      if (finished) status.end({ keep: true });
    },
    line: (text) => status.line(`${label}: ${text}`),
  };
}
