/**
 * The command line that asks the dataset script for given parameters.
 *
 * @module
 */

import type { DatasetParameters } from "./mod.ts";

/**
 * Flags of `scripts/dataset.ts`. Throws RangeError for points of a user's own, which lie in a file
 * that the parameters do not name.
 */
export function datasetArguments(parameters: DatasetParameters): string[] {
  // There is one family, and no flag for it.
  const { userPoints, holePoints, family: _, petals: __, ...rest } = parameters;
  if (userPoints) throw new RangeError("Cannot ask for a dataset of a user's own points by flags");
  // Without a hole there are no points in it, and the flag allows no 0.
  const inHole = holePoints > 0 ? { "hole-points": holePoints } : {};
  return Object.entries({ ...rest, ...inHole })
    .flatMap(([name, value]) => [`--${name}`, String(value)]);
}
