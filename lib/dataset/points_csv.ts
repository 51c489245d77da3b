/**
 * Tables of points as CSV: those that a user brings (`--points-file`), and those of a dataset. A
 * wrong file is the user's to mend, so that every error names the line.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { UsageError } from "../errors.ts";
import { writeCsv } from "../files/csv.ts";
import { inSpace, type Point, SPACE } from "../space/space.ts";
import { readDialect } from "./csv_dialect.ts";
import { type NumberTable, parseNumberTable } from "./number_table.ts";
import { readText } from "./text_file.ts";

/** Most points that a dataset may have. */
export const MAX_POINTS = 200_000;

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
    : parseNumberTable(table, { columns, name, maxRows: MAX_POINTS, ...dialect });
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

/** SHA-256 (hexadecimal) over the points as pairs of little-endian float64: what they are. */
export function pointsDigest(points: readonly Point[]): string {
  const bytes = new DataView(new ArrayBuffer(points.length * 16));
  points.forEach(({ a, b }, i) => {
    bytes.setFloat64(16 * i, a, true);
    bytes.setFloat64(16 * i + 8, b, true);
  });
  return createHash("sha256").update(new Uint8Array(bytes.buffer)).digest("hex");
}
