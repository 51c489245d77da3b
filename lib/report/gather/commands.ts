/**
 * The command that makes a result of a report, for a reader to paste into a shell.
 *
 * @module
 */

import { shellWord } from "../../cli/shell.ts";
import { armShapes } from "../../comparison/arm_shapes.ts";
import type { ComparisonParameters } from "../../comparison/schema.ts";
import { areUsual, DEFAULT_SHAPES, type Shapes } from "../../curve/family.ts";
import { datasetCommand } from "../../dataset/flags.ts";
import { shapeArguments } from "../../dataset/image_flags.ts";
import { traversalsCommand } from "../../evaluation/traversals_parameters.ts";
import { transectsCommand } from "../../evaluation/transects_parameters.ts";
import { evaluationCommand } from "../../evaluation/evaluate_parameters.ts";
import type { Result, StageCommand } from "../../results/stage.ts";
import { STUDIES, STUDY_NAMES } from "../../study/studies.ts";
import { trainCommand } from "../../training/flags.ts";
import type { Source } from "../mod.ts";

/** Commands of the stages that a script makes by themselves, by the stage's name. */
// deno-lint-ignore no-explicit-any -- StageCommand<P> is invariant in P
export const ALONE: Readonly<Record<string, StageCommand<any>>> = {
  dataset: datasetCommand,
  train: trainCommand,
  transects: transectsCommand,
  traversals: traversalsCommand,
  evaluate: evaluationCommand,
};

/** What a command needs besides the result. */
export interface CommandOptions extends Pick<Source, "seed"> {
  readonly profile: string;
  /** The shapes of the study. Default the publication's. */
  readonly shapes?: Shapes;
  /** Result folders of the inputs, by role; `DIR` stands for one that is not there. */
  readonly folders?: Readonly<Record<string, string>>;
}

/**
 * The command that makes a result by itself, or the one that makes the whole study: a reader pastes
 * it into a shell, so that words from a manifest are quoted where a shell would act on them.
 */
export function commandOf(
  { stage, parameters }: Pick<Result, "stage" | "parameters">,
  { profile, seed, shapes = DEFAULT_SHAPES, folders = {} }: CommandOptions,
): string {
  if (Object.hasOwn(ALONE, stage)) {
    const alone = ALONE[stage];
    const inputs = Object.keys(alone.inputs).map((role) =>
      `--${role} ${Object.hasOwn(folders, role) ? shellWord(folders[role]) : "DIR"}`
    );
    const args = alone.arguments(parameters).map(shellWord);
    return ["deno task", stage, ...inputs, ...args].join(" ");
  }
  if (stage === "sweep") {
    return sweepCommand(parameters as unknown as ComparisonParameters, profile);
  }
  const study = ["deno task reproduce", `--profile ${profile}`, ...shapeArguments(shapes)];
  return [...study, ...(seed === null ? [] : [`--seed ${seed}`])].join(" ");
}

/** Where an arm's name says what a setting was varied to. */
function placeIn({ name }: { readonly name: string }, setting: string): number {
  return ` ${name}`.indexOf(` ${setting}=`);
}

/** The command that makes a comparison: what its arms set besides those of its study was varied. */
function sweepCommand({ study, arms, intervals }: ComparisonParameters, profile: string): string {
  const [{ replicates: [{ seed }, ...others] }] = arms;
  const seeds = `--seed ${seed} --seeds ${others.length + 1}`;
  const declared = STUDY_NAMES.find((name) => name === study);
  const known = declared ? STUDIES[declared].arms : [];
  const isKnown = ({ name }: { readonly name: string }) => known.some((arm) => arm.name === name);
  const shapes = armShapes(arms[0]);
  // A study that was varied names its arms by what was. Of other shapes, or where a profile has fewer
  // holes, the whole study makes it.
  const other = !areUsual(shapes) || arms.length < known.length;
  if (arms.every(isKnown) && other && study === "holes") {
    const whole = ["deno task reproduce", `--profile ${profile}`, ...shapeArguments(shapes)];
    return [...whole, seeds].join(" ");
  }
  const own = new Set(known.flatMap(({ settings }) => Object.keys(settings)));
  const added = [...new Set(arms.flatMap(({ settings }) => Object.keys(settings)))]
    .filter((name) => !own.has(name))
    // Settings are stored by name, and an arm's name has them in the order in which they were given.
    .toSorted((one, other) => placeIn(arms[0], one) - placeIn(arms[0], other));
  const vary = (study === "varied" || declared ? added : []).map((name) => {
    const values = [...new Set(arms.map(({ settings }) => String(settings[name])))];
    return `--vary ${shellWord(`${name}=${values.join(name === "hole" ? ";" : ",")}`)}`;
  });
  return [
    "deno task sweep",
    ...(study === "varied" ? [] : [`--study ${shellWord(study)}`]),
    ...vary,
    `--profile ${profile} ${seeds}`,
    ...(intervals ? [] : ["--no-intervals"]),
  ].join(" ");
}
