/**
 * The lines around a hole, a layer of a chart each.
 *
 * @module
 */

import type { Hole } from "../space/hole.ts";
import { holeOutlines } from "../space/outline.ts";
import type { Point } from "../space/space.ts";

/** Outlines of a hole, two where it crosses the seam of an axis; an empty one where there is no hole. */
export function outlinesOf(hole: Hole): Point[][] {
  const outlines = holeOutlines(hole);
  return outlines.length === 0 ? [[]] : outlines;
}
