/**
 * Tables as lists of rows, and where a result keeps them.
 *
 * @module
 */

import { writeCsv } from "./csv.ts";
import type { OutputFolder } from "./output_folder.ts";

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
 * @param out The result's folder.
 * @throws {TypeError} A row lacks a column, or there is neither a row nor a column.
 */
export async function writeTable(
  out: OutputFolder,
  name: string,
  { rows, columns = Object.keys(rows[0] ?? {}) }: Table,
): Promise<void> {
  await out.write(`tables/${name}.csv`, writeCsv(columns, rows));
}
