/**
 * Arrow keys on a drawing of the plane.
 *
 * @module
 */

import type { Point } from "../../space/space.ts";

/** The direction of each arrow key, one unit long: a to the right, b upwards. */
export const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { a: -1, b: 0 },
  ArrowRight: { a: 1, b: 0 },
  ArrowUp: { a: 0, b: 1 },
  ArrowDown: { a: 0, b: -1 },
};
