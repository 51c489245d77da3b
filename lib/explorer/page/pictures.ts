/**
 * A network's pictures: the truth, what it made of it, their difference, and the errors.
 *
 * @module
 */

import {
  binaryCrossEntropy,
  dice,
  entropy,
  meanSquaredError,
} from "../../measure/image/image_errors.ts";
import { differencePixels, greyPixels } from "./colour.ts";

/** A row of pictures on the page. */
export interface Pictures {
  /**
   * Shows a reconstruction of a true image, both S·S in [0, 1], and the code it came from; returns
   * its Dice.
   */
  show(shown: {
    readonly size: number;
    readonly truth: Float32Array;
    readonly image: Float32Array;
    readonly code: readonly number[];
    /** What the code is: `μ` of the truth, or `z`, any other. */
    readonly name: "μ" | "z";
  }): number;
  /** Shows words in the place of numbers, and no picture. */
  clear(words: string): void;
}

type Paint = (rgba: Uint8ClampedArray) => void;

function painter(id: string): (size: number, paint: Paint) => void {
  const canvas = document.getElementById(id) as HTMLCanvasElement;
  const context = canvas.getContext("2d")!;
  return (size, paint) => {
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const pixels = context.createImageData(size, size);
    paint(pixels.data);
    context.putImageData(pixels, 0, 0);
  };
}

/** The pictures whose elements end in `-<index>`. */
export function createPictures(index: number): Pictures {
  const [truth, reconstruction, difference] = ["truth", "reconstruction", "difference"]
    .map((name) => painter(`${name}-${index}`));
  const numbers = document.getElementById(`numbers-${index}`)!;
  return {
    show({ size, truth: target, image, code, name }) {
      truth(size, (rgba) => greyPixels(target, rgba));
      reconstruction(size, (rgba) => greyPixels(image, rgba));
      difference(size, (rgba) => differencePixels(image, target, rgba));
      const score = dice(target, image);
      const bold = document.createElement("strong");
      bold.textContent = `Dice ${score.toFixed(3)}`;
      const excess = binaryCrossEntropy(target, image) - entropy(target);
      const values = code.map((value) => value.toFixed(2).replace("-", "−")).join(", ");
      numbers.replaceChildren(
        bold,
        `, excess cross-entropy ${excess.toFixed(4)} nats a pixel, ` +
          `MSE ${meanSquaredError(target, image).toFixed(4)}; ${name} = (${values})`,
      );
      return score;
    },
    clear(words) {
      for (const paint of [truth, reconstruction, difference]) paint(1, () => {});
      numbers.textContent = words;
    },
  };
}
