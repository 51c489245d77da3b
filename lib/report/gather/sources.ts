/**
 * The results that a report is made from: which part each plays, what the page says of it, and its
 * tables and images read back.
 *
 * @module
 */

import { readCsv } from "../../files/csv.ts";
import { armShapes } from "../../comparison/arm_shapes.ts";
import { areUsual, DEFAULT_SHAPES, type Shapes } from "../../curve/family.ts";
import { datasetCommand } from "../../dataset/flags.ts";
import { shapeArguments } from "../../dataset/image_flags.ts";
import { evaluationCommand, transectsCommand, traversalsCommand } from "../../evaluation/flags.ts";
import { trainCommand } from "../../training/flags.ts";
import { decodeNpy } from "../../files/npy.ts";
import type { ImageStack } from "../../figures/mod.ts";
import type { Source } from "../mod.ts";
import type { Result, StageCommand } from "../../results/stage.ts";
import { shellWord } from "../../cli/shell.ts";
import { type ReportParameters, reportShapes } from "../schema.ts";
import type { ComparisonParameters } from "../../comparison/schema.ts";
import { STUDIES, STUDY_NAMES } from "../../study/studies.ts";

type Member = ReportParameters["members"][number];

/** Parts that a result can play in a report. */
export type Kind = Member["role"]["kind"];

/** A result that plays the part `K`. */
export type Found<K extends Kind> = {
  readonly role: Extract<Member["role"], { kind: K }>;
  readonly result: Result;
  readonly source: Source;
};

/** The results of a report by the part they play, in the order in which it lists them. */
export async function membersOf(
  { profile, members, ...asked }: ReportParameters,
  inputs: Readonly<Record<string, Result>>,
): Promise<<K extends Kind>(kind: K) => Found<K>[]> {
  const places = new Map(Object.values(inputs).map((result) => [result.key, placeOf(result)]));
  const shapes = reportShapes(asked);
  const all = await Promise.all(members.map(async ({ input, backend, role }) => {
    const result = inputs[input];
    // What covers several seeds has no seed of its own.
    const seed = role.kind === "sweep" ? null : role.seed;
    const folders = await foldersOf(result, places);
    return { role, result, source: sourceOf(result, { backend, profile, seed, shapes, folders }) };
  }));
  return <K extends Kind>(kind: K) =>
    all.filter(({ role }) => role.kind === kind) as unknown as Found<K>[];
}

function folderName({ directory }: Result): string {
  return directory.split(/[\\/]/).pop() as string;
}

/** Where a result lies in the usual results folder: no report may name another machine's. */
function placeOf(result: Result): string {
  return `results/${result.stage}/${folderName(result)}`;
}

/** Folders of the inputs that a result was made from, by role; those that are not shown are left out. */
async function foldersOf(
  { directory }: Result,
  places: ReadonlyMap<string, string>,
): Promise<Record<string, string>> {
  const { inputs } = JSON.parse(await Deno.readTextFile(`${directory}/manifest.json`)) as {
    inputs: Record<string, { key: string }>;
  };
  return Object.fromEntries(
    Object.entries(inputs).flatMap(([role, { key }]) => {
      const place = places.get(key);
      return place === undefined ? [] : [[role, place]];
    }),
  );
}

function sourceOf(
  result: Result,
  { backend, ...how }: Pick<Source, "backend" | "seed"> & CommandOptions,
): Source {
  const { seed } = how;
  return {
    stage: result.stage,
    key: result.key,
    seed,
    backend,
    path: `../../${result.stage}/${folderName(result)}`,
    command: commandOf(result, how),
  };
}

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
interface CommandOptions extends Pick<Source, "seed"> {
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

/** Images of a `.npy` file, and its shape. */
export async function readStack(
  path: string,
): Promise<{ images: ImageStack; shape: readonly number[] }> {
  const { data, shape } = decodeNpy(await Deno.readFile(path), path);
  return { images: data, shape };
}

/** Rows of a table of a result, by column. */
export async function readTable(
  { directory }: Result,
  name: string,
): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(`${directory}/tables/${name}.csv`));
}

/** The code in a row's columns `mu_1`, `mu_2`, … */
export function codeOf(row: Readonly<Record<string, string>>): number[] {
  return Object.keys(row).filter((name) => name.startsWith("mu_")).map((name) => Number(row[name]));
}

/** A part of a file's name made of any words. */
export function slug(words: string): string {
  return words.replaceAll(/[^A-Za-z0-9.]+/g, "-").replace(/^-+|-+$/g, "");
}
