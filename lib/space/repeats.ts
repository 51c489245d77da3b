/**
 * Points that stand more than once in a list. Two points are the same where both numbers are, to
 * the last bit; points that only lie close together are different points.
 *
 * @module
 */

import type { Point } from "./space.ts";

/**
 * For each point, the index of the first one that is the same; N. A point that is its own first is
 * one of the distinct points.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { firstIndices } from "./repeats.ts";
 *
 * const [p, q] = [{ a: 1, b: 0 }, { a: 1, b: 2 }];
 * assertEquals([...firstIndices([p, q, p])], [0, 1, 0]);
 * ```
 */
export function firstIndices(points: readonly Point[]): Uint32Array<ArrayBuffer> {
  const firsts = new Map<string, number>();
  return Uint32Array.from(points, (point, index) => {
    const name = nameOf(point);
    const first = firsts.get(name);
    if (first === undefined) firsts.set(name, index);
    return first ?? index;
  });
}

/** Indices of the distinct points, each where it stands first, ascending. */
export function distinctIndices(points: readonly Point[]): Uint32Array<ArrayBuffer> {
  return firstIndices(points).filter((first, index) => first === index);
}

/** How many points repeat an earlier one. */
export function countRepeats(points: readonly Point[]): number {
  return points.length - distinctIndices(points).length;
}

/** The points of `candidates` that are none of `points`, in order. */
export function withoutPoints(
  candidates: readonly Point[],
  points: readonly Point[],
): Point[] {
  const names = new Set(points.map(nameOf));
  return candidates.filter((point) => !names.has(nameOf(point)));
}

/** The same text for the same point; 0 and −0 are one number. */
function nameOf({ a, b }: Point): string {
  return `${a},${b}`;
}
