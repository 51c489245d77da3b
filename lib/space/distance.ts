/**
 * Where a point lies relative to the borders that matter: the edge of the hole, beyond which there
 * are training images, and the edge of the space, beyond which there are none at all.
 *
 * @module
 */

import { type Hole, holeMiddle } from "./hole.ts";
import { type Axis, copyNear, periodOf, pointNear } from "./periodic.ts";
import { type Point, SPACE } from "./space.ts";

/**
 * Distance of two points in plain (a, b) units, by the shorter way around a periodic axis.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { pointDistance } from "./distance.ts";
 *
 * const [one, other] = [{ a: 1, b: 0.1 }, { a: 1, b: 1.9 }];
 * assertAlmostEquals(pointDistance(one, other), 1.8);
 * assertAlmostEquals(pointDistance(one, other, "b"), 0.2);
 * ```
 */
export function pointDistance(one: Point, other: Point, periodic?: Axis): number {
  const near = pointNear(other, one, periodic);
  return Math.hypot(near.a - one.a, near.b - one.b);
}

/**
 * Signed distance to the hole's edge in plain (a, b) units: negative inside the hole, 0 on its
 * edge, positive outside; Infinity for the hole `none`.
 *
 * A side of a strip or box that lies on the edge of the space or beyond it has no training images
 * behind it and is no edge; a hole all of whose sides are such (the whole space) gives −Infinity.
 * A disc counts with its whole circle. A periodic axis has no edge, so that both sides of a range of
 * it count, unless it is the whole axis; the distance is that to the hole's nearest copy.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { holeDistance } from "./distance.ts";
 * import { PUBLISHED_HOLE } from "./hole.ts";
 *
 * assertEquals(holeDistance(PUBLISHED_HOLE, { a: 1.25, b: 1 }), -0.3);
 * ```
 */
export function holeDistance(hole: Hole, point: Point): number {
  const { periodic } = hole;
  const { a, b } = periodic === undefined ? point : besideHole(hole, { point, periodic });
  switch (hole.kind) {
    case "none":
      return Infinity;
    case "disc":
      return Math.hypot(a - hole.a, b - hole.b) - hole.radius;
    case "strip": {
      const value = hole.axis === "a" ? a : b;
      return outside(value, openSides(hole.axis, [hole.low, hole.high], periodic));
    }
    case "box": {
      const alongA = outside(a, openSides("a", hole.a, periodic));
      const alongB = outside(b, openSides("b", hole.b, periodic));
      const beyond = Math.hypot(Math.max(0, alongA), Math.max(0, alongB));
      return beyond > 0 ? beyond : Math.max(alongA, alongB);
    }
  }
}

/** The copy of a point that is nearest to a hole's middle along the periodic axis. */
function besideHole(
  hole: Hole,
  { point, periodic }: { readonly point: Point; readonly periodic: Axis },
): Point {
  const value = holeMiddle(hole, periodic);
  return value === undefined
    ? point
    : { ...point, [periodic]: copyNear(periodic, point[periodic], value) };
}

/** A range without the ends that the space does not reach beyond. */
function openSides(
  axis: "a" | "b",
  [low, high]: readonly [number, number],
  periodic: Axis | undefined,
): readonly [number, number] {
  if (axis === periodic && high - low < periodOf(axis)) return [low, high];
  const [least, most] = SPACE[axis];
  return [low > least ? low : -Infinity, high < most ? high : Infinity];
}

/** Signed distance of a number to the ends of a range: negative within. */
function outside(value: number, [low, high]: readonly [number, number]): number {
  return Math.max(low - value, value - high);
}

/**
 * Distance to the nearest edge of the space in plain (a, b) units: positive inside, 0 on the edge,
 * negative outside (then the distance along one axis only). A periodic axis has no edge.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { edgeDistance } from "./distance.ts";
 *
 * assertAlmostEquals(edgeDistance({ a: 0.6, b: 1 }), 0.1);
 * ```
 */
export function edgeDistance({ a, b }: Point, periodic?: Axis): number {
  if (periodic === "a") return -outside(b, SPACE.b);
  if (periodic === "b") return -outside(a, SPACE.a);
  return -Math.max(outside(a, SPACE.a), outside(b, SPACE.b));
}
