/**
 * The curve of a shape, from its family's radius R(θ) for θ ∈ [−π, π]; that of the study is
 * R(θ) = b·cos 5θ + a (Lin 2021, part 1). Where its b > a the radius turns negative between the
 * petals; it is kept signed, so that the curve passes through the origin and grows five small inner
 * petals, as in the study.
 *
 * @module
 */

import type { Point } from "../space/space.ts";
import { DEFAULT_SHAPES, familyOf, type Shapes } from "./family.ts";

/** Number of samples of θ, as published. */
export const CURVE_SAMPLES = 500;

/**
 * Signed radius R(θ) of a shape, in axis units; b·cos 5θ + a unless other shapes are given. θ in
 * radians.
 *
 * Throws RangeError where the family's shapes are no curves.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { radius } from "./curve.ts";
 *
 * assertEquals(radius(0, { a: 1.25, b: 1 }), 2.25);
 * ```
 */
export function radius(
  theta: number,
  point: Point,
  { family, petals = 0 }: Shapes = DEFAULT_SHAPES,
): number {
  const entry = familyOf(family);
  if (entry.kind !== "curve") {
    throw new RangeError(`Cannot draw the curve: family must be one of curves, received ${family}`);
  }
  return entry.radius(theta, point, petals);
}

/** Optional parts of {@linkcode curvePoints}. */
export interface CurveOptions {
  /** Number of samples of θ. Default {@linkcode CURVE_SAMPLES}. */
  readonly samples?: number;
  /** Which shapes. Default {@linkcode DEFAULT_SHAPES}. */
  readonly shapes?: Shapes;
}

/**
 * The curve as x, y pairs in axis units, y up: `samples` values of θ equally spaced from −π to π,
 * both included (MATLAB's `linspace`), so that the last point meets the first.
 *
 * Throws RangeError unless a and b are finite, the family's shapes are curves and `samples` is a whole
 * number ≥ 2.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { curvePoints } from "./curve.ts";
 *
 * const [x, y] = curvePoints({ a: 1, b: 0 }); // the point of the circle at θ = −π
 * assertAlmostEquals(x, -1);
 * assertAlmostEquals(y, 0);
 * ```
 */
export function curvePoints(
  point: Point,
  { samples = CURVE_SAMPLES, shapes = DEFAULT_SHAPES }: CurveOptions = {},
): Float64Array<ArrayBuffer> {
  if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
    throw new RangeError(
      `Cannot draw the curve: a and b must be finite, received (${point.a}, ${point.b})`,
    );
  }
  if (!Number.isInteger(samples) || samples < 2) {
    throw new RangeError(
      `Cannot draw the curve: samples must be a whole number ≥ 2, received ${samples}`,
    );
  }
  const { angles, directions } = samples === CURVE_SAMPLES ? PUBLISHED_RAYS : rays(samples);
  const xy = new Float64Array(2 * samples);
  for (let i = 0; i < samples; i++) {
    const r = radius(angles[i], point, shapes);
    xy[2 * i] = r * directions[2 * i];
    xy[2 * i + 1] = r * directions[2 * i + 1];
  }
  return xy;
}

/** Angles of the samples, and cos θ, sin θ of each. */
interface Rays {
  readonly angles: Float64Array;
  readonly directions: Float64Array;
}

function rays(samples: number): Rays {
  // The weighted mean meets both ends exactly.
  const angles = Float64Array.from(
    { length: samples },
    (_, i) => Math.PI * (2 * i - (samples - 1)) / (samples - 1),
  );
  const directions = new Float64Array(2 * samples);
  angles.forEach((theta, i) => directions.set([Math.cos(theta), Math.sin(theta)], 2 * i));
  return { angles, directions };
}

/** The rays of every image; they take half the time of a curve's points. */
const PUBLISHED_RAYS = rays(CURVE_SAMPLES);
