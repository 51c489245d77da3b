/**
 * A study as a list of stages: what is computed, from what, and the command that computes it
 * alone. Everything that reproduces, sweeps or exports a study takes it from here.
 *
 * @module
 */

import { COMPARISON } from "../comparison/stage.ts";
import { areUsual, type Shapes } from "../curve/family.ts";
import type { DatasetParameters } from "../dataset/parameters.ts";
import { DATASET } from "../dataset/stage.ts";
import { UsageError } from "../errors.ts";
import { ABLATION } from "../evaluation/ablation_stage.ts";
import { TRAVERSALS_DEFAULT } from "../evaluation/traversals_parameters.ts";
import { EVALUATE } from "../evaluation/evaluate_stage.ts";
import { TRANSECTS } from "../evaluation/transects_stage.ts";
import { TRAVERSALS } from "../evaluation/traversals_stage.ts";
import { canonicalJson } from "../files/canonical_json.ts";
import type { Json } from "../files/json.ts";
import type { AnyStage, Result, Work } from "../results/stage.ts";
import { resolveParameters } from "../results/resolve.ts";
import { parseHole } from "../space/hole.ts";
import { PUBLISHED_COUNT, PUBLISHED_TRANSECTS } from "../space/transect.ts";
import type { TrainParameters } from "../training/schema.ts";
import { TRAIN } from "../training/stage.ts";
import { type ProfileName, PROFILES } from "./profiles.ts";
import type { Role } from "./roles.ts";
import { type ArmRun, resolveArm } from "./settings.ts";
import { STUDIES } from "./studies.ts";
import { type Arm, type Study } from "./arms.ts";
import { type NetworkName } from "../words/network_names.ts";

/** One stage of a plan, with its parameters and where its inputs come from. */
export interface Node {
  /** Unique in the plan, for instance `train r=0.3 seed 0`. */
  readonly id: string;
  readonly stage: AnyStage;
  readonly parameters: unknown;
  /** Node that makes each input, by role. */
  readonly needs: Readonly<Record<string, string>>;
  /** Inputs that are there already, by role: results that no node of the plan makes. */
  readonly given?: Readonly<Record<string, Result>>;
  /** The part the node plays, for tables and figures. */
  readonly role: Role;
}

/** A node of any plan: a stage, whatever part it plays. */
export type PlannedStage = Omit<Node, "role">;

/** A node with all that it is made from, as costs are counted from it. */
export function workOf(
  { stage, parameters, needs }: PlannedStage,
  byId: ReadonlyMap<string, PlannedStage>,
): Work {
  const inputs = Object.entries(needs).map(([role, id]) =>
    [role, workOf(byId.get(id)!, byId)] as const
  );
  return {
    parameters: resolveParameters(stage, parameters),
    inputs: Object.fromEntries(inputs),
  };
}

/** What a plan is made for. */
export interface PlanOptions {
  readonly profile: ProfileName;
  /** Seeds, one replicate of the whole study each. */
  readonly seeds: readonly number[];
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

/** The evaluations of an arm's networks for one seed. */
interface Evaluations {
  readonly model: string;
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
        ? { kind: "train", network: "punctured", hole, seed }
        : { kind: "arm", arm: arm.name, seed },
    });
    if (!punctured) return { arm, run, seed, dataset, model };
    const control = this.#train({ ...training, subset: "control" }, {
      id: `train ${arm.name} control seed ${seed}`,
      dataset,
      role: { kind: "train", network: "control", hole, seed },
    });
    return { arm, run, seed, dataset, model, control };
  }

  #dataset(parameters: DatasetParameters, id: string): string {
    return this.add({
      id,
      stage: DATASET,
      parameters,
      needs: {},
      role: { kind: "dataset", hole: parameters.hole, seed: parameters.seed },
    });
  }

  #train(
    parameters: TrainParameters,
    { id, dataset, role }: { id: string; dataset: string; role: Role },
  ): string {
    return this.add({
      id,
      stage: TRAIN,
      parameters,
      needs: { dataset },
      role,
    });
  }

  /** The evaluations of an arm's network and its control. */
  evaluate({ arm, run, seed, dataset, model, control }: ArmNodes): Evaluations {
    const { hole } = run.dataset;
    const evaluation = (trained: string, network: NetworkName) =>
      this.add({
        id: `evaluate ${arm.name}${network === "control" ? " control" : ""} seed ${seed}`,
        stage: EVALUATE,
        parameters: run.evaluation,
        needs: { model: trained, dataset },
        role: { kind: "evaluation", arm: arm.name, network, hole, seed },
      });
    if (control === undefined) return { model: evaluation(model, "full") };
    return { model: evaluation(model, "punctured"), control: evaluation(control, "control") };
  }

  /** The comparison of a study's arms, from their evaluations for every seed. */
  compare(
    study: Study,
    runs: readonly (ArmNodes & { readonly evaluated: Evaluations })[],
    { intervals }: { readonly intervals: boolean },
  ): string {
    const needs: Record<string, string> = {};
    const arms = study.arms.map((arm, k) => {
      const own = runs.filter((run) => run.arm === arm);
      const { hole } = own[0].run.dataset;
      return {
        name: arm.name,
        settings: arm.settings,
        against: arm.against ?? null,
        hole: parseHole(hole).kind === "none" ? "none" : hole,
        replicates: own.map(({ seed, evaluated }) => {
          const role = `arm-${k + 1}-seed-${seed}`;
          needs[role] = evaluated.model;
          if (evaluated.control === undefined) return { seed, model: role, control: null };
          needs[`${role}-control`] = evaluated.control;
          return { seed, model: role, control: `${role}-control` };
        }),
      };
    });
    return this.add({
      id: `sweep ${study.name}`,
      stage: COMPARISON,
      parameters: {
        study: study.name,
        question: study.question,
        profile: this.options.profile,
        intervals,
        ...(study.figure ? { figure: study.figure } : {}),
        arms,
      },
      needs,
      role: { kind: "sweep", study: study.name, seed: runs[0].seed },
    });
  }
}

/** What the published study is planned for. */
export interface PublishedPlanOptions extends PlanOptions {
  /** Seeds of the ablation's arms; those of the holes' networks where not given. */
  readonly ablationSeeds?: readonly number[];
  /** The shapes of all datasets; the study's where not given. */
  readonly shapes?: Shapes;
}

/** The arms of the published study that a profile has, of other shapes where asked for. */
function publishedArms(
  profile: ProfileName,
  shapes: Shapes | undefined,
): { holes: readonly Arm[]; ablation: readonly Arm[] } {
  const { arms } = PROFILES[profile];
  const all = {
    holes: STUDIES.holes.arms,
    ablation: STUDIES.published.arms.filter((arm) => !STUDIES.holes.arms.includes(arm)),
  };
  const own = (kind: keyof typeof all) =>
    all[kind].filter(({ name }) => arms?.[kind].includes(name) ?? true)
      .map((arm): Arm =>
        shapes === undefined || areUsual(shapes)
          ? arm
          : { ...arm, settings: { ...arm.settings, ...shapes } }
      );
  return { holes: own("holes"), ablation: own("ablation") };
}

/**
 * The published study with its transects and its ablation: for each hole a dataset, a network
 * trained around the hole and its control, both evaluated, and transects with both; a comparison of
 * all of them, with intervals where there are two seeds or more; latent traversals of the first
 * seed; then the arms of covariance losses, on the full set of the published hole's dataset.
 */
export function publishedPlan({ ablationSeeds, shapes, ...options }: PublishedPlanOptions): Node[] {
  const plan = new Plan(options);
  const { profile, seeds } = options;
  const { holes, ablation: arms } = publishedArms(profile, shapes);
  const runs = seeds.flatMap((seed) => holes.map((arm) => plan.train(arm, seed)));
  const ablations = (ablationSeeds ?? seeds).map((seed) => ({
    seed,
    runs: arms.map((arm) => plan.train(arm, seed)),
  }));
  for (const { arm, run, seed, model, control } of runs) {
    const { hole } = run.dataset;
    plan.add({
      id: `transects ${arm.name} seed ${seed}`,
      stage: TRANSECTS,
      parameters: { transects: PUBLISHED_TRANSECTS, count: PUBLISHED_COUNT },
      needs: { model, control: control! },
      role: { kind: "transects", hole, seed },
    });
    if (seed !== seeds[0]) continue;
    plan.add({
      id: `traversals ${arm.name} seed ${seed}`,
      stage: TRAVERSALS,
      parameters: TRAVERSALS_DEFAULT,
      needs: { model },
      role: { kind: "traversals", hole, seed },
    });
  }
  for (const { seed, runs } of ablations) {
    const names = runs.map(({ arm }) => arm.name);
    plan.add({
      id: `ablation seed ${seed}`,
      stage: ABLATION,
      parameters: { arms: names },
      needs: Object.fromEntries(runs.map(({ arm, model }) => [arm.name, model])),
      role: { kind: "ablation", seed },
    });
  }
  const evaluated = runs.map((run) => ({ ...run, evaluated: plan.evaluate(run) }));
  plan.compare({ ...STUDIES.holes, arms: holes }, evaluated, { intervals: seeds.length > 1 });
  return plan.nodes;
}

/**
 * A study of arms: every arm trained, with its control, and evaluated, for each seed; then one
 * comparison of all, which is the last node.
 */
export function planOf(
  { arms, ...rest }: Study,
  { intervals, ...options }: PlanOptions & { readonly intervals: boolean },
): Node[] {
  const plan = new Plan(options);
  const own = arms.filter(({ profiles }) => profiles?.includes(options.profile) ?? true);
  const study = { ...rest, arms: own };
  refuseEqualArms(study, options);
  const runs = options.seeds.flatMap((seed) =>
    study.arms.map((arm) => {
      const trained = plan.train(arm, seed);
      return { ...trained, evaluated: plan.evaluate(trained) };
    })
  );
  plan.compare(study, runs, { intervals });
  return plan.nodes;
}

/** Throws UsageError where two arms are one run, such as `size=1x` and `size=64`. */
function refuseEqualArms({ arms }: Study, { profile, seeds }: PlanOptions): void {
  const names = new Map<string, string>();
  for (const { name, settings } of arms) {
    const run = resolveNamed({ name, settings }, { profile, seed: seeds[0] });
    const same = canonicalJson(run as unknown as Json);
    const other = names.get(same);
    if (other !== undefined) {
      throw new UsageError(`arms must differ: ${other} and ${name} are the same run`);
    }
    names.set(same, name);
  }
}

/** An arm's run; an error names the arm. */
function resolveNamed(
  { name, settings }: Arm,
  options: { readonly profile: ProfileName; readonly seed: number },
): ArmRun {
  try {
    return resolveArm(settings, options);
  } catch (error) {
    if (!(error instanceof UsageError) || name === "") throw error;
    throw new UsageError(`arm ${name}: ${error.message}`);
  }
}
