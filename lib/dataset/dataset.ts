/**
 * A dataset in memory: points, their images, and who learns from what.
 *
 * @module
 */

import type { Progress } from "../cli/progress.ts";
import { UsageError } from "../errors.ts";
import type { Point } from "../space/space.ts";
import { drawPoints, type Layout, layOut } from "./layout.ts";
import { type DatasetParameters, describePoints, pointsOfFamily } from "./parameters.ts";

/** Points, images and subsets. */
export interface Dataset extends Layout {
  /** Width and height S of an image, in pixels. */
  readonly size: number;
  /** Images of the points, N×S×S, 0 background to 255 ink. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** Images of the hole test set, M×S×S. */
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
  // Before the images, so that a hole that leaves nothing is reported at once.
  const layout = layOut(choosePoints(parameters, userPoints), parameters);
  const { points, holePoints } = layout;

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
  return { ...layout, size, images, holeImages };
}

function choosePoints(
  parameters: DatasetParameters,
  given: readonly Point[] | undefined,
): readonly Point[] {
  const { userPoints } = parameters;
  if (userPoints === null) return drawPoints(parameters);
  const own = given && pointsOfFamily(given, parameters.family);
  const found = own && describePoints(own);
  if (own === undefined || found?.sha256 !== userPoints.sha256) {
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
  return own;
}

/** Mean ink of images on 0–255, as a fraction of full ink; 0 for no images. */
export function inkFraction(images: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < images.length; i++) sum += images[i];
  return images.length === 0 ? 0 : sum / (255 * images.length);
}
