/**
 * The way across the hole through one of its points: where it leaves the hole on either side, there
 * are training images to fade or to interpolate between.
 *
 * @module
 */

import { type Hole, holeMiddle, insideHole } from "./hole.ts";
import { copyNear, periodOf, wrapped } from "./periodic.ts";
import { inSpace, type Point, SPACE } from "./space.ts";

/** A straight line across a hole, along one parameter. */
export interface Chord {
  /** The points just outside the hole at both ends, or at the one end that lies in the space. */
  readonly ends: readonly [Point] | readonly [Point, Point];
  /** Weight of the last end, in [0, 1], at the point that the chord was drawn through. */
  readonly share: number;
}

/** How far outside the hole an end lies, in axis units. */
const MARGIN = 1e-6;

/** Halvings of an interval that holds the hole's edge: down to less than the margin. */
const HALVINGS = 24;

/**
 * The shortest chord through a point of the hole, along a or along b. One with two ends within the
 * space is taken before one that the edge of the space cuts off. A periodic axis cuts off none: a
 * chord along it may lead across the seam, and its ends lie within the range again.
 *
 * @returns `undefined` where the hole fills the space in both directions.
 * @throws {RangeError} The point lies outside the hole or the space.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { chordThrough } from "./chord.ts";
 * import { parseHole } from "./hole.ts";
 *
 * const { ends, share } = chordThrough(parseHole("strip:a,1,1.4"), { a: 1.1, b: 1 })!;
 * assertAlmostEquals(ends[0].a, 1, 1e-5);
 * assertAlmostEquals(ends.at(-1)!.a, 1.4, 1e-5);
 * assertAlmostEquals(share, 0.25, 1e-5);
 * ```
 */
export function chordThrough(hole: Hole, point: Point): Chord | undefined {
  if (!insideHole(hole, point) || !inSpace(point)) {
    throw new RangeError(
      `Cannot draw a chord: the point must lie in the hole, received (${point.a}, ${point.b})`,
    );
  }
  const chords = (["a", "b"] as const).flatMap((axis) => {
    const ends = ([0, 1] as const).flatMap((side) => leave(hole, { point, axis, side }) ?? []);
    if (ends.length === 0) return [];
    const span = ends.at(-1)![axis] - ends[0][axis];
    const share = ends.length === 2 ? (point[axis] - ends[0][axis]) / span : 1;
    const length = ends.length === 2 ? span : Infinity;
    const within = ends.map((end) =>
      axis === hole.periodic ? { ...end, [axis]: wrapped(axis, end[axis]) } : end
    );
    return [{ chord: { ends: within as unknown as Chord["ends"], share }, length }];
  });
  return chords.toSorted((one, other) => one.length - other.length)[0]?.chord;
}

/**
 * Where a walk along an axis leaves the hole; nothing where it leaves the space first. Along a periodic
 * axis the place may lie beyond the range, and there is nothing where the hole is all around.
 */
function leave(
  hole: Hole,
  { point, axis, side }: { point: Point; axis: "a" | "b"; side: 0 | 1 },
): Point | undefined {
  const at = (value: number): Point => ({ ...point, [axis]: value });
  const around = axis === hole.periodic;
  const end = around ? opposite(hole, { point, axis, side }) : SPACE[axis][side];
  let [inside, outside] = [point[axis], end];
  if (insideHole(hole, at(outside))) return undefined;
  // Every hole is convex, so that a walk leaves it once; one around an axis before it is opposite the
  // hole's middle.
  for (let k = 0; k < HALVINGS; k++) {
    const middle = (inside + outside) / 2;
    if (insideHole(hole, at(middle))) inside = middle;
    else outside = middle;
  }
  const [low, high] = SPACE[axis];
  const beyond = outside + (side === 1 ? MARGIN : -MARGIN);
  if (around) return at(beyond);
  return at(Math.min(high, Math.max(low, beyond)));
}

/** Where a walk around a periodic axis is farthest from the middle of what it crosses of a hole. */
function opposite(
  hole: Hole,
  { point, axis, side }: { point: Point; axis: "a" | "b"; side: 0 | 1 },
): number {
  const half = periodOf(axis) / 2;
  const middle = holeMiddle(hole, axis) ?? point[axis];
  return copyNear(axis, middle, point[axis]) + (side === 1 ? half : -half);
}
