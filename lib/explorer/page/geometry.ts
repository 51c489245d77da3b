/**
 * The (a, b) plane as it lies in the page's picture of it: a to the right, b upwards.
 *
 * @module
 */

import type { FamilyName } from "../../curve/family.ts";
import { placeText } from "../../curve/parameter_text.ts";
import { type Hole, insideHole } from "../../space/hole.ts";
import { type Axis, wrapped } from "../../space/periodic.ts";
import { type Point, SPACE } from "../../space/space.ts";

/** The frame of the plane within the SVG's view box. */
export const FRAME = { left: 38, top: 10, width: 282, height: 376 };

/** Where a point of the plane lies in the SVG. */
export function toView({ a, b }: Point): { x: number; y: number } {
  const share = (value: number, [low, high]: readonly [number, number]) =>
    (value - low) / (high - low);
  return {
    x: FRAME.left + FRAME.width * share(a, SPACE.a),
    y: FRAME.top + FRAME.height * (1 - share(b, SPACE.b)),
  };
}

/**
 * The point of the plane at a place in the SVG; beyond the frame, as {@linkcode withinSpace} has it.
 *
 * @param periodic the axis whose range begins again where it ends; none where absent
 */
export function fromView({ x, y }: { x: number; y: number }, periodic?: Axis): Point {
  return withinSpace({
    a: SPACE.a[0] + (x - FRAME.left) / FRAME.width * (SPACE.a[1] - SPACE.a[0]),
    b: SPACE.b[0] + (1 - (y - FRAME.top) / FRAME.height) * (SPACE.b[1] - SPACE.b[0]),
  }, periodic);
}

/**
 * The point of the space for one beyond it: the nearest, and along a periodic axis the one that is the
 * same shape.
 *
 * @param periodic the axis whose range begins again where it ends; none where absent
 */
export function withinSpace(point: Point, periodic?: Axis): Point {
  const within = (axis: Axis) => {
    const [low, high] = SPACE[axis];
    const clamped = Math.min(high, Math.max(low, point[axis]));
    // Both ends of a periodic range stay what they are.
    return axis === periodic && clamped !== point[axis] ? wrapped(axis, point[axis]) : clamped;
  };
  return { a: within("a"), b: within("b") };
}

/** The middle of a hole as far as it lies in the space, or of the space where there is none. */
export function middleOf(hole: Hole): Point {
  if (hole.kind === "disc") return withinSpace({ a: hole.a, b: hole.b }, hole.periodic);
  const ends = (axis: Axis) =>
    hole.kind === "box"
      ? hole[axis]
      : hole.kind === "strip" && hole.axis === axis
      ? [hole.low, hole.high]
      : SPACE[axis];
  const middle = ([low, high]: readonly number[]) => (low + high) / 2;
  return withinSpace({ a: middle(ends("a")), b: middle(ends("b")) }, hole.periodic);
}

/**
 * The point in words.
 *
 * @param spared Whether the network shown was trained on the hole's shapes after all.
 * @param family What a and b are; as in the study's shapes where this is absent.
 */
export function describePoint(
  point: Point,
  hole: Hole,
  { spared = false, family }: { spared?: boolean; family?: FamilyName } = {},
): string {
  const where = hole.kind === "none"
    ? ""
    : !insideHole(hole, point)
    ? ", outside the hole"
    : spared
    ? ", inside the hole, which this network has seen"
    : ", inside the hole";
  return `${placeText(point, family)}${where}`;
}
