/**
 * A plan as jobs for a workflow engine: what each runs, what it waits for, what it costs. Knows no
 * engine; `snakemake.ts` writes it down for one.
 *
 * @module
 */

import { permissionFlags } from "../cli/child_script.ts";
import type { Cost } from "../results/stage.ts";
import { type PlannedStage, workOf } from "../study/plan.ts";

/** One stage, computed by one run of a script. */
export interface Job {
  /** Unique, and fit for a file's name. */
  readonly name: string;
  readonly stage: string;
  /** Name of the script. */
  readonly script: string;
  /** Its flags, but for those of inputs, results and backend. */
  readonly args: readonly string[];
  /** Deno's permission flags, writing to the results folder alone. */
  readonly permissions: readonly string[];
  /** Job that makes each input, by the role that is the input's flag. */
  readonly needs: Readonly<Record<string, string>>;
  readonly cost: Cost & {
    /** Whether it runs on a GPU. */
    readonly gpu: boolean;
  };
}

/** All of a study. */
export interface Workflow {
  readonly results: string;
  readonly backend: "wasm" | "webgpu";
  /** In an order in which each comes after all that it needs. */
  readonly jobs: readonly Job[];
  /** Script and flags that compare the finished jobs, and find them all computed. */
  readonly last: Pick<Job, "script" | "args" | "permissions">;
  /** Script and flags of the page that shows the comparison. */
  readonly report: Pick<Job, "script" | "args" | "permissions">;
}

/** What a workflow is made for. */
export interface WorkflowOptions {
  /** The results folder, as the jobs will see it. */
  readonly results: string;
  readonly backend: "wasm" | "webgpu";
  /** Flags that ask the sweep script for the same study, without results and backend. */
  readonly sweepArguments: readonly string[];
  /** Flags that ask the report script for the study's profile and seeds. */
  readonly reportArguments: readonly string[];
}

/** The jobs of a sweep's plan. */
export function workflowOf(
  nodes: readonly PlannedStage[],
  { results, backend, sweepArguments, reportArguments }: WorkflowOptions,
): Workflow {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const jobs: Job[] = [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const node of nodes) {
    const { id, needs, stage } = node;
    const { name: script, command, cost } = stage;
    if (!command || !cost) continue;
    const work = workOf(node, byId);
    const plain = id.replaceAll(/[^A-Za-z0-9.=_]+/g, "-");
    let name = plain;
    for (let k = 2; taken.has(name); k++) name = `${plain}-${k}`;
    taken.add(name);
    names.set(id, name);
    jobs.push({
      name,
      stage: script,
      script,
      // An engine counts a job as one processor.
      args: [
        ...command.arguments(work.parameters),
        ...(stage.needs.threads ? ["--threads", "1"] : []),
      ],
      permissions: permissionFlags(script, results),
      needs: Object.fromEntries(
        Object.entries(needs).map(([role, need]) => [role, names.get(need)!]),
      ),
      cost: {
        ...cost(work.parameters, work.inputs),
        gpu: stage.needs.backend && backend === "webgpu",
      },
    });
  }
  const alone = (script: string, args: readonly string[]) => ({
    script,
    args,
    permissions: permissionFlags(script, results),
  });
  const last = alone("sweep", [...sweepArguments, "--jobs", "1"]);
  const report = alone("report", reportArguments);
  return { results, backend, jobs, last, report };
}
