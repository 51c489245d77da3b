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
    // A lone cell of nothing or blanks would read as a blank line, so it is quoted.
    return BLANK.test(text) ? `"${text}"\n` : `${text}\n`;
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

/** A table that was read, with the lines that it stood on, from 1, for messages. */
export interface CsvTable {
  /** Names of the columns, in order. */
  readonly columns: readonly string[];
  /** Line of the header. */
  readonly headerLine: number;
  /** One record a row, of strings. */
  readonly rows: Record<string, string>[];
  /** Line on which each row begins. */
  readonly lines: readonly number[];
}

/**
 * Reads a table whose first line names the columns. Lines may end in LF, CRLF or CR; lines without
 * anything but blanks are skipped; a byte order mark is dropped, and so are blanks around a quoted cell.
 *
 * @param text The table.
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
export function readCsv(text: string, options: ReadOptions = {}): Record<string, string>[] {
  return readCsvTable(text, options).rows;
}

/** How a table is read. */
export interface ReadOptions {
  /** More rows than these are refused before they take memory. Default: no limit. */
  readonly maxRows?: number;
  /** What stands between two cells. Default: a comma. */
  readonly separator?: Separator;
}

/** The same as {@linkcode readCsv}, with the lines that header and rows stood on. */
export function readCsvTable(
  text: string,
  { maxRows = Infinity, separator = "," }: ReadOptions = {},
): CsvTable {
  const found = records(text.replace(/^\uFEFF/, ""), separator);
  const { value: header, done } = found.next();
  if (done) throw new SyntaxError("Cannot read the table: it has no header line");
  const columns = header.cells;
  if (new Set(columns).size < columns.length) {
    throw new SyntaxError(`Cannot read the table: a column is named twice in "${columns}"`);
  }
  const rows: Record<string, string>[] = [];
  const lines: number[] = [];
  for (const { cells, line } of found) {
    if (rows.length >= maxRows) {
      throw new SyntaxError(`Cannot read the table: line ${line} is beyond ${maxRows} rows`);
    }
    if (cells.length !== columns.length) {
      throw new SyntaxError(
        `Cannot read the table: line ${line} has ${cells.length} cells, the header ${columns.length}`,
      );
    }
    rows.push(Object.fromEntries(columns.map((column, i) => [column, cells[i]])));
    lines.push(line);
  }
  return { columns, headerLine: header.line, rows, lines };
}

/** A line, or a cell that is one, without anything but blanks. */
const BLANK = /^[ \t]*$/;

/** How cells are told apart: sticky expressions, so that nothing is skipped. */
interface CellSyntax {
  /** What opens a quoted cell. */
  readonly open: RegExp;
  /** What may follow its closing quote. */
  readonly close: RegExp;
  /** A cell without quotes. */
  readonly bare: RegExp;
}

const CELLS: Readonly<Record<Separator, CellSyntax>> = {
  ",": {
    open: /[ \t]*"/y,
    close: /[ \t]*(,|\r\n?|\n|$)/y,
    bare: /([^",\r\n]*)(,|\r\n?|\n|$)/y,
  },
  ";": {
    open: /[ \t]*"/y,
    close: /[ \t]*(;|\r\n?|\n|$)/y,
    bare: /([^";\r\n]*)(;|\r\n?|\n|$)/y,
  },
  // A tab beside a quoted cell separates; only spaces are blanks here.
  "\t": { open: / *"/y, close: / *(\t|\r\n?|\n|$)/y, bare: /([^"\t\r\n]*)(\t|\r\n?|\n|$)/y },
};

/** A cell as it stands in the text. */
interface TextCell {
  readonly value: string;
  readonly quoted: boolean;
  /** What ended it: the separator, a line's end, or nothing at the end of the text. */
  readonly end: string;
  /** Where the next cell begins. */
  readonly next: number;
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at;
  return expression.exec(text);
}

/** The cell that begins at a position; `null` where a quote or a line's end is out of place. */
function cellAt(text: string, at: number, { open, close, bare }: CellSyntax): TextCell | null {
  const opened = matchAt(open, text, at);
  if (opened === null) {
    const match = matchAt(bare, text, at);
    if (match === null) return null;
    const [whole, value, end] = match;
    return { value, quoted: false, end, next: at + whole.length };
  }
  // Step by step: one expression for all of a long cell overflows the engine's stack.
  const from = at + opened[0].length;
  let quote = text.indexOf('"', from);
  while (quote >= 0 && text[quote + 1] === '"') quote = text.indexOf('"', quote + 2);
  const closed = quote < 0 ? null : matchAt(close, text, quote + 1);
  if (closed === null) return null;
  const value = text.slice(from, quote).replaceAll('""', '"');
  return { value, quoted: true, end: closed[1], next: quote + 1 + closed[0].length };
}

function* records(
  text: string,
  separator: Separator,
): Generator<{ cells: string[]; line: number }> {
  let position = 0;
  let line = 1;
  let start = 1;
  let cells: string[] = [];
  while (position < text.length || cells.length > 0) {
    const cell = cellAt(text, position, CELLS[separator]);
    if (cell === null) {
      throw new SyntaxError(
        `Cannot read the table: a quote or line end is out of place on line ${line}`,
      );
    }
    const { value, quoted, end, next } = cell;
    line += text.slice(position, next).split(LINE_END).length - 1;
    position = next;
    const blank = cells.length === 0 && !quoted && BLANK.test(value) && end !== separator;
    if (!blank) cells.push(unguardFormula(value));
    if (end === separator) continue;
    if (cells.length > 0) yield { cells, line: start };
    cells = [];
    start = line;
  }
}
