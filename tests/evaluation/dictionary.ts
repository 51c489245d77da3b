/** Holds a data dictionary against tables that were really written. */

import { readCsv } from "../../lib/files/csv.ts";
import type { Column } from "../../lib/evaluation/dictionary.ts";

/** Tables of several results, by name: all rows of all of them, as cells. */
export type Tables = Map<string, Record<string, string>[]>;

/** Columns that hold words of any kind: names that a user gives, names of columns, sentences. */
const FREE: ReadonlySet<string> = new Set(["arm", "measure", "note"]);

/** Reads the tables of result folders, but for their own copy of the dictionary. */
export async function readTables(folders: readonly string[]): Promise<Tables> {
  const tables: Tables = new Map();
  for (const folder of folders) {
    for await (const { name } of Deno.readDir(`${folder}/tables`)) {
      if (name === "dictionary.csv") continue;
      const table = name.replace(/\.csv$/, "");
      const rows = readCsv(await Deno.readTextFile(`${folder}/tables/${name}`));
      tables.set(table, [...tables.get(table) ?? [], ...rows]);
    }
  }
  return tables;
}

/** `mu_3` as the dictionary has it. */
function general(column: string): string {
  return column.replace(/^(mu|angle)_\d+$/, "$1_k");
}

/** What of `values` a column's entry does not say, and what it says that none of them is. */
function columnProblems(
  name: string,
  { values, entry: [, , words], every }: {
    values: ReadonlySet<string>;
    entry: Column;
    every: boolean;
  },
): string[] {
  const column = name.split(".")[1];
  const filled = [...values].filter((value) => value !== "");
  if (!words) {
    if (FREE.has(column)) return [];
    return filled.filter((value) => Number.isNaN(Number(value)) && value !== "NaN")
      .map((value) => `${name} holds ${value}, which is neither a number nor a listed word`);
  }
  // A flag may be the same in all rows of a small study.
  const isFlag = words.join() === "0,1";
  return [
    ...filled.filter((value) => !words.includes(value))
      .map((value) => `${name} holds ${value}, which is not among ${words.join(", ")}`),
    ...words.filter((word) => every && !isFlag && !values.has(word))
      .map((word) => `${name} never holds ${word}`),
  ];
}

/**
 * One line for each way in which the tables are not as the dictionary says.
 *
 * @param options Whether every word of a column must occur; not so in a study that compares no arm
 * with another. Default true.
 */
export function dictionaryProblems(
  dictionary: Readonly<Record<string, Readonly<Record<string, Column>>>>,
  tables: Tables,
  { every = true }: { every?: boolean } = {},
): string[] {
  const problems: string[] = [];
  for (const [table, rows] of tables) {
    const entries = dictionary[table] ?? {};
    const columns = new Map<string, Set<string>>();
    for (const row of rows) {
      for (const [column, value] of Object.entries(row)) {
        const name = general(column);
        columns.set(name, (columns.get(name) ?? new Set()).add(value));
      }
    }
    for (const [column, values] of columns) {
      const name = `${table}.${column}`;
      if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(column)) problems.push(`${name} is not snake_case`);
      if (Object.hasOwn(entries, column)) {
        problems.push(...columnProblems(name, { values, entry: entries[column], every }));
      } else {
        problems.push(`${name} is not in the dictionary`);
      }
    }
    const absent = Object.keys(entries).filter((column) => !columns.has(column));
    problems.push(...absent.map((column) => `${table}.${column} is in no table`));
  }
  const unwritten = Object.keys(dictionary).filter((table) => !tables.has(table));
  return [...problems, ...unwritten.map((table) => `there is no table ${table}`)];
}
