/**
 * How wide a hole is in the codes of a network: how far apart it puts the images on its two sides. A
 * hole of the plane (a, b) is a loop in the space of codes, and the decoder must make up what lies
 * between. An encoder may put two sides of the loop close together, so that little is left between them,
 * or keep all sides far apart.
 *
 * @module
 */

import { mean } from "../statistics.ts";
import { codeMean, type Codes, type CodeShape } from "./covariance.ts";

/** Distances between the codes of the two ends of diameters of a disc, in the unit of the codes. */
export interface HoleWidth {
  /** The least, ≥ 0. */
  readonly narrowest: number;
  /** Their mean. */
  readonly mean: number;
  /** The largest. */
  readonly widest: number;
  /** Direction of the narrowest diameter in the plane (a, b), in radians from the axis of a, in [0, π). */
  readonly direction: number;
}

/**
 * Distances between the codes of the two ends of each diameter, in the unit of the codes: as many as
 * half the codes.
 *
 * @param rim Codes of 2N points at equal steps around the disc, row-major 2N × D: row k and row k + N
 * are the ends of a diameter.
 * @throws {RangeError} The codes are no even number of rows, or not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { diameters } from "./hole_width.ts";
 *
 * assertEquals(diameters(Float64Array.of(2, 0, 0, 1, -2, 0, 0, -1), { latents: 2 }), [4, 2]);
 * ```
 */
export function diameters(rim: Codes, shape: CodeShape): number[] {
  const { latents } = shape;
  const count = rim.length / latents / 2;
  if (!Number.isInteger(count) || !codeMean(rim, shape).every(Number.isFinite)) {
    throw new RangeError(
      "Cannot measure the hole: the rim must be an even number of codes, all of finite numbers",
    );
  }
  return Array.from({ length: count }, (_, k) => {
    const end = (n: number) => rim.subarray(n * latents, (n + 1) * latents);
    const [one, other] = [end(k), end(k + count)];
    return Math.hypot(...Array.from(one, (x, i) => x - other[i]));
  });
}

/**
 * Measures the distances across a disc. A rotation or a shift of the codes does not change them.
 *
 * @param rim Codes as {@linkcode diameters} takes them, from the point at angle 0.
 * @throws {RangeError} The codes are no even number of rows, or not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { holeWidth } from "./hole_width.ts";
 *
 * const square = Float64Array.of(2, 0, 0, 1, -2, 0, 0, -1);
 * const { narrowest, widest, direction } = holeWidth(square, { latents: 2 });
 * assertEquals([narrowest, widest, direction], [2, 4, Math.PI / 2]);
 * ```
 */
export function holeWidth(rim: Codes, shape: CodeShape): HoleWidth {
  const distances = diameters(rim, shape);
  const narrowest = Math.min(...distances);
  return {
    narrowest,
    mean: mean(distances),
    widest: Math.max(...distances),
    direction: distances.indexOf(narrowest) / distances.length * Math.PI,
  };
}
