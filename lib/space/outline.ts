/**
 * The line around a hole, for figures of the plane and of whatever the plane is mapped to.
 *
 * @module
 */

import type { Hole } from "./hole.ts";
import { type Point, SPACE } from "./space.ts";

/**
 * Outline of a hole, in axis units, as a closed polygon.
 *
 * @returns Its corners (a disc has 120); none where nothing is missing.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { holeOutline } from "./outline.ts";
 *
 * assertEquals(holeOutline({ kind: "strip", axis: "a", low: 1, high: 1.2 }).length, 5);
 * ```
 */
export function holeOutline(hole: Hole): Point[] {
  if (hole.kind === "none") return [];
  if (hole.kind === "disc") {
    return Array.from({ length: 121 }, (_, i) => ({
      a: hole.a + hole.radius * Math.cos((i / 60) * Math.PI),
      b: hole.b + hole.radius * Math.sin((i / 60) * Math.PI),
    }));
  }
  const sides = hole.kind === "box"
    ? hole
    : { a: SPACE.a, b: SPACE.b, [hole.axis]: [hole.low, hole.high] as const };
  const [a0, a1] = sides.a;
  const [b0, b1] = sides.b;
  return [
    { a: a0, b: b0 },
    { a: a1, b: b0 },
    { a: a1, b: b1 },
    { a: a0, b: b1 },
    { a: a0, b: b0 },
  ];
}
