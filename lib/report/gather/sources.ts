/**
 * The results that a report is made from: which part each plays, and what the page says of it.
 *
 * @module
 */

import type { Result } from "../../results/stage.ts";
import type { Source } from "../mod.ts";
import { type ReportParameters, reportShapes } from "../schema.ts";
import { commandOf, type CommandOptions } from "./commands.ts";

type Member = ReportParameters["members"][number];

/** Parts that a result can play in a report. */
export type Part = Member["role"]["kind"];

/** A result that plays the part `P`. */
export type Found<P extends Part> = {
  readonly role: Extract<Member["role"], { kind: P }>;
  readonly result: Result;
  readonly source: Source;
};

/** The results of a report by the part they play, in the order in which it lists them. */
export async function membersOf(
  { profile, members, ...asked }: ReportParameters,
  inputs: Readonly<Record<string, Result>>,
): Promise<<P extends Part>(part: P) => Found<P>[]> {
  const places = new Map(Object.values(inputs).map((result) => [result.key, placeOf(result)]));
  const shapes = reportShapes(asked);
  const all = await Promise.all(members.map(async ({ input, backend, role }) => {
    const result = inputs[input];
    // What covers several seeds has no seed of its own.
    const seed = role.kind === "sweep" ? null : role.seed;
    const folders = await foldersOf(result, places);
    return { role, result, source: sourceOf(result, { backend, profile, seed, shapes, folders }) };
  }));
  return <P extends Part>(part: P) =>
    all.filter(({ role }) => role.kind === part) as unknown as Found<P>[];
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

/** A part of a file's name made of any words. */
export function slug(words: string): string {
  return words.replaceAll(/[^A-Za-z0-9.]+/g, "-").replace(/^-+|-+$/g, "");
}
