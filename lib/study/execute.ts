/**
 * Carrying out a plan: what is there is used, the rest is run, training runs side by side as child
 * processes of the very scripts that a user would type, so that one crash costs one run.
 *
 * @module
 */

import { RunError, UsageError } from "../errors.ts";
import type { Progress } from "../cli/progress.ts";
import type { Backend } from "../backend/backend.ts";
import {
  clearLeftovers,
  fingerprintOf,
  foreseeStage,
  openResult,
  resolveParameters,
  type Result,
  runStage,
  setAsideDamaged,
} from "../results/mod.ts";
import { runGraph } from "./task_graph.ts";
import { runScript } from "../cli/child_script.ts";
import { finishTimes, tasksOf } from "./estimate.ts";
import type { PlannedStage } from "./plan.ts";
import { createRunBar } from "./run_bar.ts";

/** What carrying out a plan needs to know. */
export interface RunNodesOptions {
  /** The results folder. */
  readonly results: string;
  /** Stages at once, at least 1. */
  readonly jobs: number;
  readonly quiet: boolean;
  /** Whether results that were changed are set aside and made again, instead of refused. */
  readonly repair: boolean;
  /** What computes, in child processes too. */
  readonly backend: Backend;
  readonly signal: AbortSignal;
  /** Stands before the lines of progress. Default `reproduce`. */
  readonly label?: string;
  /** A node that a reader waits for before the end. */
  readonly landmark?: Landmark;
}

/** A node of a plan that a reader waits for before the end. */
export interface Landmark {
  /** The node's id, which is also what it is called. */
  readonly id: string;
  /** The line that says where its result lies. */
  say(result: Result): string;
}

/** A line of a dry run. */
export interface NodeState {
  readonly id: string;
  readonly state: "cached" | "to run" | "damaged";
  /** One line. */
  readonly why: string;
  readonly directory: string | null;
}

/** Says of every node whether it would run, and why. Runs and writes nothing. */
export async function statesOf(
  nodes: readonly PlannedStage[],
  { results, backend }: Pick<RunNodesOptions, "results" | "backend">,
): Promise<{ planned: NodeState[]; found: Map<string, Result> }> {
  const found = new Map<string, Result>();
  const planned: NodeState[] = [];
  for (const { id, stage, parameters, needs, given } of nodes) {
    const fingerprint = await fingerprintOf(stage, backend);
    const made = Object.entries(needs).map(([role, node]) =>
      [role, found.get(node) ?? "to run" as const] as const
    );
    const inputs = { ...given, ...Object.fromEntries(made) };
    const plan = await foreseeStage(stage, { parameters, inputs, fingerprint, results });
    if (plan.result) found.set(id, plan.result);
    planned.push({ id, state: plan.state, why: plan.why, directory: plan.directory });
  }
  return { planned, found };
}

/** What a script prints of a dry run: a line a node, in the order in which they are run. */
export async function dryRun(
  nodes: readonly PlannedStage[],
  { jobs, landmark, ...options }: Pick<RunNodesOptions, "results" | "backend" | "landmark"> & {
    readonly jobs: number;
  },
): Promise<{ text: string; json: { plan: NodeState[] } }> {
  const plan = (await statesOf(nodes, options)).planned;
  const toRun = new Set(plan.filter(({ state }) => state !== "cached").map(({ id }) => id));
  const ends = finishTimes(tasksOf(nodes).filter(({ id }) => toRun.has(id)), { jobs });
  const planned = plan.map((node) => {
    if (node.id !== landmark?.id || node.state === "cached") return node;
    const share = Math.round(100 * ends.get(node.id)! / Math.max(...ends.values()));
    return { ...node, why: `after about ${share} % of the time; ${node.why}` };
  });
  const lines = planned.map(({ id, state, why }) => `${state.padEnd(7)} ${id}: ${why}`);
  return { text: lines.join("\n"), json: { plan: planned } };
}

/** Stages at once where nothing is said: as many as processors where these compute, one on a GPU. */
export function defaultJobs({ onProcessor }: Pick<Backend, "onProcessor">): number {
  return onProcessor ? Math.max(1, navigator.hardwareConcurrency) : 1;
}

/**
 * Runs a plan to its end and returns every node's result by id.
 *
 * Throws UsageError before anything runs where a result that is needed was changed, and RunError
 * or UsageError, naming the node, where one failed; what was finished is kept.
 */
export async function runNodes(
  nodes: readonly PlannedStage[],
  options: RunNodesOptions,
): Promise<Map<string, Result>> {
  const { jobs, signal, quiet, landmark, label = "reproduce" } = options;
  const { planned } = await statesOf(nodes, options);
  if (!options.repair) refuseDamaged(planned);
  const toRun = new Set(planned.filter(({ state }) => state !== "cached").map(({ id }) => id));
  const bar = createRunBar(tasksOf(nodes).filter(({ id }) => toRun.has(id)), {
    label,
    quiet,
    jobs,
    landmark: landmark && { id: landmark.id, words: landmark.id },
  });
  let finished = 0;
  const tasks = nodes.map((node) => ({
    id: node.id,
    needs: Object.values(node.needs),
    exclusive: !node.stage.command?.apart,
    async start(done: ReadonlyMap<string, Result>): Promise<Result> {
      const made = Object.entries(node.needs).map(([role, id]) => [role, done.get(id) as Result]);
      const inputs = { ...node.given, ...Object.fromEntries(made) };
      const result = await runNode(node, inputs, { ...options, progress: bar.start(node.id) });
      bar.end(node.id);
      bar.line(`${++finished} of ${nodes.length}: ${node.id} → ${result.directory}`);
      // Where nothing was to be run there is no wait that it could shorten.
      if (node.id === landmark?.id && toRun.size > 0) bar.line(landmark.say(result));
      return result;
    },
  }));
  const { done, failed } = await runGraph(tasks, { jobs, signal }).finally(() => bar.close());
  if (failed.size > 0) {
    const [[id, error]] = failed;
    if (signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    const more = failed.size > 1 ? ` (and ${failed.size - 1} more)` : "";
    // What is the user's to mend stays so, with the exit code that goes with it.
    const Failure = error instanceof UsageError ? UsageError : RunError;
    // A permission that is missing, perhaps below this error, has a message of its own.
    throw new Failure(`${id} failed${more}: ${reason}`, { cause: error });
  }
  signal.throwIfAborted();
  return new Map(done);
}

/** A changed result would stop the plan anyway, perhaps after hours of training. */
function refuseDamaged(planned: readonly NodeState[]): void {
  const damaged = planned.find(({ state }) => state === "damaged");
  if (damaged) {
    throw new UsageError(
      `${damaged.id}: ${damaged.why}, or give --repair, which sets the result aside and makes it again`,
    );
  }
}

async function runNode(
  node: PlannedStage,
  inputs: Record<string, Result>,
  options: RunNodesOptions & { readonly progress: Progress },
): Promise<Result> {
  const { stage, parameters } = node;
  const { results, signal, repair, backend, progress } = options;
  const fingerprint = await fingerprintOf(stage, backend);
  const request = { parameters, inputs, fingerprint, results };
  let plan = await foreseeStage(stage, request);
  if (plan.state === "damaged" && repair) {
    await setAsideDamaged(stage, { ...request, progress, signal });
    plan = await foreseeStage(stage, request);
  }
  if (plan.result) {
    // The process that made it may have been killed before it had cleared up.
    await clearLeftovers(results, plan.result.key);
    return plan.result;
  }
  const { command } = stage;
  try {
    if (!command?.apart || plan.state === "damaged") {
      return (await runStage(stage, { ...request, backend, progress, signal })).result;
    }
    const roles = Object.entries(inputs).map(([role, input]) => `--${role}=${input.directory}`);
    const args = [...roles, ...command.arguments(resolveParameters(stage, parameters))];
    const child = { results, backend: backend.name, signal, progress };
    const directory = await runScript(stage.name, args, child);
    return await openResult(directory, { stage: stage.name });
  } catch (error) {
    if (error instanceof UsageError) await blameInputs(inputs);
    throw error;
  }
}

/** Throws RunError where an input that this study had found or made is no longer as it was. */
async function blameInputs(inputs: Readonly<Record<string, Result>>): Promise<void> {
  for (const { directory } of Object.values(inputs)) {
    try {
      await openResult(directory);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      throw new RunError(`a result was changed while the study ran: ${error.message}`);
    }
  }
}
