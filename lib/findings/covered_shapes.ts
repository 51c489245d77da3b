/**
 * Whether other shapes stand where those of a hole would: shapes of the hole whose code lies among codes
 * of others, their part of what the hole costs, and which of the two comes out.
 *
 * @module
 */

import { mean } from "../measure/statistics.ts";
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
  /** Its distance in (a, b) from the edge of the hole, in axis units, ≥ 0. */
  readonly depth: number;
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
  /** Mean distance in (a, b) of what comes out of the covered shapes from themselves, in axis units. */
  readonly coveredFromOwn: number;
  /** The same from the other shapes. */
  readonly coveredFromOther: number;
  /** Mean depth of the covered shapes. */
  readonly coveredDepth: number;
  /** Mean depth of the shapes that are not covered. */
  readonly openDepth: number;
  /**
   * How much higher the deficit of covered shapes is than that of others as deep: mean difference within
   * bands of depth 0.1 wide. A band weighs more the more shapes of both kinds it has. NaN where no band has
   * both.
   */
  readonly moreAtDepth: number;
}

/** Width of a band of depth, in axis units. */
const BAND = 0.1;

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
 *   { own: { a: 1, b: 1 }, code: [0, 0.1], fit: { a: 1.8, b: 0.2 }, deficit: 0.3, depth: 0.2 },
 *   { own: { a: 1, b: 1.2 }, code: [4, 4], fit: { a: 1, b: 1.2 }, deficit: 0.1, depth: 0.1 },
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
    const other = nearest(shape.code, sheet);
    const fromOwn = distance(shape.fit, shape.own), fromOther = distance(shape.fit, other.own);
    const { deficit, depth } = shape;
    return { deficit, depth, covered: other.enclosed, fromOwn, fromOther };
  });
  type Beside = typeof beside[number];
  const covered = beside.filter(({ covered }) => covered);
  const open = beside.filter(({ covered }) => !covered);
  const cost = (shapes: readonly Beside[]) => mean(shapes.map(({ deficit }) => deficit));
  const toOther = ({ fromOwn, fromOther }: Beside) => fromOther < fromOwn;
  const bands = [...Map.groupBy(beside, ({ depth }) => Math.floor(depth / BAND)).values()]
    .map((shapes) => ({
      covered: shapes.filter(({ covered }) => covered),
      open: shapes.filter(({ covered }) => !covered),
    })).filter(({ covered, open }) => covered.length > 0 && open.length > 0)
    .map(({ covered, open }) => ({
      more: cost(covered) - cost(open),
      // Inverse of the variance of a difference of two means, but for a factor.
      weight: 1 / (1 / covered.length + 1 / open.length),
    }));
  const weights = bands.reduce((sum, { weight }) => sum + weight, 0);
  return {
    covered: covered.length / beside.length,
    coveredDeficit: covered.length === 0
      ? 0
      : cost(covered) * covered.length / (cost(beside) * beside.length),
    coveredToOther: share(covered, toOther),
    toOther: share(beside, toOther),
    coveredFromOwn: mean(covered.map(({ fromOwn }) => fromOwn)),
    coveredFromOther: mean(covered.map(({ fromOther }) => fromOther)),
    coveredDepth: mean(covered.map(({ depth }) => depth)),
    openDepth: mean(open.map(({ depth }) => depth)),
    moreAtDepth: bands.reduce((sum, { more, weight }) => sum + more * weight, 0) / weights,
  };
}
