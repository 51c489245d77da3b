/**
 * The pictures of one shape: the truth, what each of two networks makes of it, the differences, and
 * the errors.
 *
 * @module
 */

import {
  binaryCrossEntropy,
  dice,
  entropy,
  meanSquaredError,
} from "../../measure/image/image_errors.ts";
import { fixed } from "../../report/page/html.ts";
import { differencePixels, greyPixels } from "./colour.ts";
import type { NetworkWords } from "./pairs.ts";
import { pictureLabels } from "./picture_labels.ts";

/** An image S·S in [0, 1]. */
export interface Image {
  /** S. */
  readonly size: number;
  readonly values: Float32Array;
}

/** The pictures of one network. */
export interface Pictures {
  /**
   * Shows a reconstruction of a true image, and the code it came from; returns its Dice.
   *
   * @param shown `truth` and `image` are S·S in [0, 1]; `remark` is said with the numbers
   */
  reconstruction(shown: {
    readonly size: number;
    readonly truth: Float32Array;
    readonly image: Float32Array;
    readonly mu: readonly number[];
    readonly remark?: string;
  }): number;
  /** Shows the decoding of a code that is no image's: there is no truth to compare it with. */
  decoded(image: Image, code: readonly number[]): void;
  /** Says what the network is; without a role, that none is chosen. */
  title(role?: NetworkWords, name?: string): void;
  /** Shows words in the place of numbers, and no picture. */
  clear(words: string): void;
}

const find = (id: string) => document.getElementById(id)!;

function painter(id: string): (size: number, paint: (rgba: Uint8ClampedArray) => void) => void {
  const canvas = find(id) as HTMLCanvasElement;
  const context = canvas.getContext("2d")!;
  return (size, paint) => {
    if (canvas.width !== size) canvas.width = canvas.height = size;
    const pixels = context.createImageData(size, size);
    paint(pixels.data);
    context.putImageData(pixels, 0, 0);
  };
}

function bold(words: string): HTMLElement {
  const made = document.createElement("strong");
  made.textContent = words;
  return made;
}

/** Numbers as a code is written, with two digits. */
export function formatCode(code: readonly number[]): string {
  return `(${code.map((value) => fixed(value, 2)).join(", ")})`;
}

/** The picture of the truth: shows an image, or nothing. */
export function createTruth(): (image: Image | undefined) => void {
  const paint = painter("truth");
  return (image) => {
    if (image) paint(image.size, (rgba) => greyPixels(image.values, rgba));
    else paint(1, () => {});
  };
}

/** The pictures whose elements end in `-<index>`. */
export function createPictures(index: 0 | 1): Pictures {
  const image = painter(`reconstruction-${index}`);
  const difference = painter(`difference-${index}`);
  const [caption, below, numbers, canvas, differenceCanvas] = [
    "caption",
    "difference-caption",
    "numbers",
    "reconstruction",
    "difference",
  ].map((name) => find(`${name}-${index}`));
  let role: NetworkWords | undefined, name = "";
  const tell = (...words: (string | HTMLElement)[]) =>
    numbers.replaceChildren(bold(name), ...words);
  const label = (shown: Parameters<typeof pictureLabels>[1]) => {
    const labels = pictureLabels(role, shown);
    canvas.ariaLabel = labels.image;
    differenceCanvas.ariaLabel = labels.difference;
  };
  return {
    title(newRole, newName = "") {
      [role, name] = [newRole, newName];
      caption.textContent = role?.caption ?? "none";
      below.textContent = role ? `${role.caption} − truth` : "";
      differenceCanvas.closest("figure")!.hidden = !role;
    },
    reconstruction({ size, truth, image: values, mu, remark = "" }) {
      label("reconstruction");
      image(size, (rgba) => greyPixels(values, rgba));
      difference(size, (rgba) => differencePixels(values, truth, rgba));
      const score = dice(truth, values);
      const excess = binaryCrossEntropy(truth, values) - entropy(truth);
      caption.replaceChildren(`${role!.caption} `, bold(`Dice ${score.toFixed(3)}`));
      tell(
        `: mean squared error of a pixel ${meanSquaredError(truth, values).toFixed(4)}; ` +
          `cross-entropy ${excess.toFixed(4)} nats a pixel above the least possible; ` +
          `code μ = ${formatCode(mu)}${remark}`,
      );
      return score;
    },
    decoded({ size, values }, code) {
      label("code");
      image(size, (rgba) => greyPixels(values, rgba));
      difference(1, () => {});
      caption.replaceChildren(`${role!.caption}: `, bold("decoded"));
      tell(`: decoded from z = ${formatCode(code)}; there is no truth to compare it with.`);
    },
    clear(words) {
      label("nothing");
      for (const paint of [image, difference]) paint(1, () => {});
      caption.textContent = role?.caption ?? "none";
      if (name) tell(`: ${words}`);
      else numbers.textContent = words;
    },
  };
}
