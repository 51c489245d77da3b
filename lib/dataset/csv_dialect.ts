/**
 * How other programs write a table of points. Spreadsheets of other countries separate cells by
 * semicolons and write decimal commas, Excel puts a line `sep=;` first, NumPy writes the header as a
 * comment. What can only mean one thing is read; for the rest an error says what to save it as.
 *
 * @module
 */

import { LINE_END, type Separator } from "../files/csv.ts";
import { UsageError } from "../errors.ts";

/** A text, and how it is to be read. */
export interface Dialect {
  /** The text with lines that are no part of the table left blank, so that lines keep their number. */
  readonly text: string;
  /** What stands between two cells. */
  readonly separator: Separator;
  /** Whether 1,25 is 1.25: only where cells are not separated by commas. */
  readonly decimalComma: boolean;
}

const SEPARATORS: readonly Separator[] = [",", ";", "\t"];

/** Excel's own word for the separator, quoted or not. */
const SEP_LINE = /^ *"?sep=(.?)"? *$/i;

const COMMENT = /^\s*#+/;

/** A number as programs write it, with a decimal point or comma. */
const NUMERIC = /^[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?$/i;

/** Most lines that may come before the header. */
const MOST_LINES = 1000;

/**
 * Finds the header that names `columns`, and how the table is written.
 *
 * Throws UsageError, which begins with `name` and the line, where there is no such header.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { readDialect } from "./csv_dialect.ts";
 *
 * assertEquals(
 *   readDialect("sep=;\na;b\n1,25;1\n", { columns: ["a", "b"], name: "mine" }).separator,
 *   ";",
 * );
 * ```
 */
export function readDialect(
  text: string,
  { columns, name }: { columns: readonly string[]; name: string },
): Dialect {
  const { lines, rest } = firstLines(text.replace(/^\uFEFF/, ""));
  const blank = (from: number, to: number) => lines.fill("", from, to);
  let at = nextLine(lines, 0);
  const sep = lines[at]?.match(SEP_LINE)?.[1];
  if (sep !== undefined) {
    if (!isSeparator(sep)) {
      throw new UsageError(
        `${name} line ${at + 1}: cells must be separated by commas, semicolons or tabs, ` +
          `received ${lines[at].trim()}`,
      );
    }
    blank(at, at + 1);
    at = nextLine(lines, at);
  }
  const candidates = sep === undefined ? SEPARATORS : [sep as Separator];
  const named = (line: string) =>
    candidates.find((separator) => {
      const cells = cellsOf(line, separator);
      return columns.every((column) => cells.includes(column));
    });
  const start = at;
  while (lines[at] !== undefined && COMMENT.test(lines[at])) at = nextLine(lines, at + 1);
  let separator = lines[at] === undefined ? undefined : named(lines[at]);
  if (separator === undefined) {
    // A header that is written as a comment stands in the last one before the numbers.
    const last = lines.slice(start, at).findLastIndex((line) => line.trim() !== "") + start;
    const header = last < start ? "" : lines[last].replace(COMMENT, " ");
    separator = named(header);
    if (separator !== undefined) {
      lines[last] = header;
      at = last;
    }
  }
  blank(start, at);
  if (separator === undefined) {
    if (lines[at] === undefined && rest !== "") {
      throw new UsageError(`${name} must have its header in the first ${MOST_LINES} lines`);
    }
    const quotes = lines[at]?.match(/"/g)?.length ?? 0;
    // Nothing to read, or a header with a line end within quotes: the table's reader judges those.
    if (lines[at] === undefined || quotes % 2 === 1) {
      return { text: lines.join("\n") + rest, separator: ",", decimalComma: false };
    }
    throw new UsageError(`${name} line ${at + 1}: ${headerProblem(lines[at], columns)}`);
  }
  return { text: lines.join("\n") + rest, separator, decimalComma: separator !== "," };
}

function isSeparator(text: string): text is Separator {
  return SEPARATORS.includes(text as Separator);
}

/** The lines among which the header must be, and the text after them. */
function firstLines(text: string): { lines: string[]; rest: string } {
  const end = new RegExp(LINE_END, "g");
  const lines: string[] = [];
  let from = 0;
  while (lines.length < MOST_LINES) {
    const match = end.exec(text);
    lines.push(text.slice(from, match?.index));
    if (match === null) return { lines, rest: "" };
    from = end.lastIndex;
  }
  return { lines, rest: `\n${text.slice(from)}` };
}

/** Index of the first line from `at` on that is not blank, or beyond the last. */
function nextLine(lines: readonly string[], at: number): number {
  while (lines[at] !== undefined && lines[at].trim() === "") at++;
  return at;
}

/** The cells of a header, without quotes and blanks. */
function cellsOf(line: string, separator: Separator): string[] {
  return line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1").trim());
}

/** What is wrong with a first line that does not name the columns. */
function headerProblem(line: string, columns: readonly string[]): string {
  const shown = line.trim().slice(0, 80);
  const words = line.trim().split(/[\s|:]+/).map((word) => word.replace(/^"(.*)"$/, "$1"));
  const wanted = columns.join(",");
  if (columns.every((column) => words.includes(column))) {
    return `cells must be separated by commas, semicolons or tabs, received ${shown}`;
  }
  const splits = [...SEPARATORS.map((separator) => cellsOf(line, separator)), words];
  const cells = splits.find((cells) => cells.length > 1) ?? words;
  const missing = columns.find((column) => !cells.includes(column));
  if (missing === undefined) {
    return `cells must be separated as the line sep= says, received ${shown}`;
  }
  const problem = `the header must name the column ${missing}, received ${shown}`;
  if (splits.some((cells) => cells.every((cell) => NUMERIC.test(cell)))) {
    return `${problem}: write ${wanted} in a line above the numbers`;
  }
  const other = columns.find((column) =>
    !cells.includes(column) && cells.includes(column.toUpperCase())
  );
  return other ? `${problem}: names are in small letters` : problem;
}
