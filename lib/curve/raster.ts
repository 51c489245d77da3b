/**
 * From shapes to images. The line is drawn by Skia, as browsers draw it; with the `published`
 * geometry the images of P1 agree with those published by a Dice coefficient of 0.986.
 *
 * @module
 */

import { type Canvas, createCanvas } from "@napi-rs/canvas";
import type { Point } from "../space/space.ts";
import { curvePoints } from "./curve.ts";
import { type Frame, makeFrame, type RenderOptions } from "./geometry.ts";
import { createResampler } from "./resample.ts";

function drawCurve(canvas: Canvas, frame: Frame, xy: Float64Array): void {
  const context = canvas.getContext("2d");
  const [originX, originY] = frame.origin(xy);
  context.fillStyle = "#000";
  context.fillRect(0, 0, frame.width, frame.height);
  context.strokeStyle = "#fff";
  context.lineWidth = frame.lineWidth;
  context.lineJoin = "round";
  context.lineCap = "round";
  context.beginPath();
  for (let i = 0; i < xy.length; i += 2) {
    const x = originX + frame.scale * xy[i];
    const y = originY - frame.scale * xy[i + 1];
    if (i === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}

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
 * import { renderCurve } from "./raster.ts";
 *
 * const image = renderCurve({ a: 1.25, b: 1 }, { size: 64 }); // Uint8Array of 4096
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
 * import { lattice } from "../space/points.ts";
 * import { renderCurves } from "./raster.ts";
 *
 * const images = renderCurves(lattice(), { size: 32 }); // 100×32×32
 * ```
 */
export function renderCurves(
  points: readonly Point[],
  options: RenderOptions,
): Uint8Array<ArrayBuffer> {
  const frame = makeFrame(options);
  const { size } = options;
  const canvas = createCanvas(frame.width, frame.height);
  const same = frame.width === size && frame.height === size;
  const resample = same ? undefined : createResampler({ ...frame, size });
  const drawn = new Uint8Array(frame.width * frame.height);
  const images = new Uint8Array(points.length * size * size);
  points.forEach((point, index) => {
    drawCurve(canvas, frame, curvePoints(point));
    const rgba = canvas.data();
    for (let i = 0; i < drawn.length; i++) drawn[i] = rgba[4 * i];
    const image = images.subarray(index * size * size, (index + 1) * size * size);
    if (resample) resample(drawn, image);
    else image.set(drawn);
  });
  return images;
}
