import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { barText, createRunBar, runState } from "../../lib/study/run_bar.ts";
import type { Task } from "../../lib/study/estimate.ts";

const task = (id: string, seconds: number, needs: string[] = []): Task => ({
  ...{ id, seconds, needs },
  stage: "train",
  counted: true,
});

const TASKS = [task("a", 10), task("b", 10), task("page", 10, ["a"]), task("c", 30)];

/** A bar that writes into `written`, with a clock that the test sets. */
function fake(options: { terminal: boolean; quiet?: boolean; columns?: number }) {
  const written: string[] = [];
  const clock = { seconds: 0 };
  const bar = createRunBar(TASKS, {
    label: "reproduce",
    columns: 120,
    jobs: 2,
    landmark: { id: "page", words: "first page" },
    write: (text) => void written.push(text),
    now: () => clock.seconds * 1000,
    ...options,
  });
  return { bar, written, clock };
}

Deno.test("runState() is the time to the end with so many workers, and to the landmark", () => {
  const seen = new Map([["a", { state: "done", elapsed: 20 } as const]]);
  const at = (jobs: number) => runState(TASKS, seen, { jobs, elapsed: 20, landmark: "page" });
  assertEquals(at(1), { elapsed: 20, running: [], left: 100, landmark: 40 });
  assertEquals(at(2), { elapsed: 20, running: [], left: 80, landmark: 20 });
  const all = new Map(TASKS.map(({ id }) => [id, { state: "done", elapsed: 1 } as const]));
  assertEquals(runState(TASKS, all, { jobs: 1, elapsed: 4, landmark: "page" }), {
    ...{ elapsed: 4, running: [] },
    left: 0,
    landmark: null,
  });
});

Deno.test("barText() is the share of the time, and claims no time before it knows any", () => {
  const say = { label: "reproduce", words: "first page" };
  const running = ["train a", "train b"];
  assertEquals(
    barText({ elapsed: 60, running, left: 180, landmark: 30 }, say),
    "reproduce [#####---------------]  25%, 3m00s left, first page in 30s  train a, train b",
  );
  assertEquals(
    barText({ elapsed: 60, running, left: null, landmark: null }, say),
    "reproduce [--------------------]   0%  train a, train b",
  );
  assertStringIncludes(barText({ elapsed: 9, running: [], left: 0, landmark: null }, say), "100%");
});

Deno.test("a run's bar prints lines alone where there is no terminal, and nothing when quiet", () => {
  for (const quiet of [false, true]) {
    const { bar, written } = fake({ terminal: false, quiet });
    const progress = bar.start("a");
    progress.update(1, 2);
    progress.line("epoch 1 of 2");
    bar.end("a");
    bar.line("1 of 4: a");
    bar.close();
    assertEquals(written, quiet ? [] : ["a: epoch 1 of 2\n", "reproduce: 1 of 4: a\n"]);
  }
});

Deno.test("a run's bar stands below the lines, without colours, and is gone in the end", () => {
  const { bar, written, clock } = fake({ terminal: true });
  const progress = bar.start("a");
  clock.seconds = 5;
  progress.update(1, 4);
  clock.seconds = 10;
  progress.update(2, 4);
  // A quarter took 5 seconds: 10 more for a, then the page; c runs beside.
  assertStringIncludes(written.at(-1)!, "first page in 30s  a");
  progress.line("epoch 2 of 4");
  assertEquals(written.at(-2), "\ra: epoch 2 of 4\n");
  assertStringIncludes(written.at(-1)!, "first page in 30s  a");
  bar.end("a");
  bar.close();
  const text = written.join("");
  // deno-lint-ignore no-control-regex -- it is what must not be there
  assert(!/[\x00-\x09\x0b\x0c\x0e-\x1f\x7f\x9b]/.test(text), JSON.stringify(text));
  assertEquals(text.slice(text.lastIndexOf("\n") + 1).split("\r").at(-1), "");
});

Deno.test("a run's bar is never wider than the terminal, and prints no name's control sequence", () => {
  const { bar, written } = fake({ terminal: true, columns: 30 });
  bar.start("a\x1b[2J\nb".repeat(9)).update(1, 2);
  bar.close();
  assert(written.length > 0);
  for (const text of written) {
    assert(text.replaceAll("\r", "").length < 30, text);
    assert(!text.includes("\x1b") && !text.includes("\n"), text);
  }
});
