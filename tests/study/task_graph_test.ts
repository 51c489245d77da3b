import fc from "fast-check";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { type GraphTask, runGraph } from "../../lib/study/task_graph.ts";

/** A node that gives its id after some turns of the event loop, or throws. */
function node(
  id: string,
  needs: string[] = [],
  { turns = 1, fails = false }: { turns?: number; fails?: boolean } = {},
): GraphTask<string> {
  return {
    id,
    needs,
    async start() {
      for (let i = 0; i < turns; i++) await new Promise((resolve) => setTimeout(resolve));
      if (fails) throw new Error(`${id} failed`);
      return id;
    },
  };
}

Deno.test("runGraph() gives each node what it needs", async () => {
  const nodes: GraphTask<number>[] = [
    {
      id: "sum",
      needs: ["a", "b"],
      start: (done) => Promise.resolve(done.get("a")! + done.get("b")!),
    },
    { id: "a", needs: [], start: () => Promise.resolve(1) },
    { id: "b", needs: ["a"], start: (done) => Promise.resolve(done.get("a")! + 1) },
  ];
  const { done, failed, skipped } = await runGraph(nodes, { jobs: 3 });
  assertEquals([...done], [["a", 1], ["b", 2], ["sum", 3]]);
  assertEquals([failed.size, skipped.length], [0, 0]);
});

Deno.test("runGraph() respects needs and jobs on any graph, and uses all jobs it may", async () => {
  const graph = fc.array(
    fc.tuple(fc.array(fc.nat(), { maxLength: 3 }), fc.nat({ max: 3 }), fc.boolean()),
    { maxLength: 12 },
  );
  const property = async (spec: [number[], number, boolean][], jobs: number) => {
    let running = 0, alone = 0;
    let most = 0;
    const ended = new Set<string>();
    const nodes = spec.map(([picks, turns, exclusive], i): GraphTask<string> => {
      const needs = i === 0 ? [] : [...new Set(picks.map((pick) => `${pick % i}`))];
      const inner = node(`${i}`, needs, { turns });
      return {
        ...inner,
        exclusive,
        async start(done) {
          if (exclusive) assert(++alone === 1, "two that share a thread run at once");
          assert(needs.every((need) => ended.has(need) && done.get(need) === need));
          most = Math.max(most, ++running);
          await inner.start(done);
          running--;
          if (exclusive) alone--;
          ended.add(`${i}`);
          return `${i}`;
        },
      };
    });
    const { done, failed, skipped } = await runGraph(nodes, { jobs });
    assertEquals([done.size, failed.size, skipped.length], [nodes.length, 0, 0]);
    assert(most <= jobs);
    const first = nodes.filter(({ needs }) => needs.length === 0);
    const free = first.filter(({ exclusive }) => !exclusive).length +
      (first.some(({ exclusive }) => exclusive) ? 1 : 0);
    assert(most >= Math.min(jobs, free) || spec.some(([, turns]) => turns === 0));
  };
  await fc.assert(fc.asyncProperty(graph, fc.integer({ min: 1, max: 4 }), property), {
    numRuns: 40,
  });
});

Deno.test("runGraph() after a failure starts nothing, lets the rest end, and tells them apart", async () => {
  const nodes = [
    node("bad", [], { turns: 2, fails: true }),
    node("slow", [], { turns: 6 }),
    node("after bad", ["bad"]),
    node("after slow", ["slow"]),
    node("free"),
  ];
  const { done, failed, skipped } = await runGraph(nodes, { jobs: 2 });
  assertEquals([...done.keys()], ["slow"]);
  assertEquals([...failed].map(([id, error]) => [id, (error as Error).message]), [
    ["bad", "bad failed"],
  ]);
  assertEquals(skipped, ["after bad", "after slow", "free"]);
});

Deno.test("runGraph() takes a start that throws at once for a failure", async () => {
  const rude: GraphTask<string> = {
    id: "rude",
    needs: [],
    start: () => {
      throw new Error("at once");
    },
  };
  const { failed } = await runGraph([rude], { jobs: 1 });
  assertEquals([...failed.keys()], ["rude"]);
});

Deno.test("runGraph() starts nothing once its signal is aborted", async () => {
  const controller = new AbortController();
  const first = node("first");
  const nodes = [{
    ...first,
    start: (done: ReadonlyMap<string, string>) => {
      controller.abort();
      return first.start(done);
    },
  }, node("second", ["first"])];
  const { done, skipped } = await runGraph(nodes, { jobs: 2, signal: controller.signal });
  assertEquals([[...done.keys()], skipped], [["first"], ["second"]]);
});

Deno.test("runGraph() refuses a cycle, an unknown need, a repeated id and jobs below 1", async () => {
  const cases: [GraphTask<string>[], number, string][] = [
    [[node("a", ["b"]), node("b", ["a"])], 1, "a needs itself, directly or not"],
    [[node("a", ["x"])], 1, "a needs x, which is no node"],
    [[node("a"), node("a")], 1, "ids must be unique"],
    [[node("a")], 0, "jobs must be a whole number ≥ 1, received 0"],
    [[node("a")], 1.5, "received 1.5"],
  ];
  for (const [nodes, jobs, part] of cases) {
    await assertRejects(() => runGraph(nodes, { jobs }), RangeError, part);
  }
});
