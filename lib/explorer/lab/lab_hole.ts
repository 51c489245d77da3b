/**
 * The holes that the lab takes: every hole of the suite's little language that leaves shapes to train
 * on, except none.
 *
 * @module
 */

import { datasetHole } from "../../curve/family_hole.ts";
import type { FamilyName } from "../../curve/family.ts";
import { type Hole, HOLE_GRAMMAR, holeArea } from "../../space/hole.ts";
import { SPACE } from "../../space/space.ts";

/** The words of the little language for holes, without that for none. */
const LAB_GRAMMAR = HOLE_GRAMMAR.replace(/^none, /, "");

/** Area of the plane. */
const PLANE = (SPACE.a[1] - SPACE.a[0]) * (SPACE.b[1] - SPACE.b[0]);

/**
 * The hole that a text stands for.
 *
 * @throws {Error} The text is no hole that the lab takes; the message names those that it may be.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { readHole } from "./lab_hole.ts";
 *
 * assertEquals(readHole("disc:1.25,1,0.3", "rose").kind, "disc");
 * assertThrows(() => readHole("none", "rose"), RangeError, "hole must be disc:a,b,r, strip:");
 * ```
 */
export function readHole(text: string, family: FamilyName): Hole {
  let hole: Hole;
  try {
    hole = datasetHole({ hole: text, family });
  } catch (error) {
    throw new RangeError((error as Error).message.replace(HOLE_GRAMMAR, LAB_GRAMMAR));
  }
  if (hole.kind === "none") {
    throw new RangeError(`hole must be ${LAB_GRAMMAR}, received "none"`);
  }
  return hole;
}

/** How much of the plane a hole takes, from 0 to 1. */
export function planeShare(hole: Hole): number {
  return holeArea(hole) / PLANE;
}

/**
 * Refuses a hole that takes the whole plane: no number of points would leave one to train on.
 *
 * @throws {RangeError} It does.
 */
export function checkRoom(hole: Hole): void {
  // Areas of discs are sums with rounding errors.
  if (planeShare(hole) < 1 - 1e-9) return;
  throw new RangeError(
    "the hole takes the whole plane, so that no shape is left to train on: draw a smaller hole",
  );
}
