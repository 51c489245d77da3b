/**
 * The true parameters as a code: what a perfect encoder with two aligned latents would give. A
 * decoder trained on it, with the same punctured data, tells how much of a deficit in the hole is
 * the decoder's own.
 *
 * @module
 */

import { type Point, SPACE } from "../space/mod.ts";

/**
 * (a, b) standardised by the mean and standard deviation of the uniform distribution over the
 * space, so that each latent has mean 0 and variance 1 as the prior of a VAE has.
 *
 * @returns N×2, row-major.
 *
 * @example
 * ```ts
 * import { trueCodes } from "./true_codes.ts";
 *
 * trueCodes([{ a: 1.25, b: 2 }]); // [0, √3]
 * ```
 */
export function trueCodes(points: readonly Point[]): Float32Array<ArrayBuffer> {
  const standard = (axis: "a" | "b", value: number) => {
    const [low, high] = SPACE[axis];
    return (value - (low + high) / 2) * Math.sqrt(12) / (high - low);
  };
  return Float32Array.from(
    points.flatMap(({ a, b }) => [standard("a", a), standard("b", b)]),
  );
}
