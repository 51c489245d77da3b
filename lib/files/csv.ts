/**
 * The tables of the suite as text: comma-separated values after RFC 4180, small enough to need no
 * library. Numbers keep every bit, so that a table read back gives the figures it was made from.
 *
 * A text that a spreadsheet would run as a formula is written behind an apostrophe, which reading
 * takes away again; see `csv_formula.ts`.
 *
 * @module
 */

import { guardFormula, unguardFormula } from "./csv_formula.ts";

/** What a cell of a table may hold before it is written. */
export type Cell = string | number | boolean;

/** What may stand between two cells of a table that is read. */
export type Separator = "," | ";" | "\t";

/** What ends a line of a text. */
export const LINE_END = /\r\n?|\n/;

function formatCell(cell: Cell): string {
  const plain = Object.is(cell, -0) ? "-0" : String(cell);
  const text = typeof cell === "string" ? guardFormula(cell) : plain;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Writes a table: one header line, one line a row, each ended by a line feed. Numbers are written
 * in the shortest form that reads back as the same float64 (also `NaN`, `Infinity` and `-0`).
 *
 * @param columns Names of the columns, in order, at least one, each once.
 * @param rows Rows by column name; names that are no column are left out.
 * @throws {TypeError} A row lacks a column, or the columns are none or repeated.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { writeCsv } from "./csv.ts";
 *
 * assertEquals(writeCsv(["a", "note"], [{ a: 0.1, note: "x, y" }]), 'a,note\n0.1,"x, y"\n');
 * ```
 */
export function writeCsv(
  columns: readonly string[],
  rows: readonly Readonly<Record<string, Cell>>[],
): string {
  if (columns.length === 0 || new Set(columns).size < columns.length) {
    throw new TypeError(
      `Cannot write the table: columns must be one or more, each once, received [${columns}]`,
    );
  }
  const line = (cells: readonly Cell[]) => {
    const text = cells.map(formatCell).join(",");
    // A lone empty cell would read as a blank line, so it is quoted.
    return text === "" ? '""\n' : text + "\n";
  };
  const lines = [line(columns)];
  for (const [index, row] of rows.entries()) {
    for (const column of columns) {
      if (row[column] === undefined || row[column] === null) {
        throw new TypeError(`Cannot write the table: row ${index + 1} lacks column "${column}"`);
      }
    }
    lines.push(line(columns.map((column) => row[column])));
  }
  return lines.join("");
}

/**
 * Reads a table whose first line names the columns. Lines may end in LF, CRLF or CR; blank lines
 * are skipped; a byte order mark is dropped, and so are blanks around a quoted cell.
 *
 * @param text The table.
 * @param options `maxRows`: more rows than these are refused before they take memory. `separator`:
 * what stands between two cells, by default a comma.
 * @returns One record a row, of strings: `Number(row.a)` gives a written number back exactly.
 * @throws {SyntaxError} No header, a column named twice, a row of another width than the header,
 * a quote out of place, or too many rows; the message names the line.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readCsv } from "./csv.ts";
 *
 * assertEquals(readCsv("a,b\n1.25,1\n"), [{ a: "1.25", b: "1" }]);
 * ```
 */
export function readCsv(
  text: string,
  { maxRows = Infinity, separator = "," }: { maxRows?: number; separator?: Separator } = {},
): Record<string, string>[] {
  const lines = records(text.replace(/^\uFEFF/, ""), separator);
  const { value: header, done } = lines.next();
  if (done) throw new SyntaxError("Cannot read the table: it has no header line");
  const columns = header.cells;
  if (new Set(columns).size < columns.length) {
    throw new SyntaxError(`Cannot read the table: a column is named twice in "${columns}"`);
  }
  const rows: Record<string, string>[] = [];
  for (const { cells, line } of lines) {
    if (rows.length >= maxRows) {
      throw new SyntaxError(`Cannot read the table: line ${line} is beyond ${maxRows} rows`);
    }
    if (cells.length !== columns.length) {
      throw new SyntaxError(
        `Cannot read the table: line ${line} has ${cells.length} cells, the header ${columns.length}`,
      );
    }
    rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
  }
  return rows;
}

// A quoted cell, or a bare one, then what ends it. Sticky, so that nothing is skipped.
const CELLS: Readonly<Record<Separator, RegExp>> = {
  ",": /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^",\r\n]*))(,|\r\n?|\n|$)/y,
  ";": /(?:[ \t]*"((?:[^"]|"")*)"[ \t]*|([^";\r\n]*))(;|\r\n?|\n|$)/y,
  // A tab beside a quoted cell separates; only spaces are blanks here.
  "\t": /(?: *"((?:[^"]|"")*)" *|([^"\t\r\n]*))(\t|\r\n?|\n|$)/y,
};

function* records(
  text: string,
  separator: Separator,
): Generator<{ cells: string[]; line: number }> {
  const cell = CELLS[separator];
  let position = 0;
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  while (position < text.length || cells.length > 0) {
    cell.lastIndex = position;
    const match = cell.exec(text);
    if (match === null) {
      throw new SyntaxError(
        `Cannot read the table: a quote or line end is out of place on line ${line}`,
      );
    }
    const [whole, quoted, bare, end] = match;
    position += whole.length;
    line += whole.split(LINE_END).length - 1;
    const blank = cells.length === 0 && quoted === undefined && bare === "" && end !== separator;
    if (!blank) cells.push(unguardFormula(quoted?.replaceAll('""', '"') ?? bare));
    if (end === separator) continue;
    if (cells.length > 0) yield { cells, line: start };
    cells = [];
    start = line;
  }
}
