/**
 * Where a point lies relative to the borders that matter: the edge of the hole, beyond which there
 * are training images, and the edge of the space, beyond which there are none at all.
 *
 * @module
 */

import type { Hole } from "./hole.ts";
import { type Point, SPACE } from "./space.ts";

/**
 * Signed distance to the hole's edge in plain (a, b) units: negative inside the hole, 0 on its
 * edge, positive outside; Infinity for the hole `none`.
 *
 * A side of a strip or box that lies on the edge of the space or beyond it has no training images
 * behind it and is no edge; a hole all of whose sides are such (the whole space) gives −Infinity.
 * A disc counts with its whole circle.
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
export function holeDistance(hole: Hole, { a, b }: Point): number {
  switch (hole.kind) {
    case "none":
      return Infinity;
    case "disc":
      return Math.hypot(a - hole.a, b - hole.b) - hole.radius;
    case "strip": {
      const value = hole.axis === "a" ? a : b;
      return outside(value, openSides(hole.axis, [hole.low, hole.high]));
    }
    case "box": {
      const alongA = outside(a, openSides("a", hole.a));
      const alongB = outside(b, openSides("b", hole.b));
      const beyond = Math.hypot(Math.max(0, alongA), Math.max(0, alongB));
      return beyond > 0 ? beyond : Math.max(alongA, alongB);
    }
  }
}

/** A range without the ends that the space does not reach beyond. */
function openSides(
  axis: "a" | "b",
  [low, high]: readonly [number, number],
): readonly [number, number] {
  const [least, most] = SPACE[axis];
  return [low > least ? low : -Infinity, high < most ? high : Infinity];
}

/** Signed distance of a number to the ends of a range: negative within. */
function outside(value: number, [low, high]: readonly [number, number]): number {
  return Math.max(low - value, value - high);
}

/**
 * Distance to the nearest edge of the space in plain (a, b) units: positive inside, 0 on the edge,
 * negative outside (then the distance along one axis only).
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { edgeDistance } from "./distance.ts";
 *
 * assertAlmostEquals(edgeDistance({ a: 0.6, b: 1 }), 0.1);
 * ```
 */
export function edgeDistance({ a, b }: Point): number {
  return -Math.max(outside(a, SPACE.a), outside(b, SPACE.b));
}
