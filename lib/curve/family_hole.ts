/**
 * The hole of a family of shapes, which may have a periodic axis, from its text.
 *
 * @module
 */

import { type FamilyName, PERIODIC_AXES, periodicAxis } from "./family.ts";
import { formatHole, type Hole, parseHole } from "../space/hole.ts";

/** What of a dataset its hole depends on. */
export interface HoleFacts {
  /** The hole in its little language. */
  readonly hole: string;
  /** The family of the shapes. */
  readonly family: FamilyName;
}

/**
 * The hole of a dataset.
 *
 * Throws UsageError where the text is no hole, or one that does not meet the space.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { datasetHole } from "./family_hole.ts";
 *
 * const { periodic } = datasetHole({ hole: "strip:b,1.8,2.2", family: "ellipse" });
 * assertEquals(periodic, "b");
 * ```
 */
export function datasetHole({ hole, family }: HoleFacts): Hole {
  return parseHole(hole, { periodic: periodicAxis(family) });
}

/**
 * A hole's text before the family is known, in its spelling of the plane. One beside the plane is kept
 * as it is where it meets the space of some family, which then has the last word.
 *
 * Throws UsageError where it is no hole of any family.
 */
export function holeText(text: string): string {
  try {
    return formatHole(parseHole(text));
  } catch (error) {
    const meets = (periodic: "a" | "b") => {
      try {
        return parseHole(text, { periodic }) !== undefined;
      } catch {
        return false;
      }
    };
    if (PERIODIC_AXES.some(meets)) return text;
    throw error;
  }
}
