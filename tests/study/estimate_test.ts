import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import {
  finishTimes,
  type Observed,
  remainingTasks,
  type Task,
  tasksOf,
} from "../../lib/study/estimate.ts";
import { type PlannedStage, publishedPlan } from "../../lib/study/plan.ts";

const task = (id: string, stage: string, seconds: number, counted = true): Task => ({
  id,
  stage,
  seconds,
  counted,
  needs: [],
});

/** A task that has ended after so many seconds. */
const done = (elapsed: number, first?: { share: number; elapsed: number }): Observed => ({
  state: "done",
  elapsed,
  first,
  last: first && { share: 1, elapsed },
});

/** Seconds still to go, by id. */
function left(tasks: readonly Task[], seen: Record<string, Observed>) {
  const remaining = remainingTasks(tasks, new Map(Object.entries(seen)));
  return remaining && Object.fromEntries(remaining.map(({ id, seconds }) => [id, seconds]));
}

Deno.test("tasksOf() counts a network's training as its arithmetic, and gives everything some time", () => {
  const tasks = tasksOf(publishedPlan({ profile: "small", seeds: [0] }));
  const of = (id: string) => tasks.find((task) => task.id === id)!;
  for (const { id, seconds } of tasks) assert(seconds > 0 && Number.isFinite(seconds), id);
  const [train, evaluate] = [of("train r=0.3 seed 0"), of("evaluate r=0.3 seed 0")];
  // Five epochs against an evaluation, which is thought to take as long as two.
  assertAlmostEquals((train.seconds - 2) / (evaluate.seconds - 2), 5 / 2, 1e-9);
  for (const quick of ["transects r=0.3 seed 0", "traversals r=0.3 seed 0", "sweep holes"]) {
    assert(of(quick).seconds < evaluate.seconds / 5, quick);
  }
  assertEquals([train.counted, of("sweep holes").counted], [true, false]);
});

Deno.test("tasksOf() gives time to a step besides its arithmetic, and room to what runs apart", () => {
  const stage = (operations: number, steps: number, apart?: true) => ({
    name: "made-up",
    schema: { parse: () => ({}), safeParse: () => ({ success: true, data: {} }) },
    cost: () => ({ operations, steps, memory: 0 }),
    ...(apart && { command: { apart } }),
  });
  const nodes = Object.entries({
    nothing: stage(0, 0, true),
    arithmetic: stage(1e12, 0, true),
    steps: stage(0, 1000, true),
    both: stage(1e12, 1000),
  }).map(([id, stage]) => ({ id, stage, parameters: {}, needs: {} }) as unknown as PlannedStage);
  const [nothing, arithmetic, steps, both] = tasksOf(nodes);
  assert(steps.seconds > nothing.seconds && arithmetic.seconds > nothing.seconds);
  assertAlmostEquals(
    both.seconds,
    arithmetic.seconds + steps.seconds - nothing.seconds,
    1e-9,
  );
  assertEquals([steps.exclusive, both.exclusive], [false, true]);
});

Deno.test("finishTimes() puts no two tasks of one process side by side", () => {
  const tasks = [
    { id: "a", seconds: 2, needs: [], exclusive: true },
    { id: "b", seconds: 3, needs: [], exclusive: true },
    { id: "c", seconds: 1, needs: [] },
  ];
  assertEquals([...finishTimes(tasks, { jobs: 2 })], [["c", 1], ["a", 2], ["b", 5]]);
  assertEquals([...finishTimes(tasks, { jobs: 1 })], [["a", 2], ["b", 5], ["c", 6]]);
});

Deno.test("remainingTasks() knows nothing before a counted stage was measured", () => {
  const tasks = [task("a", "train", 10), task("b", "report", 2, false)];
  assertEquals(left(tasks, {}), null);
  assertEquals(left(tasks, { b: done(2) }), null);
  assertEquals(left(tasks, { a: { state: "running", elapsed: 5 } }), null);
  const once = { share: 0.2, elapsed: 3 };
  assertEquals(left(tasks, { a: { state: "running", elapsed: 5, first: once, last: once } }), null);
  assertEquals(left([tasks[1]], {}), { b: 2 });
});

Deno.test("remainingTasks() corrects a stage by its own times, another by the machine's", () => {
  const tasks = [
    task("a", "train", 10),
    task("b", "train", 20),
    task("c", "evaluate", 4),
    task("d", "report", 2, false),
    task("e", "report", 2, false),
  ];
  assertEquals(left(tasks, { a: done(30) }), { b: 60, c: 12, d: 2, e: 2 });
  assertEquals(left(tasks, { a: done(30), d: done(5) }), { b: 60, c: 12, e: 5 });
  assertEquals(left([...tasks, task("f", "evaluate", 1)], { a: done(30), c: done(6) }), {
    ...{ b: 60, d: 2, e: 2 },
    f: 1.5,
  });
});

Deno.test("remainingTasks() measures a task that runs by what it says of itself", () => {
  const tasks = [task("a", "train", 10), task("b", "train", 10)];
  const first = { share: 0.2, elapsed: 12 };
  const last = { share: 0.4, elapsed: 22 };
  // A fifth in 10 seconds is 50 for the whole; 30 of them after the last word, 5 of which are over.
  assertEquals(left(tasks, { a: { state: "running", elapsed: 27, first, last } }), {
    a: 25,
    b: 50,
  });
});

Deno.test("remainingTasks() does not take what lay there already for speed", () => {
  const tasks = [task("a", "train", 10), task("b", "train", 10)];
  // Resumed at four fifths, and the last fifth took 8 seconds.
  const seen = { a: done(9, { share: 0.8, elapsed: 1 }) };
  assertAlmostEquals(left(tasks, seen)!.b, 40, 1e-9);
});

Deno.test("remainingTasks() leaves some time to a task that takes longer than thought", () => {
  const tasks = [task("a", "train", 10), task("b", "train", 10)];
  const { a } = left(tasks, { a: { state: "running", elapsed: 99 }, b: done(10) })!;
  assert(a > 0 && a <= 1);
});

Deno.test("finishTimes() keeps those that run at their workers", () => {
  const tasks = [
    { id: "a", seconds: 5, needs: [], running: true },
    { id: "b", seconds: 1, needs: [] },
    { id: "c", seconds: 1, needs: ["a", "gone"] },
  ];
  assertEquals([...finishTimes(tasks, { jobs: 2 })], [["b", 1], ["a", 5], ["c", 6]]);
  assertEquals([...finishTimes(tasks, { jobs: 1 })], [["a", 5], ["b", 6], ["c", 7]]);
  assertEquals([...finishTimes([], { jobs: 1 })], []);
});
