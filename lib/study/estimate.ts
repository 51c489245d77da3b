/**
 * How long a plan takes: before it runs from the arithmetic of its stages, while it runs from what
 * its stages have taken so far. Only sums of seconds, so that a bar, a dry run and a test can ask.
 *
 * @module
 */

import { type PlannedStage, workOf } from "./plan.ts";

/** A stage of a plan as far as its time depends on it. */
export interface Task {
  /** Unique in the plan. */
  readonly id: string;
  /** Name of its stage: tasks of one stage are thought to be wrong by the same factor. */
  readonly stage: string;
  /** Seconds that it is thought to take by itself, more than 0. */
  readonly seconds: number;
  /** Ids of the tasks that must be done before. */
  readonly needs: readonly string[];
  /** Whether the seconds follow from arithmetic, and so from the speed of the machine. */
  readonly counted: boolean;
  /** Whether it runs in the process of the plan itself, where there is room for one. */
  readonly exclusive?: boolean;
}

/**
 * Floating-point operations a second of one process, and seconds of a training step besides: those
 * of two ordinary cores (docs/speed.md). A run corrects them by what it measures.
 */
const NOMINAL = { operationsPerSecond: 25e9, secondsPerStep: 0.002 };

/** Seconds of a stage that trains nothing: a process is started, or figures are drawn. */
const LEAST_SECONDS = 2;

/** The stages of a plan with the time that they are thought to take. */
export function tasksOf(nodes: readonly PlannedStage[]): Task[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  return nodes.map((node) => {
    const { id, stage, needs } = node;
    const work = stage.cost && workOf(node, byId);
    const { operations, steps } = work
      ? stage.cost!(work.parameters, work.inputs)
      : { operations: 0, steps: 0 };
    return {
      id,
      stage: stage.name,
      needs: Object.values(needs),
      counted: operations > 0,
      exclusive: !stage.command?.apart,
      seconds: LEAST_SECONDS + operations / NOMINAL.operationsPerSecond +
        steps * NOMINAL.secondsPerStep,
    };
  });
}

/** A task and the seconds that it still takes. */
export interface Remaining {
  readonly id: string;
  readonly seconds: number;
  readonly needs: readonly string[];
  /** Whether a worker is at it already. */
  readonly running?: boolean;
  /** Whether no other such task may run beside it. */
  readonly exclusive?: boolean;
}

/**
 * When each task will be done, in seconds from now, if `jobs` workers take them as `runGraph` does:
 * always the first of the list that has all it needs. A need that is no task counts as done.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { finishTimes } from "./estimate.ts";
 *
 * const tasks = [
 *   { id: "a", seconds: 2, needs: [] },
 *   { id: "b", seconds: 3, needs: [] },
 *   { id: "c", seconds: 1, needs: ["a"] },
 * ];
 * assertEquals([...finishTimes(tasks, { jobs: 2 })], [["a", 2], ["b", 3], ["c", 3]]);
 * ```
 */
export function finishTimes(
  tasks: readonly Remaining[],
  { jobs }: { readonly jobs: number },
): Map<string, number> {
  const open = new Set(tasks.map(({ id }) => id));
  const finished = new Map<string, number>();
  let waiting = tasks.filter(({ running }) => !running);
  let busy = tasks.filter(({ running }) => running)
    .map((task) => ({ task, end: task.seconds }));
  for (let now = 0;;) {
    while (busy.length < jobs) {
      const taken = busy.some(({ task }) => task.exclusive);
      const next = waiting.find(({ needs, exclusive }) =>
        needs.every((need) => !open.has(need)) && !(exclusive && taken)
      );
      if (next === undefined) break;
      waiting = waiting.filter((task) => task !== next);
      busy.push({ task: next, end: now + next.seconds });
    }
    if (busy.length === 0) return finished;
    now = Math.min(...busy.map(({ end }) => end));
    for (const { task, end } of busy.filter(({ end }) => end <= now)) {
      finished.set(task.id, end);
      open.delete(task.id);
    }
    busy = busy.filter(({ end }) => end > now);
  }
}

/** How far a task was at some moment. */
interface Mark {
  /** In [0, 1]. */
  readonly share: number;
  /** Seconds since the task was started. */
  readonly elapsed: number;
}

/** What was seen of a task in this run. */
export interface Observed {
  readonly state: "waiting" | "running" | "done";
  /** Seconds since it was started, up to its end. */
  readonly elapsed: number;
  /** The first and the last time that it said how far it is. */
  readonly first?: Mark;
  readonly last?: Mark;
}

/** What was seen of a task that has not begun. */
export const WAITING: Observed = { state: "waiting", elapsed: 0 };

/**
 * Seconds that a task takes from nothing to its end, as far as that was seen; else `null`. What was
 * there at the first word about it, for instance a checkpoint, was not made in its time.
 */
function measuredSeconds({ state, elapsed, first, last }: Observed): number | null {
  if (state === "done") {
    return first && first.share < 1 ? (elapsed - first.elapsed) / (1 - first.share) : elapsed;
  }
  return first && last && last.share > first.share
    ? (last.elapsed - first.elapsed) / (last.share - first.share)
    : null;
}

/** Of what was measured, the sum of seconds by the sum of those expected; `null` of nothing. */
function correction(tasks: readonly Task[], observed: ReadonlyMap<string, Observed>) {
  let [measured, expected] = [0, 0];
  for (const { id, seconds } of tasks) {
    const found = measuredSeconds(observed.get(id) ?? WAITING);
    if (found === null) continue;
    measured += found;
    expected += seconds;
  }
  return expected > 0 ? measured / expected : null;
}

/** Least share of a task's time that is thought to be left while it runs. */
const ALWAYS_LEFT = 0.02;

/**
 * The tasks that are not done, with the seconds that each still takes, corrected by what was
 * measured: of its own stage, else of the other stages whose time follows from arithmetic. `null`
 * as long as nothing was measured that tells how fast the machine is.
 */
export function remainingTasks(
  tasks: readonly Task[],
  observed: ReadonlyMap<string, Observed>,
): Remaining[] | null {
  const machine = correction(tasks.filter(({ counted }) => counted), observed);
  const byStage = new Map(
    [...Map.groupBy(tasks, ({ stage }) => stage)].map(([stage, own]) => [
      stage,
      correction(own, observed) ?? (own[0].counted ? machine : 1),
    ]),
  );
  const open = tasks.filter(({ id }) => observed.get(id)?.state !== "done");
  if (open.some(({ stage }) => byStage.get(stage) === null)) return null;
  return open.map(({ id, stage, seconds, needs, exclusive }) => {
    const whole = seconds * byStage.get(stage)!;
    const { state, elapsed, last } = observed.get(id) ?? WAITING;
    if (state === "waiting") return { id, needs, exclusive, seconds: whole };
    const since = last ?? { share: 0, elapsed: 0 };
    const left = whole * (1 - since.share) - (elapsed - since.elapsed);
    return { id, needs, exclusive, running: true, seconds: Math.max(left, ALWAYS_LEFT * whole) };
  });
}
