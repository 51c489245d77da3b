/**
 * Steps from point to point of a lattice over the plane.
 *
 * @module
 */

import { type Point, SPACE } from "../../space/space.ts";

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
 * @param size number of values of b and of a, edges included
 * @returns nothing for other keys
 */
export function neighbour(
  point: Point,
  key: string,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): Point | undefined {
  if (!Object.hasOwn(STEPS, key)) return undefined;
  const along = (axis: "a" | "b", count: number) => {
    const [low, high] = SPACE[axis];
    const step = (high - low) / (count - 1);
    const place = Math.round((point[axis] - low) / step) + STEPS[key][axis];
    return low + step * Math.min(count - 1, Math.max(0, place));
  };
  return { a: along("a", columns), b: along("b", rows) };
}
