/**
 * Structural similarity as published (Wang, Bovik, Sheikh, Simoncelli: "Image quality assessment:
 * from error visibility to structural similarity", IEEE Trans. Image Processing 13(4), 2004): a
 * Gaussian window of 11 × 11 with σ = 1.5 and the valid region only, so that no padding is
 * compared. The window is separable, which makes it two passes of 11 taps.
 *
 * @module
 */

import { checkPixels, type FloatImage, type ImageShape } from "./image_errors.ts";

const TAPS = 11;
const SIGMA = 1.5;
// (K1 L)² and (K2 L)² for pixels in [0, 1], that is L = 1.
const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;

const WINDOW = gaussian(TAPS, SIGMA);

function gaussian(taps: number, sigma: number): Float64Array {
  const centre = (taps - 1) / 2;
  const weights = Float64Array.from(
    { length: taps },
    (_, i) => Math.exp(-((i - centre) ** 2) / (2 * sigma ** 2)),
  );
  const total = weights.reduce((sum, weight) => sum + weight);
  return weights.map((weight) => weight / total);
}

/**
 * Mean structural similarity (equations 13 and 17 of the paper) over every position of the window
 * inside the image: (width − 10) × (height − 10) of them.
 *
 * @param target Pixels in [0, 1].
 * @param prediction Pixels in [0, 1], as many.
 * @returns A value in [−1, 1]; 1 for equal images.
 * @throws {RangeError} The lengths differ, are no multiple of the width, a side is below 11, or a
 * pixel is outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { structuralSimilarity } from "./structural_similarity.ts";
 *
 * const image = Float64Array.from({ length: 256 }, (_, i) => i / 255);
 * assertEquals(structuralSimilarity(image, image, { width: 16 }), 1);
 * ```
 */
export function structuralSimilarity(
  target: FloatImage,
  prediction: FloatImage,
  { width }: ImageShape,
): number {
  const height = target.length / width;
  if (target.length !== prediction.length || !Number.isInteger(height)) {
    throw new RangeError(
      `Cannot compare images: both need the same whole number of rows of ${width} pixels, ` +
        `received ${target.length} and ${prediction.length} pixels`,
    );
  }
  if (width < TAPS || height < TAPS) {
    throw new RangeError(
      `Cannot compare images: structural similarity needs at least ${TAPS} × ${TAPS} pixels, ` +
        `received ${width} × ${height}`,
    );
  }
  checkPixels(target, "target");
  checkPixels(prediction, "prediction");

  const columns = width - TAPS + 1;
  const rows = height - TAPS + 1;
  const x = new Float64Array(height * columns);
  const y = new Float64Array(height * columns);
  const xx = new Float64Array(height * columns);
  const yy = new Float64Array(height * columns);
  const xy = new Float64Array(height * columns);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < columns; column++) {
      let sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
      const start = row * width + column;
      for (let tap = 0; tap < TAPS; tap++) {
        const weight = WINDOW[tap];
        const p = target[start + tap];
        const q = prediction[start + tap];
        sx += weight * p;
        sy += weight * q;
        sxx += weight * p * p;
        syy += weight * q * q;
        sxy += weight * p * q;
      }
      const at = row * columns + column;
      x[at] = sx;
      y[at] = sy;
      xx[at] = sxx;
      yy[at] = syy;
      xy[at] = sxy;
    }
  }

  let total = 0;
  for (let at = 0; at < rows * columns; at++) {
    let mx = 0, my = 0, mxx = 0, myy = 0, mxy = 0;
    for (let tap = 0, from = at; tap < TAPS; tap++, from += columns) {
      const weight = WINDOW[tap];
      mx += weight * x[from];
      my += weight * y[from];
      mxx += weight * xx[from];
      myy += weight * yy[from];
      mxy += weight * xy[from];
    }
    const luminance = (2 * mx * my + C1) / (mx * mx + my * my + C1);
    const contrastAndStructure = (2 * (mxy - mx * my) + C2) /
      (mxx - mx * mx + (myy - my * my) + C2);
    total += luminance * contrastAndStructure;
  }
  return total / (rows * columns);
}
