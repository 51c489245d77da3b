/**
 * A dataset in memory: points, their images, and who learns from what.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { createRandom } from "../random.ts";
import type { Progress } from "../cli/progress.ts";
import { formatHole, type Hole, insideHole, parseHole, sampleHole } from "../space/hole.ts";
import type { Point } from "../space/space.ts";
import { samplePoints } from "../space/points.ts";
import { withoutPoints } from "../space/repeats.ts";
import { type DatasetParameters, describePoints } from "./parameters.ts";
import { splitPoints, type Subsets } from "./split.ts";

/** Points, images and subsets. */
export interface Dataset {
  /** Width and height S of an image, in pixels. */
  readonly size: number;
  /** The N points. */
  readonly points: readonly Point[];
  /** Their images, N×S×S, 0 background to 255 ink. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** For each point, 1 in the hole and 0 outside; N. */
  readonly insideHole: Uint8Array<ArrayBuffer>;
  /** Indices of points for each use. */
  readonly subsets: Subsets;
  /** The hole test set: M fresh points uniform in the hole, in no training set; M may be 0. */
  readonly holePoints: readonly Point[];
  /** Their images, M×S×S. */
  readonly holeImages: Uint8Array<ArrayBuffer>;
}

/** Optional parts of {@linkcode buildDataset}. */
export interface BuildOptions {
  /** The points that `parameters.userPoints` is the digest of. */
  readonly userPoints?: readonly Point[];
  /** Told how many images are drawn. */
  readonly progress?: Progress;
  /** Stops the drawing. */
  readonly signal?: AbortSignal;
}

/** Images drawn between two looks at the signal. */
const CHUNK = 256;

/** Draws of the hole test set. The first is enough unless a points file holds what it drew. */
const MOST_ROUNDS = 100;

/**
 * Draws the points of a dataset, splits them and renders their images: the same parameters give the
 * same bytes.
 *
 * Throws UsageError where the hole leaves no training or validation image, or where the points
 * handed over are not those of the parameters; what `signal` was aborted with.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { buildDataset } from "./dataset.ts";
 * import { resolveDatasetParameters } from "./parameters.ts";
 *
 * const dataset = await buildDataset(resolveDatasetParameters({ points: 100, size: 16 }));
 * assertEquals(dataset.images.length, 100 * 16 * 16);
 * ```
 */
export async function buildDataset(
  parameters: DatasetParameters,
  { userPoints, progress, signal }: BuildOptions = {},
): Promise<Dataset> {
  const { size } = parameters;
  const hole = parseHole(parameters.hole);
  const points = choosePoints(parameters, userPoints);
  // Before the images, so that a hole that leaves nothing is reported at once.
  const subsets = splitPoints(points, { ...parameters, hole });
  const holePoints = hole.kind === "none" ? [] : freshPoints(hole, parameters, points);

  // Loaded here, so that a plan or a help text needs none of the permissions that it takes.
  const { renderCurves } = await import("../curve/raster.ts");
  const all = [...points, ...holePoints];
  const area = size * size;
  const images = new Uint8Array(points.length * area);
  const holeImages = new Uint8Array(holePoints.length * area);
  for (let start = 0; start < all.length; start += CHUNK) {
    signal?.throwIfAborted();
    const drawn = renderCurves(all.slice(start, start + CHUNK), parameters);
    // A chunk may end the first array and begin the second.
    const ofPoints = drawn.subarray(0, Math.max(0, points.length - start) * area);
    images.set(ofPoints, Math.min(start, points.length) * area);
    holeImages.set(drawn.subarray(ofPoints.length), Math.max(0, start - points.length) * area);
    progress?.update(Math.min(start + CHUNK, all.length), all.length, "images");
    // Lets the handler of a signal run.
    await new Promise((resolve) => setTimeout(resolve));
  }
  return {
    size,
    points,
    images,
    insideHole: Uint8Array.from(points, (point) => insideHole(hole, point) ? 1 : 0),
    subsets,
    holePoints,
    holeImages,
  };
}

function choosePoints(
  { points, seed, userPoints }: DatasetParameters,
  given: readonly Point[] | undefined,
): readonly Point[] {
  if (userPoints === null) return samplePoints(points, createRandom(seed, "dataset/points"));
  const found = given && describePoints(given);
  if (given === undefined || found?.sha256 !== userPoints.sha256) {
    throw new UsageError(
      `the points file must hold the ${userPoints.count} points of SHA-256 ` +
        `${userPoints.sha256.slice(0, 12)}…, received ` +
        (found ? `${found.count} of ${found.sha256.slice(0, 12)}…` : "none"),
    );
  }
  if (found.repeated !== userPoints.repeated) {
    throw new UsageError(
      `dataset parameter userPoints.repeated must be ${found.repeated ?? "absent"} for these ` +
        `points, received ${userPoints.repeated ?? "none"}`,
    );
  }
  return given;
}

/**
 * The hole test set: points in the hole that are none of the dataset's. A user's points may be those
 * of an earlier test set, which the same seed would draw again.
 *
 * Throws UsageError where the hole is so small that it holds hardly any other points.
 */
function freshPoints(
  hole: Hole,
  { holePoints, seed }: DatasetParameters,
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

/** Mean ink of images on 0–255, as a fraction of full ink; 0 for no images. */
export function inkFraction(images: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < images.length; i++) sum += images[i];
  return images.length === 0 ? 0 : sum / (255 * images.length);
}
