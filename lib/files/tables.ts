/**
 * Tables as lists of rows, and where a result keeps them.
 *
 * @module
 */

import { writeCsv } from "./csv.ts";

/** A table's row. */
export type Row = Record<string, string | number>;

/** What a table holds. */
export interface Table {
  /** At least one where there are no columns. */
  readonly rows: readonly Row[];
  /** Its columns in order; those of the first row where none are given. */
  readonly columns?: readonly string[];
}

/**
 * Writes a table of a result, `tables/<name>.csv`.
 *
 * @param directory The result's folder; `tables` is made in it where it is missing.
 * @throws {TypeError} A row lacks a column, or there is neither a row nor a column.
 */
export async function writeTable(
  directory: string,
  name: string,
  { rows, columns = Object.keys(rows[0] ?? {}) }: Table,
): Promise<void> {
  await Deno.mkdir(`${directory}/tables`, { recursive: true });
  await Deno.writeTextFile(`${directory}/tables/${name}.csv`, writeCsv(columns, rows));
}
