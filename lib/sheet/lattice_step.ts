/**
 * Steps from point to point of a lattice over the plane.
 *
 * @module
 */

import type { Axis } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";

const STEPS: Readonly<Record<string, Point>> = {
  ArrowLeft: { a: -1, b: 0 },
  ArrowRight: { a: 1, b: 0 },
  ArrowUp: { a: 0, b: 1 },
  ArrowDown: { a: 0, b: -1 },
};

/**
 * The point of the lattice one step beside the one that is nearest to a point; at the edge, that one.
 *
 * @param key an arrow, as `KeyboardEvent` names it
 * @param size number of values of b and of a, edges included; `periodic`: the axis on which the step
 * from one edge leads to the point beside the other, which is the same shape as this edge
 * @returns nothing for other keys
 */
export function neighbour(
  point: Point,
  key: string,
  { rows, columns, periodic }: {
    readonly rows: number;
    readonly columns: number;
    readonly periodic?: Axis | undefined;
  },
): Point | undefined {
  if (!Object.hasOwn(STEPS, key)) return undefined;
  const along = (axis: "a" | "b", count: number) => {
    const [low, high] = SPACE[axis];
    const step = (high - low) / (count - 1);
    const place = Math.round((point[axis] - low) / step) + STEPS[key][axis];
    const last = count - 1;
    const beyond = place < 0 ? last : place > last ? -last : 0;
    if (axis === periodic) return low + step * (place + beyond);
    return low + step * Math.min(last, Math.max(0, place));
  };
  return { a: along("a", columns), b: along("b", rows) };
}
