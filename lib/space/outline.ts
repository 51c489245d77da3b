/**
 * The line around a hole, for figures of the plane and of whatever the plane is mapped to.
 *
 * @module
 */

import type { Hole } from "./hole.ts";
import { periodOf } from "./periodic.ts";
import { type Point, SPACE } from "./space.ts";

/**
 * Outlines of a hole as far as they meet the space, in axis units: one closed polygon, or none, and a
 * second one where the hole crosses the seam of a periodic axis. The first lies around the hole's own
 * middle, the second at the other end of the range; both may lead beyond the range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseHole } from "./hole.ts";
 * import { holeOutlines } from "./outline.ts";
 *
 * assertEquals(holeOutlines(parseHole("strip:b,1.8,2.2", { periodic: "b" })).length, 2);
 * assertEquals(holeOutlines(parseHole("strip:b,1.8,2.2")).length, 1);
 * ```
 */
export function holeOutlines(hole: Hole): Point[][] {
  const outline = holeOutline(hole);
  const { periodic } = hole;
  if (periodic === undefined || outline.length === 0) return outline.length === 0 ? [] : [outline];
  const [low, high] = SPACE[periodic];
  const copies = [0, -1, 1].map((turns) =>
    outline.map((point) => ({ ...point, [periodic]: point[periodic] + turns * periodOf(periodic) }))
  );
  return copies.filter((copy, k) =>
    k === 0 ||
    (copy.some((point) => point[periodic] > low) && copy.some((point) => point[periodic] < high))
  );
}

/**
 * Outline of a hole, in axis units, as a closed polygon. Where the hole crosses the seam of a periodic
 * axis, the polygon leads beyond the range ({@linkcode holeOutlines}).
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
