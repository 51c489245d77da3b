/**
 * Who learns from what. Every arm of the study shares one validation set, and the punctured arm has
 * a control that misses as many images, but at random: a difference between the two is then due to
 * *where* images are missing and not to how many there are or to which ones measure them.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { createRandom } from "../random.ts";
import { formatHole, type Hole, insideHole, type Point } from "../space/mod.ts";

/** Indices of points, ascending, for each use. */
export interface Subsets {
  /** Training set of all points that are not for validation. */
  readonly full: Uint32Array<ArrayBuffer>;
  /** `full` without the points in the hole. */
  readonly punctured: Uint32Array<ArrayBuffer>;
  /** `full` without as many points as the hole removed, chosen at random. */
  readonly control: Uint32Array<ArrayBuffer>;
  /** Validation points outside the hole: what measures ordinary reconstruction. */
  readonly validation: Uint32Array<ArrayBuffer>;
  /** Validation points in the hole. */
  readonly validationInHole: Uint32Array<ArrayBuffer>;
}

/**
 * Splits points. A share `validation` of all of them, at least one, is chosen by a permutation that
 * depends on the seed and their number only, not on the hole; so does the order in which the
 * control drops points, so that a larger hole's control misses all that a smaller one's does.
 *
 * Throws UsageError where no image is left to train or to validate on.
 *
 * @example
 * ```ts
 * import { createRandom, PUBLISHED_HOLE, samplePoints } from "../space/mod.ts";
 * import { splitPoints } from "./split.ts";
 *
 * const points = samplePoints(5000, createRandom(0, "points"));
 * const { control, punctured } = splitPoints(points, {
 *   hole: PUBLISHED_HOLE,
 *   validation: 0.1,
 *   seed: 0,
 * });
 * console.log(control.length === punctured.length); // true
 * ```
 */
export function splitPoints(
  points: readonly Point[],
  { hole, validation, seed }: { hole: Hole; validation: number; seed: number },
): Subsets {
  const count = points.length;
  const order = createRandom(seed, "dataset/validation").permutation(count);
  const validationCount = Math.max(1, Math.round(validation * count));
  const inside = points.map((point) => insideHole(hole, point));
  const [chosen, full] = [order.slice(0, validationCount), order.slice(validationCount)].map(
    (indices) => indices.sort(),
  );
  const punctured = full.filter((index) => !inside[index]);
  const dropOrder = createRandom(seed, "dataset/control").permutation(full.length);
  const control = dropOrder.slice(full.length - punctured.length).map((i) => full[i]).sort();
  const subsets = {
    full,
    punctured,
    control,
    validation: chosen.filter((index) => !inside[index]),
    validationInHole: chosen.filter((index) => inside[index]),
  };
  for (const [name, what] of [["punctured", "training"], ["validation", "validation"]] as const) {
    if (subsets[name].length > 0) continue;
    throw new UsageError(
      `the hole ${formatHole(hole)} leaves no ${what} image of ${count} points ` +
        `(${validationCount} of them for validation): a smaller hole or more points are needed`,
    );
  }
  return subsets;
}
