/**
 * Whether other shapes stand where those of a hole would: shapes of the hole whose code lies among codes
 * of others, their part of what the hole costs, and which of the two comes out.
 *
 * @module
 */

import type { Point } from "../space/space.ts";

/** A shape of the hole, as a network encodes and decodes it. */
export interface HoleShape {
  /** Its own (a, b). */
  readonly own: Point;
  /** Its μ, in latent units. */
  readonly code: readonly number[];
  /** (a, b) fitted to what was decoded from it. */
  readonly fit: Point;
  /** How much lower its Dice is than the control's. */
  readonly deficit: number;
}

/** A shape that the network was trained on. */
export interface SheetShape {
  /** Its own (a, b). */
  readonly own: Point;
  /** Its μ, in latent units. */
  readonly code: readonly number[];
  /** Whether the edge of the hole encloses its code. */
  readonly enclosed: boolean;
}

/** What was counted. */
export interface Covered {
  /** Share of the hole's shapes whose nearest code of another lies inside the edge, in [0, 1]. */
  readonly covered: number;
  /** Their part of the sum of deficits; a sum of differences, so that it may lie beyond [0, 1]. */
  readonly coveredDeficit: number;
  /** Share of the covered shapes that come out nearer to the other, in [0, 1]; NaN where none is covered. */
  readonly coveredToOther: number;
  /** The same share of all shapes of the hole. */
  readonly toOther: number;
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.a - other.a, one.b - other.b);
}

function share<T>(items: readonly T[], is: (item: T) => boolean): number {
  return items.filter(is).length / items.length;
}

/** Of several shapes, the one whose code is nearest, by Euclid's distance. */
function nearest(code: readonly number[], sheet: readonly SheetShape[]): SheetShape {
  let best = sheet[0], least = Infinity;
  for (const shape of sheet) {
    const squared = code.reduce((sum, x, k) => sum + (x - shape.code[k]) ** 2, 0);
    if (squared < least) [best, least] = [shape, squared];
  }
  return best;
}

/**
 * Sets each shape of a hole beside the shape from outside it whose code is nearest.
 *
 * @param hole Shapes of the hole, one or more.
 * @param sheet Shapes from outside it, one or more, with codes of as many latents.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { coveredShapes } from "./covered_shapes.ts";
 *
 * const [folded, far] = [{ a: 2, b: 0 }, { a: 0.5, b: 2 }];
 * const counted = coveredShapes([
 *   { own: { a: 1, b: 1 }, code: [0, 0.1], fit: { a: 1.8, b: 0.2 }, deficit: 0.3 },
 *   { own: { a: 1, b: 1.2 }, code: [4, 4], fit: { a: 1, b: 1.2 }, deficit: 0.1 },
 * ], [
 *   { own: folded, code: [0, 0], enclosed: true },
 *   { own: far, code: [5, 5], enclosed: false },
 * ]);
 * assertEquals(counted.covered, 0.5);
 * assertEquals(counted.coveredToOther, 1);
 * ```
 */
export function coveredShapes(
  hole: readonly HoleShape[],
  sheet: readonly SheetShape[],
): Covered {
  const beside = hole.map((shape) => {
    const { own, enclosed } = nearest(shape.code, sheet);
    const toOther = distance(shape.fit, own) < distance(shape.fit, shape.own);
    return { deficit: shape.deficit, covered: enclosed, toOther };
  });
  const covered = beside.filter(({ covered }) => covered);
  const cost = (shapes: typeof beside) => shapes.reduce((sum, { deficit }) => sum + deficit, 0);
  return {
    covered: covered.length / beside.length,
    coveredDeficit: cost(covered) / cost(beside),
    coveredToOther: share(covered, ({ toOther }) => toOther),
    toOther: share(beside, ({ toOther }) => toOther),
  };
}
