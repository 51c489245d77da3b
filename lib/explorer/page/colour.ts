/**
 * Pixels of the page's pictures.
 *
 * @module
 */

/** A colour, 0 to 255 each. */
type Rgb = readonly [red: number, green: number, blue: number];

/** Ink that is missing, none, ink that should not be there: Okabe and Ito's blue and vermillion. */
const LESS: Rgb = [0, 114, 178];
const NONE: Rgb = [255, 255, 255];
const MORE: Rgb = [213, 94, 0];

/** Writes grey values in [0, 1] as RGBA. */
export function greyPixels(values: ArrayLike<number>, rgba: Uint8ClampedArray): void {
  for (let i = 0; i < values.length; i++) {
    const value = 255 * values[i];
    rgba[4 * i] = rgba[4 * i + 1] = rgba[4 * i + 2] = value;
    rgba[4 * i + 3] = 255;
  }
}

/** Colour of a difference in [−1, 1]: white at 0; beyond, the ends' colours. */
export function differenceColour(value: number): Rgb {
  const share = Math.min(1, Math.abs(value));
  const end = value < 0 ? LESS : MORE;
  return [0, 1, 2].map((k) => Math.round(NONE[k] + share * (end[k] - NONE[k]))) as unknown as Rgb;
}

/** Writes differences `image − truth` as RGBA. */
export function differencePixels(
  image: ArrayLike<number>,
  truth: ArrayLike<number>,
  rgba: Uint8ClampedArray,
): void {
  for (let i = 0; i < image.length; i++) {
    const [red, green, blue] = differenceColour(image[i] - truth[i]);
    rgba[4 * i] = red;
    rgba[4 * i + 1] = green;
    rgba[4 * i + 2] = blue;
    rgba[4 * i + 3] = 255;
  }
}
