/**
 * Tables of points as CSV: those that a user brings (`--points-file`), and those of a dataset. A
 * wrong file is the user's to mend, so that every error names the line.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { LINE_END, readCsv, type Separator, writeCsv } from "../files/csv.ts";
import { UsageError } from "../errors.ts";
import { inSpace, type Point, SPACE } from "../space/space.ts";
import { encodingOf, readDialect } from "./csv_dialect.ts";

/** Most points that a dataset may have. */
export const MAX_POINTS = 200_000;

/** Longer texts come near the longest string that V8 can hold. */
const MAX_FILE_BYTES = 2 ** 28;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const DECIMAL_COMMA = /^[+-]?(\d+,\d*|,\d+)(e[+-]?\d+)?$/i;

/** First bytes of a file that decide how it is read. */
const HEAD_BYTES = 32;

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
  /** What stands between two cells. Default a comma. */
  readonly separator?: Separator;
  /** Whether 1,25 is read as 1.25. Default false. */
  readonly decimalComma?: boolean;
}

/**
 * Reads the named columns of a CSV text whose first line holds the names, in any order; other
 * columns are ignored, as are blank lines, a byte order mark and spaces around a value.
 *
 * Throws UsageError, which begins with `name`, where a column is missing, a row has more or fewer
 * cells than the first line, or a value is no finite number.
 */
export function parseNumberTable(
  text: string,
  { columns, name, separator = ",", decimalComma = false }: TableOptions,
): NumberTable {
  const rows = readRows(text, { columns, name, separator });
  const filled = text.split(LINE_END).flatMap((line, i) => line.trim() === "" ? [] : [i + 1]);
  // Line breaks within quotes shift the count; then rows are numbered as if there were none.
  const lines = rows.map((_, i) => filled.length === rows.length + 1 ? filled[i + 1] : i + 2);
  const keys = Object.keys(rows[0] ?? {});
  const read = (column: string): Float64Array => {
    const key = keys.find((key) => key.trim() === column);
    if (key === undefined && rows.length > 0) {
      throw new UsageError(
        `${name} line ${filled[0]}: the header must name the column ${column}, ` +
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

function readRows(
  text: string,
  { columns, name, separator }: Required<Omit<TableOptions, "decimalComma">>,
): Record<string, string>[] {
  try {
    return readCsv(text, { maxRows: MAX_POINTS, separator });
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

/** Throws UsageError, naming the line, unless every point of a table lies in the space. */
export function tablePoints({ columns: { a, b }, lines }: NumberTable, name: string): Point[] {
  return Array.from(a, (value, i) => {
    const point = { a: value, b: b[i] };
    if (inSpace(point)) return point;
    const axis = value >= SPACE.a[0] && value <= SPACE.a[1] ? "b" : "a";
    throw new UsageError(
      `${name} line ${lines[i]}: ${axis} must be from ${SPACE[axis].join(" to ")}, ` +
        `received ${point[axis]}`,
    );
  });
}

/**
 * Reads points from CSV text with the columns `a` and `b`. Cells may also be separated by semicolons
 * or tabs, and then numbers may have decimal commas; a line `sep=` and lines that begin with # may
 * come before the header, and the last of these may be the header.
 *
 * Throws UsageError, which begins with `name` and the line, on a wrong header or value, a point
 * outside the space, no point at all, and more than 200000 of them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parsePoints } from "./points_csv.ts";
 *
 * assertEquals(parsePoints("b,a,note\n1,1.25,centre\n"), [{ a: 1.25, b: 1 }]);
 * ```
 */
export function parsePoints(text: string, name = "points"): Point[] {
  const columns = ["a", "b"];
  const { text: table, ...dialect } = readDialect(text, { columns, name });
  const numbers = table.trim() === ""
    ? { columns: { a: new Float64Array(), b: new Float64Array() }, lines: [] }
    : parseNumberTable(table, { columns, name, ...dialect });
  const points = tablePoints(numbers, name);
  if (points.length < 1 || points.length > MAX_POINTS) {
    throw new UsageError(`${name} must hold 1 to ${MAX_POINTS} points, received ${points.length}`);
  }
  return points;
}

/** Writes points as CSV with the columns index, a, b; numbers are read back exactly. */
export function formatPoints(points: readonly Point[]): string {
  return writeCsv(["index", "a", "b"], points.map(({ a, b }, index) => ({ index, a, b })));
}

/**
 * Reads a points file of the user's.
 *
 * Throws UsageError where it cannot be read, is larger than 256 MiB or is refused by
 * {@linkcode parsePoints}.
 */
export async function readPointsFile(path: string): Promise<Point[]> {
  const name = `points file ${path}`;
  return parsePoints(await readText(path, name), name);
}

/**
 * Reads a text file of at most 256 MiB, in UTF-8, or in UTF-16 with a byte order mark, and calls it
 * `name` in a UsageError.
 */
export async function readText(path: string, name: string): Promise<string> {
  return await explain(async () => {
    using file = await Deno.open(path);
    const piece = new Uint8Array(1 << 20);
    const head = piece.slice(0, await fill(file, piece.subarray(0, HEAD_BYTES)));
    const decoder = new TextDecoder(encodingOf(head, name));
    let text = decoder.decode(head, { stream: true });
    // Read in pieces, since a device or a pipe does not say how long it is.
    for (let read, bytes = head.length; (read = await file.read(piece)) !== null;) {
      bytes += read;
      if (bytes > MAX_FILE_BYTES) {
        throw new UsageError(`${name} must have at most ${MAX_FILE_BYTES} bytes`);
      }
      text += decoder.decode(piece.subarray(0, read), { stream: true });
    }
    return text + decoder.decode();
  }, name);
}

/** Reads until `target` is full or the file ends, since a pipe may give a byte at a time. */
async function fill(file: Deno.FsFile, target: Uint8Array): Promise<number> {
  let filled = 0;
  while (filled < target.length) {
    const read = await file.read(target.subarray(filled));
    if (read === null) break;
    filled += read;
  }
  return filled;
}

/** Turns what the file system refuses into a UsageError that names the file as `name`. */
export async function explain<T>(action: () => Promise<T>, name: string): Promise<T> {
  try {
    return await action();
  } catch (error) {
    // A missing permission of Deno's is the command line's to explain.
    if (!(error instanceof Error) || error instanceof Deno.errors.NotCapable) throw error;
    if (error instanceof UsageError) throw error;
    const reason = error instanceof Deno.errors.NotFound
      ? "no such file"
      : error instanceof Deno.errors.IsADirectory
      ? "it is a directory"
      : error.message;
    throw new UsageError(`${name} cannot be read: ${reason}`);
  }
}

/** SHA-256 (hexadecimal) over the points as pairs of little-endian float64: what they are. */
export function pointsDigest(points: readonly Point[]): string {
  const bytes = new DataView(new ArrayBuffer(points.length * 16));
  points.forEach(({ a, b }, i) => {
    bytes.setFloat64(16 * i, a, true);
    bytes.setFloat64(16 * i + 8, b, true);
  });
  return createHash("sha256").update(new Uint8Array(bytes.buffer)).digest("hex");
}
