/**
 * The numbers that were read off the publication's figures, `results/reference/published`: what its
 * network made of the transects' shapes, how well it reconstructed P1, and what its clouds of codes
 * look like. Its README says how each was read off. Every table is checked when it is read, so that a
 * row that slipped or a changed cell is no finding.
 *
 * @module
 */

import { z } from "zod";
import { UsageError } from "../../errors.ts";
import { readCsv } from "../../files/csv.ts";
import { type MeasureName, MEASURES } from "../../measure/image/measures.ts";
import { insideHole, PUBLISHED_HOLE } from "../../space/hole.ts";
import type { Point } from "../../space/space.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";

/** Errors of one published reconstruction. */
export interface PublishedErrors extends Point {
  /** Whether its shape lies in the published hole. */
  readonly inside: boolean;
  /** Values by column of {@linkcode PUBLISHED_MEASURES}; the entropy is bce − bce_excess. */
  readonly errors: Readonly<Record<string, number>>;
}

/** A published cloud of codes in three latents. */
export interface PublishedCloud {
  /** Number of codes. */
  readonly codes: number;
  /** Standard deviation of each latent. */
  readonly deviations: readonly number[];
  /** Correlations of latents 1 and 2, 1 and 3, 2 and 3. */
  readonly correlations: readonly number[];
  /** Shares of the variance along the principal axes, falling. */
  readonly shares: readonly number[];
  /** TwoNN dimension, 10 % of the largest ratios discarded. */
  readonly twoNN: number;
}

/** All that was read off. */
export interface Published {
  /** μ of the points of each transect in order, row-major 15 × 3, by the transect's name. */
  readonly walks: ReadonlyMap<string, Float64Array>;
  /** The reconstructions of P1, in order. */
  readonly p1: readonly PublishedErrors[];
  /** Clouds by network: `punctured`, and `part-3` for the one of the publication's third part. */
  readonly clouds: Readonly<Record<"punctured" | "part-3", PublishedCloud>>;
}

/** A number as a table has it: `Number("")` would be 0. */
const number = z.string().regex(/^-?\d+(\.\d+)?$/, "must be a decimal number").transform(Number);
const flag = z.enum(["0", "1"]).transform((text) => text === "1");
const place = { index: number, a: number, b: number };

/**
 * The measures of P1 that are known of the publication's images: no list of all measures, since the
 * images are not at hand and a measure that is added cannot be read off any more.
 */
export const PUBLISHED_MEASURES = [
  "bce",
  "entropy",
  "bceExcess",
  "mse",
  "ssim",
  "dice",
] as const satisfies readonly MeasureName[];

/** Columns of those that were read off; an entropy is the difference of two of them. */
const ERRORS = PUBLISHED_MEASURES.filter((name) => name !== "entropy")
  .map((name) => MEASURES[name].column);

const codesSchema = z.strictObject({
  transect: z.enum(["P1", "P2", "P3"]),
  ...place,
  mu1: number,
  mu2: number,
  mu3: number,
});
const errorsSchema = z.strictObject({
  transect: z.literal("P1"),
  ...place,
  inside: flag,
  ...Object.fromEntries(ERRORS.map((column) => [column, number])),
}).loose();
const positive = number.refine((value) => value > 0, "must be > 0");
const correlation = number.refine((value) => Math.abs(value) <= 1, "must be from -1 to 1");
const cloudSchema = z.strictObject({
  network: z.enum(["punctured", "part-3"]),
  codes: positive,
  std_1: positive,
  std_2: positive,
  std_3: positive,
  correlation_12: correlation,
  correlation_13: correlation,
  correlation_23: correlation,
  share_1: positive,
  share_2: positive,
  share_3: positive,
  two_nn: positive,
});

/**
 * Reads the published numbers.
 *
 * @param directory the folder that holds `transect_codes.csv`, `p1_reconstruction.csv` and
 * `clouds.csv`
 * @throws {UsageError} A table is missing, is not as its schema says, or its points are not those of
 * the transect; one line that names the file, the row and the cell.
 */
export async function readPublished(directory: string): Promise<Published> {
  const codes = await readTable(`${directory}/transect_codes.csv`, codesSchema);
  const errors = await readTable(`${directory}/p1_reconstruction.csv`, errorsSchema);
  const clouds = await readTable(`${directory}/clouds.csv`, cloudSchema);
  const walks = PUBLISHED_TRANSECTS.map(({ name }) => {
    const rows = codes.filter(({ transect }) => transect === name);
    checkPoints(rows, { file: `${directory}/transect_codes.csv`, name });
    return [name, Float64Array.from(rows.flatMap(({ mu1, mu2, mu3 }) => [mu1, mu2, mu3]))] as const;
  });
  const file = `${directory}/p1_reconstruction.csv`;
  checkPoints(errors, { file, name: "P1" });
  const hole = PUBLISHED_HOLE;
  const wrong = errors.findIndex((row) => insideHole(hole, row) !== row.inside);
  if (wrong >= 0) refuse(file, wrong, "inside must say whether the point lies in the hole");
  const cloud = (network: "punctured" | "part-3") => {
    const row = clouds.find((row) => row.network === network);
    if (!row) throw new UsageError(`Cannot read ${directory}/clouds.csv: it lacks ${network}`);
    return {
      codes: row.codes,
      deviations: [row.std_1, row.std_2, row.std_3],
      correlations: [row.correlation_12, row.correlation_13, row.correlation_23],
      shares: [row.share_1, row.share_2, row.share_3],
      twoNN: row.two_nn,
    };
  };
  return {
    walks: new Map(walks),
    p1: errors.map(({ a, b, inside, ...row }) => ({
      a,
      b,
      inside,
      errors: withEntropy(ERRORS.map((column) => [column, row[column] as number])),
    })),
    clouds: { punctured: cloud("punctured"), "part-3": cloud("part-3") },
  };
}

function withEntropy(columns: [string, number][]): Record<string, number> {
  const errors = Object.fromEntries(columns);
  return { ...errors, entropy: errors.bce - errors.bce_excess };
}

function refuse(file: string, row: number, why: string): never {
  throw new UsageError(`Cannot read ${file}: row ${row + 1}: ${why}`);
}

async function readTable<T>(file: string, schema: z.ZodType<T>): Promise<T[]> {
  let rows: Record<string, string>[];
  try {
    rows = readCsv(await Deno.readTextFile(file));
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable || !(error instanceof Error)) throw error;
    throw new UsageError(`Cannot read ${file}: ${error.message}`);
  }
  return rows.map((row, n) => {
    const parsed = schema.safeParse(row);
    if (parsed.success) return parsed.data;
    const [{ path, message }] = parsed.error.issues;
    return refuse(file, n, `${path.join(".")} ${message}, received ${row[String(path[0])]}`);
  });
}

/** Coordinates were written with six digits behind the point. */
const ROUNDING = 1e-6;

function checkPoints(
  rows: readonly (Point & { readonly index: number })[],
  { file, name }: { file: string; name: string },
): void {
  const points = transectPoints(PUBLISHED_TRANSECTS.find((walk) => walk.name === name)!);
  if (rows.length !== points.length) {
    throw new UsageError(
      `Cannot read ${file}: ${name} must have ${points.length} points, received ${rows.length}`,
    );
  }
  rows.forEach(({ index, a, b }, n) => {
    const apart = Math.max(Math.abs(a - points[n].a), Math.abs(b - points[n].b));
    if (index === n && apart <= ROUNDING) return;
    refuse(file, n, `must be point ${n} of ${name}, (${points[n].a}, ${points[n].b})`);
  });
}
