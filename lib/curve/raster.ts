/**
 * From shapes to images. The line is drawn by Skia, as browsers draw it; with the `published`
 * geometry the images of P1 agree with those published by a Dice coefficient of 0.986.
 *
 * Skia fills the outline of the stroke and adds up what its edges cover of each pixel. Where the
 * outline overlaps itself, at crossings, where strokes touch and in bends as tight as the stroke is
 * wide, ink is lost: at 64² and the default stroke of 2 pixels typically up to 0.27 of full ink in
 * one pixel of an image, at most about 0.55, and 1 to 2 % of an image's ink. What is lost depends on
 * the order in which edges are met, so that a shape and its mirror image, which the curve's symmetry
 * about the x axis makes equal, differ as much. A circle, which does not overlap itself, is drawn
 * within 0.08. The images stay so, because every dataset and result is made of them;
 * `tests/curve/ink_test.ts` measures it, and `fit.ts` says what it does to a and b.
 *
 * @module
 */

import type { Point } from "../space/space.ts";
import type { RenderOptions } from "./geometry.ts";
import { createRenderer } from "./renderer.ts";

/**
 * Draws one shape: S·S bytes, row-major from the upper left, 0 background, 255 ink, y up.
 *
 * `square`: the axes [−4, 4]² fill the image, and the line is `stroke` pixels wide.
 * `published`: drawn on 229×172 pixels at 17.5 per unit, its horizontal extent centred at 119.0,
 * y = 0 at 83.4 from the top, 0.55 pixels for each unit of line width; then stretched to S×S with a
 * bilinear filter.
 *
 * Throws RangeError on an option outside its range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { renderCurve } from "./raster.ts";
 *
 * assertEquals(renderCurve({ a: 1.25, b: 1 }, { size: 64 }).length, 64 * 64);
 * ```
 */
export function renderCurve(point: Point, options: RenderOptions): Uint8Array<ArrayBuffer> {
  return renderCurves([point], options);
}

/**
 * Draws N shapes as {@linkcode renderCurve} does, on one canvas, into one array N×S×S.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lattice } from "../space/points.ts";
 * import { renderCurves } from "./raster.ts";
 *
 * assertEquals(renderCurves(lattice(), { size: 32 }).length, 100 * 32 * 32);
 * ```
 */
export function renderCurves(
  points: readonly Point[],
  options: RenderOptions,
): Uint8Array<ArrayBuffer> {
  const render = createRenderer(options);
  const area = options.size ** 2;
  const images = new Uint8Array(points.length * area);
  points.forEach((point, n) => render(point, images.subarray(n * area, (n + 1) * area)));
  return images;
}
