/**
 * Quantities recomputed from the committed tables: a value a seed, their mean, and its 95 % t
 * interval. Whatever is compared is paired by seed.
 *
 * @module
 */

import { shortfall } from "../comparison/evaluations.ts";
import { RunError } from "../errors.ts";
import { seedInterval } from "../measure/intervals.ts";
import { mean } from "../measure/statistics.ts";
import type { Measured, Source } from "./schema.ts";
import { type ReferenceTables, seedOf, type TableRow } from "./tables.ts";

/**
 * The mean over seeds and its 95 % t interval, which one seed has not.
 *
 * @param values One a seed, at least one, each finite.
 */
export function measuredOf(values: readonly number[]): Measured {
  if (values.length === 1) {
    return { estimate: values[0], low: null, high: null, seeds: 1, values: [...values] };
  }
  const { estimate, low, high, seeds } = seedInterval(values);
  return { estimate, low, high, seeds, values: [...values] };
}

/**
 * Recomputes a quantity.
 *
 * @throws {RunError} A table is missing, was changed, or lacks the rows: one line that names it.
 */
export function measure(source: Source, tables: ReferenceTables): Promise<Measured> {
  switch (source.kind) {
    case "arm":
      return ofArms(source, tables);
    case "method":
      return ofMethod(source, tables);
    case "rows":
      return ofRows(source, tables);
    case "published":
      return ofPublished(source, tables);
  }
}

type Of<K extends Source["kind"]> = Extract<Source, { kind: K }>;

/** The one folder of a study's comparison. */
async function comparisonOf(results: string, tables: ReferenceTables): Promise<string> {
  const folders = await tables.folders(results);
  if (folders.length > 1) {
    throw new RunError(
      `${results}: there must be one such result, and there are ${folders.length}`,
    );
  }
  return folders[0];
}

/** A name as the tables have it now: those of older results have hyphens in some. */
function sameName(one: string, other: string): boolean {
  return one.replaceAll("-", "_") === other.replaceAll("-", "_");
}

function finite(cell: string): number | undefined {
  const value = Number(cell);
  return cell.trim() === "" || !Number.isFinite(value) ? undefined : value;
}

type ArmPart = Pick<Of<"arm">, "arm" | "set" | "measure" | "of">;

/** Values of an arm by seed; a seed without a value is left out. */
function bySeed(rows: readonly TableRow[], part: ArmPart): Map<number, number> {
  const own = rows.filter((row) =>
    row.arm === part.arm && row.set === part.set && sameName(row.measure, part.measure)
  );
  const values = own.flatMap((row): [number, number][] => {
    const [model, control] = [finite(row.model), finite(row.control)];
    const value = part.of === "model"
      ? model
      : part.of === "control"
      ? control
      : model === undefined || control === undefined
      ? undefined
      : shortfall(part.measure, model, control);
    return value === undefined ? [] : [[Number(row.seed), value]];
  });
  return new Map(values);
}

async function ofArms(source: Of<"arm">, tables: ReferenceTables): Promise<Measured> {
  const folder = await comparisonOf(source.results, tables);
  const rows = await tables.rows(folder, "seeds");
  const { firstSeed = 0 } = source;
  const values = (part: ArmPart) => {
    const found = bySeed(rows.filter(({ seed }) => Number(seed) >= firstSeed), part);
    if (found.size > 0) return found;
    const { arm, set, measure, of } = part;
    throw new RunError(
      `${folder}/tables/seeds.csv: has no value of ${of} for ${arm}, ${set}, ${measure}`,
    );
  };
  const own = values(source);
  if (!source.minus) return measuredOf([...own.values()]);
  const other = values(source.minus);
  const paired = [...own].filter(([seed]) => other.has(seed));
  if (paired.length === 0) {
    throw new RunError(
      `${folder}/tables/seeds.csv: ${source.arm} and ${source.minus.arm} share no seed`,
    );
  }
  return measuredOf(paired.map(([seed, value]) => value - other.get(seed)!));
}

async function ofMethod(source: Of<"method">, tables: ReferenceTables): Promise<Measured> {
  const folder = await comparisonOf(source.results, tables);
  const row = (await tables.rows(folder, "methods")).find((row) =>
    row.arm === source.arm && row.set === source.set && row.quantity === source.quantity &&
    sameName(row.method, source.method) && sameName(row.measure, source.measure)
  );
  const [estimate, low, high] = ["estimate", "t_low", "t_high"].map((name) =>
    finite(row?.[name] ?? "")
  );
  if (!row || estimate === undefined || low === undefined || high === undefined) {
    throw new RunError(
      `${folder}/tables/methods.csv: has no interval of ${source.quantity} for ${source.arm}, ` +
        `${source.set}, ${source.method}, ${source.measure}`,
    );
  }
  const seeds = Number(row.seeds);
  return source.negated
    ? { estimate: -estimate, low: -high, high: -low, seeds, values: null }
    : { estimate, low, high, seeds, values: null };
}

async function ofRows(source: Of<"rows">, tables: ReferenceTables): Promise<Measured> {
  const { results, where, minus } = source;
  const own = await byFolder(source, { results, where }, tables);
  if (!minus) return measuredOf([...own.values()]);
  const others = minus.results ?? results;
  const other = await byFolder(source, { results: others, where: minus.where }, tables);
  const [seeds, otherSeeds] = [own, other].map((values) => [...values.keys()].join(", "));
  if (seeds !== otherSeeds) {
    throw new RunError(
      `${results}: seeds ${seeds} cannot be paired with seeds ${otherSeeds} of ${others}`,
    );
  }
  return measuredOf([...own].map(([seed, value]) => value - other.get(seed)!));
}

/** By seed, the number of the rows that count. */
async function byFolder(
  source: Of<"rows">,
  { results, where }: Pick<Of<"rows">, "results" | "where">,
  tables: ReferenceTables,
): Promise<Map<number, number>> {
  const folders = await tables.folders(results);
  const values = await Promise.all(folders.map(async (folder) => {
    const rows = await tables.rows(folder, source.table);
    const file = `${folder}/tables/${source.table}.csv`;
    return [seedOf(folder), numberOfRows(rows, { ...source, where, file })] as const;
  }));
  const bySeed = new Map(values);
  if (bySeed.size < values.length) {
    throw new RunError(`${results}: there must be one such result a seed`);
  }
  return bySeed;
}

async function ofPublished(source: Of<"published">, tables: ReferenceTables): Promise<Measured> {
  const rows = await tables.publishedRows(source.table);
  // What was published has no seeds, and counts as one.
  const bySeed = Map.groupBy(rows, ({ seed = "" }) => seed);
  return measuredOf(
    [...bySeed.values()].map((own) =>
      numberOfRows(own, { ...source, file: `published/${source.table}.csv` })
    ),
  );
}

/** The mean over the rows that count, the share of them that reach a value in per cent, or a count. */
function numberOfRows(
  rows: readonly TableRow[],
  { where, unless = {}, column, atLeast, counted = false, file }:
    & Pick<Of<"rows">, "where" | "unless" | "column" | "atLeast" | "counted">
    & { readonly file: string },
): number {
  const values = rows.filter((row) =>
    Object.entries(where).every(([name, cell]) => row[name] === cell) &&
    Object.entries(unless).every(([name, cell]) => row[name] !== cell)
  ).map((row) => finite(row[column] ?? ""));
  if (values.length === 0 || values.includes(undefined)) {
    const asked = Object.entries(where).map(([name, cell]) => `${name} ${cell}`).join(", ");
    throw new RunError(`${file}: has no ${column} for ${asked}`);
  }
  const numbers = values as number[];
  const reaching = atLeast === undefined
    ? numbers.length
    : numbers.filter((value) => value >= atLeast).length;
  if (counted) return reaching;
  return atLeast === undefined ? mean(numbers) : 100 * reaching / numbers.length;
}
