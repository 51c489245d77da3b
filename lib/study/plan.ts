/**
 * The study as a list of stages: what is computed, from what, and the command that computes it
 * alone. Everything that reproduces, sweeps or exports the study takes it from here.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { DATASET_FINGERPRINT, type DatasetParameters, datasetStage } from "../dataset/mod.ts";
import type { Fingerprint, Stage } from "../results/stage.ts";
import { parseHole, PUBLISHED_TRANSECTS } from "../space/mod.ts";
import type { TrainParameters } from "../training/mod.ts";
import { ablationStage } from "./ablation_stage.ts";
import { backendFingerprint, TABLE_FINGERPRINT, transectsFingerprint } from "./fingerprints.ts";
import type { ProfileName } from "./profile_names.ts";
import {
  ABLATION_ARMS,
  HOLES,
  profileDataset,
  profileTraining,
  TRANSECT_LOSS,
} from "./profiles.ts";
import { trainArguments } from "./train_flags.ts";
import { trainStage } from "./train_stage.ts";
import { transectsStage } from "./transects_stage.ts";

/** One stage of a plan, with its parameters and where its inputs come from. */
export interface Node {
  /** Unique in the plan, for instance `train punctured r=0.3 seed 0`. */
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
  | { readonly kind: "ablation"; readonly seed: number };

/** What a study is made of. */
export interface StudyOptions {
  readonly profile: ProfileName;
  /** Seeds, one replicate of the whole study each. */
  readonly seeds: readonly number[];
  readonly backend: Backend;
}

/**
 * The published study, in order: for each hole a dataset, a network trained around the hole and its
 * control (as many images, none spared), and transects with both; then the ablation of covariance
 * losses on the full set of the published hole's dataset.
 */
export function studyPlan({ profile, seeds, backend }: StudyOptions): Node[] {
  return seeds.flatMap((seed) => [
    ...HOLES.flatMap((hole) => holeNodes({ profile, seed, hole, backend })),
    ...ablationNodes({ profile, seed, backend }),
  ]);
}

function shortHole(text: string): string {
  const hole = parseHole(text);
  return hole.kind === "disc" ? `r=${hole.radius}` : text;
}

interface Replicate {
  readonly profile: ProfileName;
  readonly seed: number;
  readonly backend: Backend;
}

function datasetNode(
  parameters: DatasetParameters,
  { hole, seed }: { hole: string; seed: number },
): Node {
  return {
    id: `dataset ${shortHole(hole)} seed ${seed}`,
    stage: datasetStage(),
    parameters,
    needs: {},
    fingerprint: DATASET_FINGERPRINT,
    role: { kind: "dataset", hole, seed },
  };
}

function trainNode(
  id: string,
  { parameters, dataset, backend, role }: {
    parameters: TrainParameters;
    dataset: string;
    backend: Backend;
    role: Role;
  },
): Node {
  return {
    id,
    stage: trainStage(backend),
    parameters,
    needs: { dataset },
    fingerprint: backendFingerprint(backend),
    command: { script: "train", args: trainArguments(parameters) },
    role,
  };
}

function holeNodes({ profile, seed, hole, backend }: Replicate & { hole: string }): Node[] {
  const dataset = datasetNode(profileDataset(profile, { hole, seed }), { hole, seed });
  const [punctured, control] = (["punctured", "control"] as const).map((subset) =>
    trainNode(`train ${subset} ${shortHole(hole)} seed ${seed}`, {
      parameters: profileTraining(profile, { subset, loss: TRANSECT_LOSS, seed }),
      dataset: dataset.id,
      backend,
      role: { kind: "train", arm: subset, hole, seed },
    })
  );
  return [dataset, punctured, control, {
    id: `transects ${shortHole(hole)} seed ${seed}`,
    stage: transectsStage(backend, { control: true }),
    parameters: { transects: PUBLISHED_TRANSECTS, count: 15 },
    needs: { model: punctured.id, control: control.id },
    fingerprint: transectsFingerprint(backend),
    role: { kind: "transects", hole, seed },
  }];
}

function ablationNodes({ profile, seed, backend }: Replicate): Node[] {
  const dataset = `dataset ${shortHole(HOLES[0])} seed ${seed}`;
  const arms = ABLATION_ARMS.map(({ name, loss }) =>
    trainNode(`train ablation ${name} seed ${seed}`, {
      parameters: profileTraining(profile, { subset: "full", loss, seed }),
      dataset,
      backend,
      role: { kind: "arm", arm: name, seed },
    })
  );
  const names = ABLATION_ARMS.map(({ name }) => name);
  return [...arms, {
    id: `ablation seed ${seed}`,
    stage: ablationStage(names),
    parameters: { arms: names },
    needs: Object.fromEntries(names.map((name, k) => [name, arms[k].id])),
    fingerprint: TABLE_FINGERPRINT,
    role: { kind: "ablation", seed },
  }];
}
