/**
 * The results that a report is made from: which part each plays, what the page says of it, and its
 * tables and images read back.
 *
 * @module
 */

import { readCsv } from "../../files/csv.ts";
import { datasetCommand } from "../../dataset/flags.ts";
import { evaluationCommand, transectsCommand, traversalsCommand } from "../../evaluation/flags.ts";
import { trainCommand } from "../../training/flags.ts";
import { decodeNpy } from "../../files/npy.ts";
import type { ImageStack } from "../../figures/mod.ts";
import type { Source } from "../mod.ts";
import type { Result, StageCommand } from "../../results/stage.ts";
import { shellWord } from "../../cli/shell.ts";
import type { ReportParameters } from "../schema.ts";
import type { SweepParameters } from "../../comparison/schema.ts";

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
export function membersOf(
  { profile, members }: ReportParameters,
  inputs: Readonly<Record<string, Result>>,
): <K extends Kind>(kind: K) => Found<K>[] {
  const all = members.map(({ input, backend, role }) => {
    const result = inputs[input];
    // What covers several seeds has no seed of its own.
    const seed = role.kind === "sweep" ? null : role.seed;
    return { role, result, source: sourceOf(result, { backend, profile, seed }) };
  });
  return <K extends Kind>(kind: K) =>
    all.filter(({ role }) => role.kind === kind) as unknown as Found<K>[];
}

function folderName({ directory }: Result): string {
  return directory.split(/[\\/]/).pop() as string;
}

function sourceOf(
  result: Result,
  { backend, profile, seed }: Pick<Source, "backend" | "seed"> & { profile: string },
): Source {
  return {
    stage: result.stage,
    key: result.key,
    seed,
    backend,
    path: `../../${result.stage}/${folderName(result)}`,
    command: commandOf(result, { profile, seed }),
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

/**
 * The command that makes a result by itself, or the one that makes the whole study: a reader pastes
 * it into a shell, so that words from a manifest are quoted where a shell would act on them.
 */
export function commandOf(
  { stage, parameters }: Pick<Result, "stage" | "parameters">,
  { profile, seed }: Pick<Source, "seed"> & { profile: string },
): string {
  if (Object.hasOwn(ALONE, stage)) {
    const alone = ALONE[stage];
    const inputs = Object.keys(alone.inputs).map((role) => `--${role} DIR`);
    const args = alone.arguments(parameters).map(shellWord);
    return ["deno task", stage, ...inputs, ...args].join(" ");
  }
  if (stage === "sweep") {
    const { study, arms } = parameters as unknown as SweepParameters;
    const seeds = arms[0].replicates.length;
    const [{ seed: from }] = arms[0].replicates;
    const asked = study === "varied" ? "--vary …" : `--study ${shellWord(study)}`;
    return `deno task sweep ${asked} --profile ${profile} --seed ${from} --seeds ${seeds}` +
      (seeds < 2 ? " --no-intervals" : "");
  }
  return `deno task reproduce --profile ${profile} --seed ${seed}`;
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
