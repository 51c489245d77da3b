/**
 * The true parameters as a code: what a perfect encoder with two aligned latents would give. A
 * decoder trained on it, with the same punctured data, tells how much of a deficit in the hole is
 * the decoder's own.
 *
 * @module
 */

import { type Axis, onCircle } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";

/** Dimensions of a true code: a, b and a constant, or a and two for a periodic b. */
export const TRUE_LATENTS = 3;

/**
 * (a, b) standardised by the mean and standard deviation of the uniform distribution over the
 * space, so that each has mean 0 and variance 1 as the prior of a VAE has, and a constant 1.
 *
 * The constant stands for the bias that the published decoder's dense layer lacks: without it the
 * decoder sees next to nothing of the codes around the origin, which is the middle of the space and
 * of the published hole. A VAE keeps its codes away from there. With it the codes have the published
 * three dimensions, too.
 *
 * A periodic parameter is no number of a line but a point of a circle: its cosine and sine stand for
 * it, each times √2, which gives them mean 0 and variance 1 too. No such code lies near the origin, so
 * that it takes no constant, and has three dimensions as well.
 *
 * @returns N×3, row-major.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { trueCodes } from "./true_codes.ts";
 *
 * assertEquals([...trueCodes([{ a: 1.25, b: 2 }])], [0, Math.fround(Math.sqrt(3)), 1]);
 * ```
 */
export function trueCodes(
  points: readonly Point[],
  periodic?: Axis,
): Float32Array<ArrayBuffer> {
  const standard = (axis: "a" | "b", value: number) => {
    const [low, high] = SPACE[axis];
    return (value - (low + high) / 2) * Math.sqrt(12) / (high - low);
  };
  if (periodic === undefined) {
    return Float32Array.from(
      points.flatMap(({ a, b }) => [standard("a", a), standard("b", b), 1]),
    );
  }
  const linear = periodic === "a" ? "b" : "a";
  return Float32Array.from(points.flatMap((point) => [
    standard(linear, point[linear]),
    ...onCircle(periodic, point[periodic]).map((value) => Math.SQRT2 * value),
  ]));
}
