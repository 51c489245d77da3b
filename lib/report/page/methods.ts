/**
 * Other ways to an image inside the hole: what each is called, how it works, and what the comparison
 * with them says.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName } from "../../curve/family.ts";
import { parameterSymbol } from "../../curve/parameter_text.ts";
import type { MethodGain } from "./data.ts";
import { fixed, list } from "./html.ts";

/** A method, in words. */
export interface MethodWords {
  /** A name for figures. */
  readonly name: string;
  /** How it gets to an image, as part of a sentence. */
  readonly how: string;
}

/** The methods of an evaluation, by their name in `tables/methods.csv`, in the order of figures. */
export function methodWords(
  family: FamilyName = DEFAULT_SHAPES.family,
): Readonly<Record<string, MethodWords>> {
  const [a, b] = [parameterSymbol("a", family), parameterSymbol("b", family)];
  return {
    pca_50: {
      name: "50 linear components",
      how: "the true image, projected on the 50 principal components of the training images",
    },
    nearest_image: {
      name: "nearest training image",
      how: "the training image that is nearest to the true one in pixels, chosen with it in hand",
    },
    predicted_code: {
      name: `code predicted from (${a}, ${b})`,
      how:
        `decoded from the code that a polynomial, fitted outside the hole, gives at (${a}, ${b})`,
    },
    latent_line: {
      name: "straight line in latent space",
      how: "decoded from between the codes of two images at the hole's edge",
    },
    attribute_vectors: {
      name: `steps for ${a} and ${b} in latent space`,
      how:
        `decoded from the nearest code outside, moved by the mean steps for more ${a} and more ${b}`,
    },
    nearest_point: {
      name: `training image at the nearest (${a}, ${b})`,
      how: "chosen by its parameters, without the true image",
    },
    pca_latents: {
      name: "as many linear components as latents",
      how: "the same projection with no more numbers than the network's code has",
    },
    cross_fade: {
      name: "cross-fade of two edge images",
      how: "the two images at the hole's edge, mixed pixel by pixel",
    },
  };
}

/** The method that shows most plainly that a good image is no proof of understanding. */
const LINEAR = "pca_50";

/**
 * Whether fifty linear components do better than the network inside the holes; "" where they were not
 * compared.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { linearFinding } from "./methods.ts";
 *
 * const gains = [{ hole: "disc of radius 0.3", method: "pca_50", gain: -0.011 }];
 * assertStringIncludes(linearFinding(gains), "better than the network does, by 0.011");
 * ```
 */
export function linearFinding(gains: readonly MethodGain[]): string {
  const linear = gains.filter(({ method, gain }) => method === LINEAR && Number.isFinite(gain));
  if (linear.length === 0) return "";
  const better = linear.filter(({ gain }) => gain < 0);
  const what = "Fifty linear components of the training images";
  if (better.length === 0) {
    const by = list(linear.map(({ hole, gain }) => `${fixed(gain, 3)} (${hole})`));
    return `${what} draw the shapes inside the hole worse than the network does, by ${by} of Dice.`;
  }
  const by = list(better.map(({ hole, gain }) => `${fixed(-gain, 3)} (${hole})`));
  return `${what} draw the shapes inside the hole better than the network does, by ${by} of ` +
    "Dice. They keep fifty numbers of each image and know no shape, so a good image there is no " +
    "proof that a network has understood the shapes.";
}
