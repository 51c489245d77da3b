/**
 * Tables of numbers as CSV. A wrong value is named with its line, since whoever made the file has to
 * mend it.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { type CsvTable, readCsvTable, type Separator } from "../files/csv.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;

/** A table of numbers, with the line that each row stood on. */
export interface NumberTable {
  /** A column of values for each name asked for. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Line of each row in the file, from 1; for error messages. */
  readonly lines: readonly number[];
}

/** How {@linkcode parseNumberTable} reads. */
export interface TableOptions {
  /** Names of the columns to read. */
  readonly columns: readonly string[];
  /** What errors call the text. */
  readonly name: string;
  /** Most rows below the header. */
  readonly maxRows: number;
  /** What stands between two cells. Default a comma. */
  readonly separator?: Separator;
  /** Whether 1,25 is read as 1.25. Default false. */
  readonly decimalComma?: boolean;
}

/**
 * Reads the named columns of a CSV text whose first line holds the names, in any order; other
 * columns are ignored, as are lines without anything but blanks, a byte order mark and spaces around
 * a value.
 *
 * Throws UsageError, which begins with `name`, where a column is missing, a row has more or fewer
 * cells than the first line, or a value is no finite number.
 */
export function parseNumberTable(
  text: string,
  { columns, name, maxRows, separator = ",", decimalComma = false }: TableOptions,
): NumberTable {
  const { rows, lines, headerLine } = readTable(text, { columns, name, maxRows, separator });
  const keys = Object.keys(rows[0] ?? {});
  const read = (column: string): Float64Array => {
    const key = keys.find((key) => key.trim() === column);
    if (key === undefined && rows.length > 0) {
      throw new UsageError(
        `${name} line ${headerLine}: the header must name the column ${column}, ` +
          `received ${keys.join(",").slice(0, 80)}`,
      );
    }
    return Float64Array.from(rows, (row, i) => {
      const given = row[key!].trim();
      const hasComma = DECIMAL_COMMA.test(given);
      const text = hasComma && decimalComma ? given.replace(",", ".") : given;
      const value = NUMBER.test(text) ? Number(text) + 0 : NaN;
      if (Number.isFinite(value)) return value;
      throw new UsageError(
        `${name} line ${lines[i]}: ${column} must be a finite number, ` +
          `received ${given.slice(0, 80) || "nothing"}` +
          (hasComma ? `: save it with decimal points, or with semicolons between cells` : ""),
      );
    });
  };
  return { columns: Object.fromEntries(columns.map((column) => [column, read(column)])), lines };
}

function readTable(
  text: string,
  { columns, name, maxRows, separator }: Required<Omit<TableOptions, "decimalComma">>,
): CsvTable {
  try {
    return readCsvTable(text, { maxRows, separator });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    // Each decimal comma makes two cells of one.
    const [, cells, header] = error.message.match(/has (\d+) cells, the header (\d+)$/) ?? [];
    const hint = separator === "," && Number(cells) > Number(header) &&
        Number(cells) <= Number(header) + columns.length
      ? ": where commas are decimal ones, save it with decimal points, or with semicolons between cells"
      : "";
    throw new UsageError(`${name}: ${error.message}${hint}`);
  }
}
