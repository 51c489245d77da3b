/**
 * A coordinate whose range begins again where it ends, such as the angle of a shape that half a turn
 * brings back to itself. Both ends are then the same shape: the plane is a cylinder, without an edge
 * along that axis, and the way between two points may lead across the seam.
 *
 * Every function takes the periodic axis, or none, and changes nothing where there is none.
 *
 * @module
 */

import { type Point, SPACE } from "./space.ts";

/** A coordinate's name. */
export type Axis = keyof Point;

/** Length of a coordinate's range, in axis units. */
export function periodOf(axis: Axis): number {
  return SPACE[axis][1] - SPACE[axis][0];
}

/**
 * A coordinate brought into its range, the lower end included and the upper one not.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wrapped } from "./periodic.ts";
 *
 * assertEquals([0.5, 2, 2.5, -0.5].map((value) => wrapped("b", value)), [0.5, 0, 0.5, 1.5]);
 * ```
 */
export function wrapped(axis: Axis, value: number): number {
  const [low, high] = SPACE[axis];
  if (value >= low && value < high) return value;
  const period = high - low;
  const found = value - period * Math.floor((value - low) / period);
  // Rounding may give the upper end to a number just below the lower one.
  return found >= high || found < low ? low : found;
}

/** A point with its periodic coordinate brought into the range. */
export function wrappedPoint(point: Point, periodic: Axis | undefined): Point {
  return periodic === undefined
    ? point
    : { ...point, [periodic]: wrapped(periodic, point[periodic]) };
}

/**
 * The copy of a coordinate that is nearest to a number, whole periods away.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { copyNear } from "./periodic.ts";
 *
 * assertEquals(copyNear("b", 0.25, 1.75), 2.25);
 * ```
 */
export function copyNear(axis: Axis, value: number, near: number): number {
  const period = periodOf(axis);
  return value - period * Math.round((value - near) / period);
}

/** The copy of a point that is nearest to another, along the periodic axis. */
export function pointNear(point: Point, near: Point, periodic: Axis | undefined): Point {
  return periodic === undefined
    ? point
    : { ...point, [periodic]: copyNear(periodic, point[periodic], near[periodic]) };
}

/**
 * A periodic coordinate as a point of a circle of radius 1, cosine and sine: what is linear in a
 * coordinate has to be linear in these.
 */
export function onCircle(axis: Axis, value: number): [cosine: number, sine: number] {
  const angle = 2 * Math.PI * (value - SPACE[axis][0]) / periodOf(axis);
  return [Math.cos(angle), Math.sin(angle)];
}
