/**
 * Tables of points as CSV: those that a user brings (`--points-file`), and those of a dataset. A
 * wrong file is the user's to mend, so that every error names the line.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { readCsv, writeCsv } from "../csv.ts";
import { UsageError } from "../errors.ts";
import { inSpace, type Point, SPACE } from "../space/space.ts";

/** Most points that a dataset may have. */
export const MAX_POINTS = 200_000;

/** Longer texts come near the longest string that V8 can hold. */
const MAX_FILE_BYTES = 2 ** 28;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** A table of numbers, with the line that each row stood on. */
export interface NumberTable {
  /** A column of values for each name asked for. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** Line of each row in the file, from 1; for error messages. */
  readonly lines: readonly number[];
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
  { columns, name }: { columns: readonly string[]; name: string },
): NumberTable {
  const rows = readRows(text, name);
  const filled = text.split("\n").flatMap((line, i) => line.trim() === "" ? [] : [i + 1]);
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
      const value = NUMBER.test(given) ? Number(given) + 0 : NaN;
      if (Number.isFinite(value)) return value;
      throw new UsageError(
        `${name} line ${lines[i]}: ${column} must be a finite number, ` +
          `received ${given.slice(0, 80) || "nothing"}`,
      );
    });
  };
  return { columns: Object.fromEntries(columns.map((column) => [column, read(column)])), lines };
}

function readRows(text: string, name: string): Record<string, string>[] {
  try {
    return readCsv(text, { maxRows: MAX_POINTS });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UsageError(`${name}: ${error.message}`);
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
 * Reads points from CSV text with the columns `a` and `b`.
 *
 * Throws UsageError, which begins with `name` and the line, on a wrong header or value, a point
 * outside the space, no point at all, and more than 200000 of them.
 *
 * @example
 * ```ts
 * import { parsePoints } from "./points_csv.ts";
 *
 * parsePoints("b,a,note\n1,1.25,centre\n"); // [{ a: 1.25, b: 1 }]
 * ```
 */
export function parsePoints(text: string, name = "points"): Point[] {
  const points = tablePoints(parseNumberTable(text, { columns: ["a", "b"], name }), name);
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

/** Reads a text file of at most 256 MiB, and calls it `name` in a UsageError. */
export async function readText(path: string, name: string): Promise<string> {
  return await explain(async () => {
    using file = await Deno.open(path);
    const decoder = new TextDecoder();
    const piece = new Uint8Array(1 << 20);
    let text = "";
    // Read in pieces, since a device or a pipe does not say how long it is.
    for (let read, bytes = 0; (read = await file.read(piece)) !== null;) {
      bytes += read;
      if (bytes > MAX_FILE_BYTES) {
        throw new UsageError(`${name} must have at most ${MAX_FILE_BYTES} bytes`);
      }
      text += decoder.decode(piece.subarray(0, read), { stream: true });
    }
    return text + decoder.decode();
  }, name);
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
