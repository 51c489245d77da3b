/**
 * A dataset without its images: which points, and who learns from what.
 *
 * @module
 */

import { DEFAULT_SHAPES } from "../curve/family.ts";
import { UsageError } from "../errors.ts";
import { createRandom } from "../random.ts";
import { formatHole, type Hole, insideHole, sampleHole } from "../space/hole.ts";
import { samplePoints } from "../space/points.ts";
import { withoutPoints } from "../space/repeats.ts";
import type { Point } from "../space/space.ts";
import { datasetHole } from "../curve/family_hole.ts";
import type { DatasetParameters } from "./parameters.ts";
import { splitPoints, type Subsets } from "./split.ts";

/** Points and subsets. */
export interface Layout {
  /** The N points. */
  readonly points: readonly Point[];
  /** For each point, 1 in the hole and 0 outside; N. */
  readonly insideHole: Uint8Array<ArrayBuffer>;
  /** Indices of points for each use. */
  readonly subsets: Subsets;
  /** The hole test set: M fresh points uniform in the hole, in no training set; M may be 0. */
  readonly holePoints: readonly Point[];
}

/** Draws of the hole test set. The first is enough unless a points file holds what it drew. */
const MOST_ROUNDS = 100;

/** The points of a dataset that are drawn from its seed. */
export function drawPoints({ points, seed }: Pick<DatasetParameters, "points" | "seed">): Point[] {
  return samplePoints(points, createRandom(seed, "dataset/points"));
}

/**
 * Splits points and draws the hole test set.
 *
 * @param points those of the dataset
 * @param parameters the family is that of the study where none is given
 * @throws {UsageError} The hole leaves no training or validation image, or is so small that it holds
 * hardly any other points.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { drawPoints, layOut } from "./layout.ts";
 *
 * const options = { hole: "disc:1.25,1,0.3", validation: 0.1, seed: 0, holePoints: 50 };
 * const layout = layOut(drawPoints({ points: 1000, seed: 0 }), options);
 * assertEquals(layout.subsets.punctured.length, layout.subsets.control.length);
 * ```
 */
export function layOut(
  points: readonly Point[],
  parameters:
    & Pick<DatasetParameters, "hole" | "validation" | "leak" | "seed" | "holePoints">
    & Partial<Pick<DatasetParameters, "family">>,
): Layout {
  const { family = DEFAULT_SHAPES.family } = parameters;
  const hole = datasetHole({ ...parameters, family });
  return {
    points,
    insideHole: Uint8Array.from(points, (point) => insideHole(hole, point) ? 1 : 0),
    subsets: splitPoints(points, { ...parameters, hole }),
    holePoints: hole.kind === "none" ? [] : freshPoints(hole, parameters, points),
  };
}

/**
 * The hole test set: points in the hole that are none of the dataset's. A user's points may be those
 * of an earlier test set, which the same seed would draw again.
 *
 * Throws UsageError where the hole is so small that it holds hardly any other points.
 */
function freshPoints(
  hole: Hole,
  { holePoints, seed }: Pick<DatasetParameters, "holePoints" | "seed">,
  points: readonly Point[],
): Point[] {
  const random = createRandom(seed, "dataset/hole");
  const fresh: Point[] = [];
  for (let rounds = 0; fresh.length < holePoints; rounds++) {
    if (rounds > MOST_ROUNDS) {
      throw new UsageError(
        `the hole ${formatHole(hole)} is too small for ${holePoints} test points that are not in ` +
          "the points file",
      );
    }
    const drawn = sampleHole(hole, { count: holePoints - fresh.length, random });
    fresh.push(...withoutPoints(drawn, points));
  }
  return fresh;
}
