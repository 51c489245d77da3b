/**
 * What a reader of screens is told of a network's two pictures, which have no text of their own.
 *
 * @module
 */

import type { NetworkWords } from "./pairs.ts";

/** Words for the two pictures of a network. */
export interface PictureLabels {
  /** What the network makes of the shape. */
  readonly image: string;
  /** The difference from the truth. */
  readonly difference: string;
}

/**
 * The words for a network's pictures.
 *
 * @param role what the network is; `undefined` where none is chosen
 * @param shown what is shown: a reconstruction, a code that is no shape's, or nothing
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pictureLabels } from "./picture_labels.ts";
 *
 * const { image } = pictureLabels({ caption: "control", phrase: "the control" }, "reconstruction");
 * assertEquals(image, "The shape as the control has it");
 * ```
 */
export function pictureLabels(
  role: NetworkWords | undefined,
  shown: "reconstruction" | "code" | "nothing",
): PictureLabels {
  if (!role) return { image: "No second network", difference: "No second network" };
  const { phrase } = role;
  switch (shown) {
    case "reconstruction":
      return {
        image: `The shape as ${phrase} has it`,
        difference: `Difference of ${phrase} from the truth`,
      };
    case "code":
      return {
        image: `The code as ${phrase} decodes it`,
        difference: `No difference of ${phrase}: a code has no truth`,
      };
    case "nothing":
      return { image: `Nothing of ${phrase} yet`, difference: `No difference of ${phrase} yet` };
  }
}
