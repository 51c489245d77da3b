/**
 * A study as a list of stages: what is computed, from what, and the command that computes it
 * alone. Everything that reproduces, sweeps or exports a study takes it from here.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { DATASET_FINGERPRINT, type DatasetParameters, datasetStage } from "../dataset/mod.ts";
import { canonicalJson } from "../results/canonical_json.ts";
import type { Fingerprint, Json, Stage } from "../results/stage.ts";
import { parseHole, PUBLISHED_TRANSECTS } from "../space/mod.ts";
import type { TrainParameters } from "../training/mod.ts";
import { ablationStage } from "./ablation_stage.ts";
import { evaluationArguments } from "./evaluate_flags.ts";
import { evaluateStage } from "./evaluate_stage.ts";
import {
  backendFingerprint,
  evaluationFingerprint,
  SWEEP_FINGERPRINT,
  TABLE_FINGERPRINT,
  transectsFingerprint,
} from "./fingerprints.ts";
import type { ProfileName } from "./profile_names.ts";
import { type ArmRun, resolveArm } from "./settings.ts";
import { type Arm, STUDY, type Study } from "./studies.ts";
import { sweepStage } from "./sweep_stage.ts";
import { trainArguments } from "./train_flags.ts";
import { trainStage } from "./train_stage.ts";
import { transectsStage } from "./transects_stage.ts";

/** One stage of a plan, with its parameters and where its inputs come from. */
export interface Node {
  /** Unique in the plan, for instance `train r=0.3 seed 0`. */
  readonly id: string;
  // deno-lint-ignore no-explicit-any -- a plan holds stages of any parameters
  readonly stage: Stage<any>;
  readonly parameters: unknown;
  /** Node that makes each input, by role. */
  readonly needs: Readonly<Record<string, string>>;
  readonly fingerprint: Fingerprint;
  /** For a stage worth a process of its own: the script, and its flags but for the inputs'. */
  readonly command?: { readonly script: string; readonly args: readonly string[] };
  /** The part the node plays, for tables and figures. */
  readonly role: Role;
}

/** What a node is for: how the report finds the results of a plan. */
export type Role =
  | { readonly kind: "dataset"; readonly hole: string; readonly seed: number }
  | {
    readonly kind: "train";
    readonly arm: "punctured" | "control";
    readonly hole: string;
    readonly seed: number;
  }
  | { readonly kind: "arm"; readonly arm: string; readonly seed: number }
  | { readonly kind: "transects"; readonly hole: string; readonly seed: number }
  | { readonly kind: "ablation"; readonly seed: number }
  | { readonly kind: "evaluation"; readonly arm: string; readonly seed: number }
  | { readonly kind: "sweep" };

/** What a plan is made for. */
export interface PlanOptions {
  readonly profile: ProfileName;
  /** Seeds, one replicate of the whole study each. */
  readonly seeds: readonly number[];
  readonly backend: Backend;
}

/** The nodes of an arm for one seed. */
interface ArmNodes {
  readonly arm: Arm;
  readonly run: ArmRun;
  readonly seed: number;
  readonly dataset: string;
  readonly model: string;
  /** Absent for an arm that trains on the full set. */
  readonly control?: string;
}

/** Nodes in order; what two arms share stands once. */
class Plan {
  readonly nodes: Node[] = [];
  readonly #ids = new Map<string, string>();

  constructor(readonly options: PlanOptions) {}

  /** Adds a node unless one computes the same; returns the id of the one that does. */
  add(node: Node): string {
    const same = canonicalJson(
      [node.stage.name, node.parameters, node.needs] as unknown as Json,
    );
    const id = this.#ids.get(same) ?? node.id;
    if (!this.#ids.has(same)) this.nodes.push(node);
    this.#ids.set(same, id);
    return id;
  }

  /** The dataset of an arm, its network and the network's control. */
  train(arm: Arm, seed: number): ArmNodes {
    const run = resolveArm(arm.settings, { profile: this.options.profile, seed });
    const dataset = this.#dataset(run.dataset, `dataset ${arm.name} seed ${seed}`);
    const { hole } = run.dataset, { training } = run;
    const punctured = training.subset === "punctured";
    const model = this.#train(training, {
      id: `train ${arm.name} seed ${seed}`,
      dataset,
      role: punctured
        ? { kind: "train", arm: "punctured", hole, seed }
        : { kind: "arm", arm: arm.name, seed },
    });
    if (!punctured) return { arm, run, seed, dataset, model };
    const control = this.#train({ ...training, subset: "control" }, {
      id: `train ${arm.name} control seed ${seed}`,
      dataset,
      role: { kind: "train", arm: "control", hole, seed },
    });
    return { arm, run, seed, dataset, model, control };
  }

  #dataset(parameters: DatasetParameters, id: string): string {
    return this.add({
      id,
      stage: datasetStage(),
      parameters,
      needs: {},
      fingerprint: DATASET_FINGERPRINT,
      role: { kind: "dataset", hole: parameters.hole, seed: parameters.seed },
    });
  }

  #train(
    parameters: TrainParameters,
    { id, dataset, role }: { id: string; dataset: string; role: Role },
  ): string {
    const { backend } = this.options;
    return this.add({
      id,
      stage: trainStage(backend),
      parameters,
      needs: { dataset },
      fingerprint: backendFingerprint(backend),
      command: { script: "train", args: trainArguments(parameters) },
      role,
    });
  }

  /** The evaluations of an arm's network and its control. */
  evaluate({ arm, run, seed, dataset, model, control }: ArmNodes): {
    model: string;
    control?: string;
  } {
    const { backend } = this.options;
    const evaluation = (network: string, name: string) =>
      this.add({
        id: `evaluate ${name} seed ${seed}`,
        stage: evaluateStage(backend),
        parameters: run.evaluation,
        needs: { model: network, dataset },
        fingerprint: evaluationFingerprint(backend),
        command: { script: "evaluate", args: evaluationArguments(run.evaluation) },
        role: { kind: "evaluation", arm: name, seed },
      });
    const own = evaluation(model, arm.name);
    if (control === undefined) return { model: own };
    return { model: own, control: evaluation(control, `${arm.name} control`) };
  }
}

/**
 * The published study with its transects and its ablation: for each hole a dataset, a network
 * trained around the hole and its control, and transects with both; then the arms of covariance
 * losses, on the full set of the published hole's dataset.
 */
export function studyPlan(options: PlanOptions): Node[] {
  const plan = new Plan(options);
  for (const seed of options.seeds) {
    const arms = STUDY.published.arms.map((arm) => plan.train(arm, seed));
    for (const { arm, run, model, control } of arms) {
      if (control === undefined) continue;
      const { hole } = run.dataset;
      plan.add({
        id: `transects ${arm.name} seed ${seed}`,
        stage: transectsStage(options.backend, { control: true }),
        parameters: { transects: PUBLISHED_TRANSECTS, count: 15 },
        needs: { model, control },
        fingerprint: transectsFingerprint(options.backend),
        role: { kind: "transects", hole, seed },
      });
    }
    const ablated = arms.filter(({ control }) => control === undefined);
    const names = ablated.map(({ arm }) => arm.name);
    plan.add({
      id: `ablation seed ${seed}`,
      stage: ablationStage(names),
      parameters: { arms: names },
      needs: Object.fromEntries(ablated.map(({ arm, model }) => [arm.name, model])),
      fingerprint: TABLE_FINGERPRINT,
      role: { kind: "ablation", seed },
    });
  }
  return plan.nodes;
}

/**
 * A study of arms: every arm trained, with its control, and evaluated, for each seed; then one
 * comparison of all, which is the last node.
 */
export function sweepPlan(
  study: Study,
  { intervals, ...options }: PlanOptions & { readonly intervals: boolean },
): Node[] {
  const plan = new Plan(options);
  const runs = options.seeds.flatMap((seed) =>
    study.arms.map((arm) => {
      const trained = plan.train(arm, seed);
      return { ...trained, evaluated: plan.evaluate(trained) };
    })
  );
  const needs: Record<string, string> = {};
  const arms = study.arms.map((arm, k) => ({
    name: arm.name,
    settings: arm.settings,
    against: arm.against ?? null,
    hole: parseHole(runs[k].run.dataset.hole).kind === "none" ? "none" : runs[k].run.dataset.hole,
    replicates: runs.filter((run) => run.arm === arm).map(({ seed, evaluated }) => {
      const role = `arm-${k + 1}-seed-${seed}`;
      needs[role] = evaluated.model;
      if (evaluated.control === undefined) return { seed, model: role, control: null };
      needs[`${role}-control`] = evaluated.control;
      return { seed, model: role, control: `${role}-control` };
    }),
  }));
  plan.add({
    id: `sweep ${study.name}`,
    stage: sweepStage(Object.keys(needs)),
    parameters: {
      study: study.name,
      question: study.question,
      profile: options.profile,
      intervals,
      arms,
    },
    needs,
    fingerprint: SWEEP_FINGERPRINT,
    role: { kind: "sweep" },
  });
  return plan.nodes;
}
