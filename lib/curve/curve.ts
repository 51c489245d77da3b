/**
 * The family of shapes: R(θ) = b·cos 5θ + a for θ ∈ [−π, π] (Lin 2021, part 1). Where b > a the
 * radius turns negative between the petals; it is kept signed, so that the curve passes through the
 * origin and grows five small inner petals, as in the study.
 *
 * @module
 */

import type { Point } from "../space/space.ts";
import { DEFAULT_FAMILY, FAMILIES } from "./family.ts";

/** Number of samples of θ, as published. */
export const CURVE_SAMPLES = 500;

/**
 * Signed radius R(θ) = b·cos 5θ + a, in axis units. θ in radians.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { radius } from "./curve.ts";
 *
 * assertEquals(radius(0, { a: 1.25, b: 1 }), 2.25);
 * ```
 */
export function radius(theta: number, point: Point): number {
  return FAMILIES[DEFAULT_FAMILY].radius(theta, point);
}

/**
 * The curve as x, y pairs in axis units, y up: `samples` values of θ equally spaced from −π to π,
 * both included (MATLAB's `linspace`), so that the last point meets the first.
 *
 * Throws RangeError unless a and b are finite and `samples` is a whole number ≥ 2.
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
export function curvePoints(point: Point, samples = CURVE_SAMPLES): Float64Array<ArrayBuffer> {
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
  const xy = new Float64Array(2 * samples);
  for (let i = 0; i < samples; i++) {
    // The weighted mean meets both ends exactly.
    const theta = Math.PI * (2 * i - (samples - 1)) / (samples - 1);
    const r = radius(theta, point);
    xy[2 * i] = r * Math.cos(theta);
    xy[2 * i + 1] = r * Math.sin(theta);
  }
  return xy;
}
