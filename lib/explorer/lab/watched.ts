/**
 * What is looked at while a network learns: shapes in a row across the hole, the two sets that Dice is
 * the mean of, and the cells of a map of the plane.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import type { Hole } from "../../space/hole.ts";
import { holeOutline } from "../../space/outline.ts";
import { periodOf } from "../../space/periodic.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { withinSpace } from "../page/geometry.ts";

/** Shapes of the row. */
export const ROW_LENGTH = 7;

/** Cells of the map along a and along b: a tenth of a unit each. */
export const MAP_COLUMNS = 15, MAP_ROWS = 20;

/** How far the row goes, in halves of the hole's width to either side of its middle. */
const REACH = 1.8;

/**
 * The smallest rectangle around a hole, cut to the space; along a periodic axis, which has no end, it
 * may lead beyond the range.
 */
export function frameOf(hole: Hole): Record<"a" | "b", [low: number, high: number]> {
  const outline = holeOutline(hole);
  const side = (axis: "a" | "b"): [number, number] => {
    const values = outline.map((point) => point[axis]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (axis === hole.periodic) return [low, high];
    return [Math.max(SPACE[axis][0], low), Math.min(SPACE[axis][1], high)];
  };
  return { a: side("a"), b: side("b") };
}

/**
 * Points on a line across a hole, equally spaced: along b for a strip of b, else along a, through the
 * middle. It begins and ends outside where the space has room.
 */
export function rowAcross(hole: Hole): Point[] {
  const frame = frameOf(hole);
  const axis = hole.kind === "strip" ? hole.axis : "a";
  const other = axis === "a" ? "b" : "a";
  const middle = (side: readonly [number, number]) => (side[0] + side[1]) / 2;
  const half = (frame[axis][1] - frame[axis][0]) / 2;
  const [low, high] = axis === hole.periodic
    ? around(middle(frame[axis]), Math.min(REACH * half, periodOf(axis) / 2))
    : [
      Math.max(SPACE[axis][0], middle(frame[axis]) - REACH * half),
      Math.min(SPACE[axis][1], middle(frame[axis]) + REACH * half),
    ];
  return Array.from({ length: ROW_LENGTH }, (_, k) => {
    const along = low + (high - low) * k / (ROW_LENGTH - 1);
    const point = { [axis]: along, [other]: middle(frame[other]) } as unknown as Point;
    return hole.periodic ? withinSpace(point, hole.periodic) : point;
  });
}

function around(middle: number, half: number): [low: number, high: number] {
  return [middle - half, middle + half];
}

/** Middles of the map's cells, row by row from the smallest b, each from the smallest a. */
export function mapPoints(): Point[] {
  const step = (axis: "a" | "b", k: number, count: number) =>
    SPACE[axis][0] + (SPACE[axis][1] - SPACE[axis][0]) * (k + 0.5) / count;
  return Array.from({ length: MAP_ROWS * MAP_COLUMNS }, (_, n) => ({
    a: step("a", n % MAP_COLUMNS, MAP_COLUMNS),
    b: step("b", Math.floor(n / MAP_COLUMNS), MAP_ROWS),
  }));
}

/** The order in which the map's cells are looked at, so that any part of it covers the plane. */
export function mapOrder(): Uint32Array {
  return createRandom(0, "lab/map").permutation(MAP_ROWS * MAP_COLUMNS);
}
