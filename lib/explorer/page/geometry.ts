/**
 * The (a, b) plane as it lies in the page's picture of it: a to the right, b upwards.
 *
 * @module
 */

import { type Hole, insideHole } from "../../space/hole.ts";
import { holeOutline } from "../../space/outline.ts";
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

/** The point of the plane at a place in the SVG; beyond the frame, the nearest one within. */
export function fromView({ x, y }: { x: number; y: number }): Point {
  return withinSpace({
    a: SPACE.a[0] + (x - FRAME.left) / FRAME.width * (SPACE.a[1] - SPACE.a[0]),
    b: SPACE.b[0] + (1 - (y - FRAME.top) / FRAME.height) * (SPACE.b[1] - SPACE.b[0]),
  });
}

/** The nearest point of the space. */
export function withinSpace({ a, b }: Point): Point {
  const clamp = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value));
  return { a: clamp(a, SPACE.a), b: clamp(b, SPACE.b) };
}

/** The middle of a hole, or of the space where there is none. */
export function middleOf(hole: Hole): Point {
  if (hole.kind === "disc") return { a: hole.a, b: hole.b };
  const corners = hole.kind === "none"
    ? [{ a: SPACE.a[0], b: SPACE.b[0] }, { a: SPACE.a[1], b: SPACE.b[1] }]
    : holeOutline(hole);
  const middle = (values: number[]) => (Math.min(...values) + Math.max(...values)) / 2;
  return { a: middle(corners.map(({ a }) => a)), b: middle(corners.map(({ b }) => b)) };
}

/**
 * The point in words.
 *
 * @param spared Whether the network shown was trained on the hole's shapes after all.
 */
export function describePoint({ a, b }: Point, hole: Hole, { spared = false } = {}): string {
  const where = hole.kind === "none"
    ? ""
    : !insideHole(hole, { a, b })
    ? ", outside the hole"
    : spared
    ? ", inside the hole, which this network has seen"
    : ", inside the hole";
  return `a = ${a.toFixed(2)}, b = ${b.toFixed(2)}${where}`;
}
