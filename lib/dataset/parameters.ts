/**
 * What decides a dataset. The parameters are resolved before anything is computed: the hole in its
 * one canonical spelling, the stroke filled in, a points file replaced by the digest of its points.
 * Two ways of asking for the same images then give the same key.
 *
 * @module
 */

import { z } from "zod";
import {
  DEFAULT_SHAPES,
  type FamilyName,
  hasStroke,
  periodicAxis,
  type Shapes,
} from "../curve/family.ts";
import { type Geometry, MAX_STROKE, usualStroke } from "../curve/geometry.ts";
import { UsageError } from "../errors.ts";
import type { Schema } from "../results/stage.ts";
import { countRepeats } from "../space/repeats.ts";
import { canonicalHole, formatHole } from "../space/hole.ts";
import { wrappedPoint } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";
import { MAX_POINTS, pointsDigest } from "./points_csv.ts";
import { datasetFields } from "./fields.ts";
import { datasetHole } from "../curve/family_hole.ts";
import { shapesOf } from "./shapes.ts";

/** Points that a user brought, as they stand in a manifest. */
export interface UserPoints {
  /** SHA-256 of {@linkcode pointsDigest}, hexadecimal. */
  readonly sha256: string;
  /** How many there are. */
  readonly count: number;
  /** How many of them repeat an earlier one; absent where none does. */
  readonly repeated?: number;
}

/** Fully resolved parameters of a dataset. */
export interface DatasetParameters extends Shapes {
  /** Number N of points, 1 to 200000; that of the user's points where there are some. */
  readonly points: number;
  /** Seed of the points and of every choice among them, 0 to 2³² − 1. */
  readonly seed: number;
  /** Width and height S of an image in pixels, 16 to 1024. */
  readonly size: number;
  /** How axes are mapped to pixels. */
  readonly geometry: Geometry;
  /** Width of the line in the geometry's unit, 0 < stroke ≤ 100; 0 where the family draws no line. */
  readonly stroke: number;
  /** The hole, in the little language of lib/space/hole.ts, canonical. */
  readonly hole: string;
  /** Share of the distinct points that never trains, 0 < validation ≤ 0.9. */
  readonly validation: number;
  /** Number of fresh points in the hole test set; 0 where there is no hole. */
  readonly holePoints: number;
  /** Distinct training points that the punctured set keeps inside the hole; absent where none. */
  readonly leak?: number;
  /** `null` where the points are drawn from the seed. */
  readonly userPoints: UserPoints | null;
}

/** The same before defaults are filled in. */
export type DatasetInput = Partial<DatasetParameters>;

/** Images must fit in one array, and a file of them in memory. */
const MAX_IMAGE_BYTES = 2 ** 31;

/**
 * Schema of {@linkcode DatasetParameters}; an unknown key is an error. Defaults: 5000 points, seed
 * 0, size 64, geometry `square`, the stroke of `usualStroke()`, hole `disc:1.25,1,0.3`,
 * validation 0.1, 500 points in the hole test set, no leak, family `rose` with 5 petals.
 *
 * A wrong hole throws UsageError; everything else is reported as zod does.
 */
export const datasetParameters: Schema<DatasetParameters> = z.strictObject({
  ...datasetFields,
  stroke: z.number().min(0).max(MAX_STROKE).optional(),
  userPoints: z.strictObject({
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    count: z.int().min(1).max(MAX_POINTS),
    repeated: z.int().min(1).max(MAX_POINTS - 1).exactOptional(),
  }).nullable().default(null),
}).transform((given, context) => {
  const hole = formatHole(canonicalHole(datasetHole(given)));
  const holePoints = hole === "none" ? 0 : given.holePoints;
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (hole !== "none" && holePoints === 0) {
    refuse("holePoints", "must be ≥ 1 where there is a hole");
  }
  if (given.userPoints && given.userPoints.count !== given.points) {
    refuse("points", `must be the ${given.userPoints.count} of userPoints`);
  }
  if (hole === "none" && given.leak > 0) {
    refuse("leak", "must be 0 where there is no hole");
  }
  if ((given.points + holePoints) * given.size ** 2 > MAX_IMAGE_BYTES) {
    const most = Math.floor(MAX_IMAGE_BYTES / given.size ** 2) - holePoints;
    refuse("points", `at most ${Math.max(0, most)} images of ${given.size}² fit in 2 GiB`);
  }
  if (!hasStroke(given.family) && given.stroke) {
    refuse("stroke", `must be left out with family ${given.family}`);
  }
  if (hasStroke(given.family) && given.stroke === 0) refuse("stroke", "must be > 0");
  const shapes = shapesOf(given);
  if (typeof shapes === "string") {
    refuse("petals", shapes);
    return z.NEVER;
  }
  const { leak, family: _, petals: __, ...rest } = given;
  return {
    ...rest,
    ...shapes,
    // Left out at 0, so that datasets without it keep the key that they always had.
    ...(leak > 0 ? { leak } : {}),
    hole,
    holePoints,
    stroke: given.stroke ?? usualStroke(given),
  };
});

/**
 * A user's points as the family has them: on a periodic axis the upper end of the range is the lower
 * one, so that equal shapes are equal points.
 */
export function pointsOfFamily(points: readonly Point[], family: FamilyName): readonly Point[] {
  const periodic = periodicAxis(family);
  return periodic === undefined ? points : points.map((point) => wrappedPoint(point, periodic));
}

/** What parameters say of a user's points. */
export function describePoints(points: readonly Point[]): UserPoints {
  const repeated = countRepeats(points);
  return {
    sha256: pointsDigest(points),
    count: points.length,
    // Left out at 0, so that points without repeats keep the key that they always had.
    ...(repeated > 0 ? { repeated } : {}),
  };
}

/**
 * Resolves what a user asked for. `userPoints`, where given, replace `points`.
 *
 * Throws UsageError, in one line, on a value outside its range or an unknown key.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { resolveDatasetParameters } from "./parameters.ts";
 *
 * assertEquals(resolveDatasetParameters({ hole: "disc:1.25,1.0,.3" }).hole, "disc:1.25,1,0.3");
 * ```
 */
export function resolveDatasetParameters(
  input: DatasetInput,
  userPoints?: readonly Point[],
): DatasetParameters {
  const { family = DEFAULT_SHAPES.family } = input;
  const digest = userPoints && describePoints(pointsOfFamily(userPoints, family));
  const given = digest ? { ...input, points: digest.count, userPoints: digest } : input;
  const parsed = datasetParameters.safeParse(given);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  const name = path.join(".");
  const value = Object.hasOwn(given, name) ? `, received ${given[name as keyof DatasetInput]}` : "";
  throw new UsageError(`dataset parameter ${name}: ${message}${value}`);
}
