/**
 * Runs a graph of tasks, some side by side, knowing nothing of what they do. After a failure those
 * under way are left to end and no other starts, so that a crash costs one task and a fault that
 * all share is told once.
 *
 * @module
 */

/** A task and what must be done before it. */
export interface GraphTask<T> {
  /** Unique among the nodes. */
  readonly id: string;
  /** Ids of the nodes that must have ended well before this one starts. */
  readonly needs: readonly string[];
  /** Whether no other such node may run beside it, as they would share one thread. Default false. */
  readonly exclusive?: boolean;
  /** Does the work; receives what the needed nodes gave, by id. */
  start(done: ReadonlyMap<string, T>): Promise<T>;
}

/** Options of {@linkcode runGraph}. */
export interface GraphOptions {
  /** How many tasks may run at once, at least 1. */
  readonly jobs: number;
  /** Once aborted, no further task starts; those that run are left to end. */
  readonly signal?: AbortSignal;
}

/** How a graph went. */
export interface GraphOutcome<T> {
  /** What the tasks that ended well gave, by id, in the order they ended. */
  readonly done: ReadonlyMap<string, T>;
  /** What the others threw, by id. */
  readonly failed: ReadonlyMap<string, unknown>;
  /** Ids of the tasks that were never started, in the order of the nodes. */
  readonly skipped: readonly string[];
}

function validate<T>(nodes: readonly GraphTask<T>[], jobs: number): void {
  const fail = (what: string): never => {
    throw new RangeError(`Cannot run the graph: ${what}`);
  };
  if (!Number.isInteger(jobs) || jobs < 1) {
    fail(`jobs must be a whole number ≥ 1, received ${jobs}`);
  }
  const ids = new Set(nodes.map(({ id }) => id));
  if (ids.size < nodes.length) fail("ids must be unique");
  for (const { id, needs } of nodes) {
    const missing = needs.find((need) => !ids.has(need));
    if (missing !== undefined) fail(`${id} needs ${missing}, which is no node`);
  }
  const reached = new Set<string>();
  for (let before = -1; before < reached.size;) {
    before = reached.size;
    for (const { id, needs } of nodes) {
      if (needs.every((need) => reached.has(need))) reached.add(id);
    }
  }
  const stuck = nodes.find(({ id }) => !reached.has(id));
  if (stuck) fail(`${stuck.id} needs itself, directly or not`);
}

/**
 * Runs every node once all that it needs is done, at most `jobs` at once, earlier nodes first.
 * After a failure no further node starts, and those that run are left to end; the outcome tells
 * them apart. It rejects only with RangeError, where the graph itself is wrong (a cycle, an unknown
 * or repeated id, `jobs` below 1).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { runGraph } from "./task_graph.ts";
 *
 * const { done } = await runGraph([
 *   { id: "sum", needs: ["a", "b"], start: async (done) => done.get("a")! + done.get("b")! },
 *   { id: "a", needs: [], start: async () => 1 },
 *   { id: "b", needs: [], start: async () => 2 },
 * ], { jobs: 2 });
 * assertEquals(done.get("sum"), 3);
 * ```
 */
export async function runGraph<T>(
  nodes: readonly GraphTask<T>[],
  { jobs, signal }: GraphOptions,
): Promise<GraphOutcome<T>> {
  validate(nodes, jobs);
  const done = new Map<string, T>();
  const failed = new Map<string, unknown>();
  const waiting = [...nodes];
  const running = new Map<string, Promise<void>>();
  const exclusive = new Set(nodes.filter((node) => node.exclusive).map(({ id }) => id));

  const launch = async (node: GraphTask<T>): Promise<void> => {
    try {
      done.set(node.id, await node.start(done));
    } catch (error) {
      failed.set(node.id, error);
    } finally {
      running.delete(node.id);
    }
  };
  while (true) {
    while (failed.size === 0 && !signal?.aborted && running.size < jobs) {
      const taken = [...running.keys()].some((id) => exclusive.has(id));
      const next = waiting.findIndex(({ needs, exclusive }) =>
        needs.every((need) => done.has(need)) && !(exclusive && taken)
      );
      if (next < 0) break;
      const [node] = waiting.splice(next, 1);
      // Deferred, so that a task that ends at once is registered before it is removed.
      running.set(node.id, Promise.resolve().then(() => launch(node)));
    }
    if (running.size === 0) break;
    await Promise.race(running.values());
  }
  return { done, failed, skipped: waiting.map(({ id }) => id) };
}
