/**
 * Transects: straight walks through the space, along which a network's reconstructions are
 * compared with the truth. The three published ones all cross the centre of the published hole
 * (Lin 2021, part 2).
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { type Axis, periodOf, wrapped } from "./periodic.ts";
import { inSpace, type Point, SPACE } from "./space.ts";

/** A walk from one point to another. */
export interface Transect {
  /** Names it in tables and figures. */
  readonly name: string;
  /** First point. */
  readonly from: Point;
  /** Last point. Where it lies beyond the upper end of a periodic axis, the walk crosses the seam. */
  readonly to: Point;
}

/** P1 (a fixed), P2 (b fixed) and P3 (diagonal), as published. */
export const PUBLISHED_TRANSECTS: readonly Transect[] = [
  { name: "P1", from: { a: 1.25, b: 0 }, to: { a: 1.25, b: 2 } },
  { name: "P2", from: { a: 0.5, b: 1 }, to: { a: 2, b: 1 } },
  { name: "P3", from: { a: 0.5, b: 2 }, to: { a: 2, b: 0 } },
];

/** Equally spaced points on each of the publication's transects, ends included. */
export const PUBLISHED_COUNT = 15;

/**
 * Equally spaced points along a transect, both ends included.
 *
 * Throws RangeError unless `count` is a whole number ≥ 2.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { PUBLISHED_TRANSECTS, transectPoints } from "./transect.ts";
 *
 * const [p1] = PUBLISHED_TRANSECTS;
 * assertEquals(transectPoints(p1)[7], { a: 1.25, b: 1 }); // the centre of the hole
 * ```
 */
export function transectPoints({ from, to }: Transect, count = PUBLISHED_COUNT): Point[] {
  if (!Number.isInteger(count) || count < 2) {
    throw new RangeError(
      `Cannot walk the transect: count must be a whole number ≥ 2, received ${count}`,
    );
  }
  const last = count - 1;
  const between = (start: number, end: number, i: number) => (start * (last - i) + end * i) / last;
  return Array.from(
    { length: count },
    (_, i) => ({ a: between(from.a, to.a, i), b: between(from.b, to.b, i) }),
  );
}

/**
 * The same points, each within the space: those beyond the upper end of the periodic axis are brought
 * in at the lower one.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { parseTransect, transectPointsAround } from "./transect.ts";
 *
 * const walk = parseTransect("1,1.8:1,2.2", { around: ["b"] });
 * const [, , last] = transectPointsAround(walk, { count: 3, periodic: "b" });
 * assertAlmostEquals(last.b, 0.2);
 * ```
 */
export function transectPointsAround(
  transect: Transect,
  { count, periodic }: { readonly count: number; readonly periodic: Axis | undefined },
): Point[] {
  const points = transectPoints(transect, count);
  if (periodic === undefined) return points;
  return points.map((point) =>
    point[periodic] > SPACE[periodic][1]
      ? { ...point, [periodic]: wrapped(periodic, point[periodic]) }
      : point
  );
}

/** The axis along which a transect leaves the space, if it does. */
export function axisBeyond({ to }: Transect): Axis | undefined {
  return (["a", "b"] as const).find((axis) => to[axis] > SPACE[axis][1]);
}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const PAIRS = new RegExp(`^(${NUMBER}),(${NUMBER}):(${NUMBER}),(${NUMBER})$`, "i");

/**
 * Reads a transect from `P1`, `P2`, `P3`, or a pair of end points `a0,b0:a1,b1`, which is then
 * named by that text. The second one may lie beyond the upper end of the axes `around`: the walk then
 * crosses the seam, and leads once around at most.
 *
 * Throws UsageError on any other text, on an end point outside the space, on equal end points and on a
 * walk that leads further around.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseTransect } from "./transect.ts";
 *
 * assertEquals(
 *   parseTransect("0.5,0:2,2"),
 *   { name: "0.5,0:2,2", from: { a: 0.5, b: 0 }, to: { a: 2, b: 2 } },
 * );
 * ```
 */
export function parseTransect(
  text: string,
  { around = [] }: { readonly around?: readonly Axis[] } = {},
): Transect {
  const published = PUBLISHED_TRANSECTS.find(({ name }) => name === text);
  if (published) return published;
  const refuse = (what: string): never => {
    throw new UsageError(
      `transect must be P1, P2, P3 or a0,b0:a1,b1, received ${JSON.stringify(text)}: ${what}`,
    );
  };
  const match = PAIRS.exec(text);
  if (!match) return refuse("no such transect");
  const [a0, b0, a1, b1] = match.slice(1).map((part) => Number(part) + 0);
  const [from, to] = [{ a: a0, b: b0 }, { a: a1, b: b1 }];
  const beyond = around.find((axis) => to[axis] > SPACE[axis][1]);
  const within = beyond ? { ...to, [beyond]: to[beyond] - periodOf(beyond) } : to;
  const outside = [from, to].filter((_, k) => !inSpace([from, within][k]));
  for (const { a, b } of outside) {
    refuse(
      `(${a}, ${b}) lies outside the space, which is a from ${SPACE.a.join(" to ")}, ` +
        `b from ${SPACE.b.join(" to ")}`,
    );
  }
  if (a0 === a1 && b0 === b1) refuse("its two ends must differ");
  // Decimal numbers may differ by a rounding more.
  if (beyond && to[beyond] - from[beyond] > periodOf(beyond) + 1e-9) {
    refuse(`it must lead once around ${beyond} at most`);
  }
  return { name: `${a0},${b0}:${a1},${b1}`, from, to };
}
