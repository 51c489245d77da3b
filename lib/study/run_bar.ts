/**
 * How a plan that runs is told on standard error: the lines of its stages, and on a terminal below
 * them one bar for the whole with the time left. Where there is no terminal there is no bar and no
 * character but those of the lines.
 *
 * @module
 */

import {
  createStatusLine,
  formatSeconds,
  gauge,
  type Progress,
  type ProgressOptions,
} from "../cli/progress.ts";
import { printable } from "../words/printable.ts";
import { finishTimes, type Observed, remainingTasks, type Task, WAITING } from "./estimate.ts";

/** Options of {@linkcode createRunBar}. */
export interface RunBarOptions extends ProgressOptions {
  /** Tasks at once. */
  readonly jobs: number;
  /** A task whose end is told beside that of the whole, and what it is called. */
  readonly landmark?: { readonly id: string; readonly words: string };
}

/** What is told of a plan while it runs. */
export interface RunBar {
  /** A task begins; what it reports goes through the progress that is returned. */
  start(id: string): Progress;
  /** A task has ended. */
  end(id: string): void;
  /** Prints a line that stays. */
  line(text: string): void;
  /** Takes the bar away. */
  close(): void;
}

/** How far a whole plan is. */
export interface RunState {
  /** Seconds since it began. */
  readonly elapsed: number;
  /** Ids of the tasks that are under way, in the order of the plan. */
  readonly running: readonly string[];
  /** Seconds to the end of the whole; `null` where nothing was measured yet. */
  readonly left: number | null;
  /** Seconds to the end of the landmark; `null` where it is done or not known. */
  readonly landmark: number | null;
}

/** How far a plan is, from what was seen of its tasks `elapsed` seconds after it began. */
export function runState(
  tasks: readonly Task[],
  observed: ReadonlyMap<string, Observed>,
  { jobs, elapsed, landmark }: { jobs: number; elapsed: number; landmark?: string },
): RunState {
  const running = tasks.filter(({ id }) => observed.get(id)?.state === "running")
    .map(({ id }) => id);
  const remaining = remainingTasks(tasks, observed);
  if (remaining === null) return { elapsed, running, left: null, landmark: null };
  const ends = finishTimes(remaining, { jobs });
  return {
    elapsed,
    running,
    left: Math.max(0, ...ends.values()),
    landmark: (landmark !== undefined && ends.get(landmark)) || null,
  };
}

/** The bar's text; the share is that of the time which the whole will have taken. */
export function barText(
  { elapsed, running, left, landmark }: RunState,
  { label, words }: { label: string; words: string },
): string {
  const share = left === null ? 0 : elapsed / Math.max(1e-9, elapsed + left);
  const times = left === null ? [] : [
    `, ${formatSeconds(left)} left`,
    ...(landmark === null ? [] : [`, ${words} in ${formatSeconds(landmark)}`]),
  ];
  return `${label} ${gauge(share)}${times.join("")}  ${running.map(printable).join(", ")}`;
}

/** Milliseconds between two drawings of the bar. */
const REDRAW = 1000;

/**
 * Makes a {@linkcode RunBar} for the tasks that are to be run; others may start and end too, and
 * take no time.
 */
export function createRunBar(tasks: readonly Task[], options: RunBarOptions): RunBar {
  const { label, jobs, landmark, now = () => performance.now() } = options;
  const status = createStatusLine(options);
  const seconds = () => now() / 1000;
  const begun = seconds();
  const observed = new Map<string, Observed>();
  const starts = new Map<string, number>();
  const sinceStart = (id: string) => seconds() - starts.get(id)!;

  const draw = () => {
    if (!status.drawn) return;
    for (const [id, seen] of observed) {
      if (seen.state === "running") observed.set(id, { ...seen, elapsed: sinceStart(id) });
    }
    const state = runState(tasks, observed, {
      jobs,
      elapsed: seconds() - begun,
      landmark: landmark?.id,
    });
    status.draw(barText(state, { label, words: landmark?.words ?? "" }));
  };
  const timer = status.drawn ? setInterval(draw, REDRAW) : undefined;
  let drawnAt = -Infinity;

  return {
    start(id) {
      starts.set(id, seconds());
      observed.set(id, { state: "running", elapsed: 0 });
      return {
        update(done, total) {
          const mark = { share: total > 0 ? done / total : 1, elapsed: sinceStart(id) };
          const { state, elapsed, first = mark } = observed.get(id) ?? WAITING;
          observed.set(id, { state, elapsed, first, last: mark });
          if (now() - drawnAt < REDRAW) return;
          // A stage in this very process leaves the timer no turn.
          drawnAt = now();
          draw();
        },
        line: (text) => status.line(`${id}: ${text}`),
      };
    },
    end(id) {
      const before = observed.get(id) ?? WAITING;
      observed.set(id, { ...before, state: "done", elapsed: sinceStart(id) });
      draw();
    },
    line: (text) => status.line(`${label}: ${text}`),
    close() {
      clearInterval(timer);
      status.end();
    },
  };
}
