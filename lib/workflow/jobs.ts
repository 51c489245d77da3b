/**
 * A plan as jobs for a workflow engine: what each runs, what it waits for, what it costs. Knows no
 * engine; `snakemake.ts` writes it down for one.
 *
 * @module
 */

import { stepOperations } from "../model/arithmetic.ts";
import type { DatasetParameters } from "../dataset/mod.ts";
import type { TrainParameters } from "../training/mod.ts";
import { permissionFlags } from "../cli/child_script.ts";
import type { Node } from "../study/plan.ts";

/** What a job is thought to need. */
export interface Cost {
  /** Megabytes of memory. */
  readonly memory: number;
  /** Floating-point operations, for a time once it is known how fast a machine is. */
  readonly operations: number;
  /** Training steps, each of which costs some time whatever its arithmetic. */
  readonly steps: number;
  /** Whether it runs on a GPU. */
  readonly gpu: boolean;
}

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
  readonly cost: Cost;
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
  nodes: readonly Omit<Node, "role">[],
  { results, backend, sweepArguments, reportArguments }: WorkflowOptions,
): Workflow {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const jobs: Job[] = [];
  const byId = new Map(nodes.map((node) => [node.id, node]));
  for (const { id, stage, command, needs, parameters } of nodes) {
    if (!command) continue;
    const plain = id.replaceAll(/[^A-Za-z0-9.=_]+/g, "-");
    let name = plain;
    for (let k = 2; taken.has(name); k++) name = `${plain}-${k}`;
    taken.add(name);
    names.set(id, name);
    jobs.push({
      name,
      stage: stage.name,
      script: command.script,
      args: command.args,
      permissions: permissionFlags(command.script, results),
      needs: Object.fromEntries(
        Object.entries(needs).map(([role, need]) => [role, names.get(need)!]),
      ),
      cost: costOf(stage.name, { parameters, needs, byId, gpu: backend === "webgpu" }),
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

/** Megabytes of Deno, TF.js and a small network; the published one at batch 8 takes 2400 on wasm. */
const MEMORY = { least: 600, published: 2400 };

function costOf(
  stage: string,
  { parameters, needs, byId, gpu }: {
    parameters: unknown;
    needs: Readonly<Record<string, string>>;
    byId: ReadonlyMap<string, Omit<Node, "role">>;
    gpu: boolean;
  },
): Cost {
  const input = (role: string) => byId.get(needs[role])!;
  if (stage === "dataset") {
    const { points, holePoints, size } = parameters as DatasetParameters;
    const images = (points + holePoints) * size ** 2;
    return {
      memory: MEMORY.least + Math.ceil(3 * images / 1e6),
      operations: 0,
      steps: 0,
      gpu: false,
    };
  }
  const trained = stage === "train" ? { parameters, needs } : input("model");
  const training = trained.parameters as TrainParameters;
  const { points, holePoints, size } = byId.get(trained.needs.dataset)!
    .parameters as DatasetParameters;
  const { divide, latents, posterior, batch, epochs } = training;
  // An evaluation has batches of its own, which are small.
  const atOnce = stage === "train" ? batch : 8;
  const share = (size / 256) ** 2 * atOnce / 8 / divide;
  const images = (points + holePoints) * size ** 2 / 1e6;
  const passes = stage === "train" ? epochs : 2;
  return {
    memory: MEMORY.least + Math.ceil(MEMORY.published * share + 3 * images),
    operations: stepOperations({ size, divide, latents, posterior }) * points * passes,
    steps: Math.ceil(points / batch) * passes,
    gpu,
  };
}
