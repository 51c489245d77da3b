/**
 * Which of several points in a picture a click is meant for.
 *
 * @module
 */

/** A point in a picture; of two, the one of smaller depth is in front. */
export interface Place {
  /** In pixels. */
  readonly x: number;
  readonly y: number;
  readonly depth: number;
}

/** How much farther than the nearest a point may be that lies in front of it, in pixels. */
const SLACK = 8;

/**
 * Index of the point that a click is meant for: the one in front among those that are about as near
 * as the nearest.
 *
 * @param places `undefined` for points that are not in the picture
 * @param reach how far from it a click may be, in pixels
 * @returns `undefined` where no point is within reach
 */
export function nearestPlace(
  places: readonly (Place | undefined)[],
  at: { readonly x: number; readonly y: number },
  { reach }: { readonly reach: number },
): number | undefined {
  const distances = places.map((place) =>
    place ? Math.hypot(place.x - at.x, place.y - at.y) : Infinity
  );
  // There are as many as the dataset has points, which is more than a call's arguments may be.
  const least = distances.reduce((nearest, distance) => Math.min(nearest, distance), Infinity);
  if (least > reach) return undefined;
  let best: number | undefined;
  for (const [k, place] of places.entries()) {
    if (!place || distances[k] > least + SLACK) continue;
    if (best === undefined || place.depth < places[best]!.depth) best = k;
  }
  return best;
}
