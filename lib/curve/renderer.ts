/**
 * Drawing one shape after another on the same canvas. A fit draws a dozen images, each of which
 * depends on the one before, so that it cannot hand `renderCurves` a list; a new canvas and a new
 * resampler for each would cost as much again as the drawing.
 *
 * @module
 */

import { createCanvas, type SKRSContext2D } from "@napi-rs/canvas";
import type { Point } from "../space/space.ts";
import { curvePoints } from "./curve.ts";
import { type Frame, makeFrame, type RenderOptions } from "./geometry.ts";
import { createResampler } from "./resample.ts";

/**
 * Draws one shape into an image of S·S bytes, row-major from the upper left, 0 background, 255 ink;
 * made by {@linkcode createRenderer}.
 */
export type CurveRenderer = (point: Point, image: Uint8Array) => void;

/**
 * Makes a function that draws shapes one at a time, one canvas for all of them.
 *
 * The renderer throws RangeError where a or b is not finite, or the image is not S·S bytes long.
 *
 * @throws {RangeError} An option lies outside its range.
 *
 * @example
 * ```ts
 * import { createRenderer } from "./renderer.ts";
 *
 * const image = new Uint8Array(64 * 64);
 * createRenderer({ size: 64 })({ a: 1.25, b: 1 }, image);
 * ```
 */
export function createRenderer(options: RenderOptions): CurveRenderer {
  const frame = makeFrame(options);
  const { size } = options;
  const canvas = createCanvas(frame.width, frame.height);
  const context = canvas.getContext("2d");
  const same = frame.width === size && frame.height === size;
  const resample = same ? undefined : createResampler({ ...frame, size });
  const drawn = new Uint8Array(frame.width * frame.height);
  return (point, image) => {
    if (image.length !== size * size) {
      throw new RangeError(
        `Cannot render the curve: the image must be ${size}×${size} bytes, received ${image.length}`,
      );
    }
    strokeCurve(context, frame, curvePoints(point));
    const rgba = canvas.data();
    const target = resample ? drawn : image;
    for (let i = 0; i < target.length; i++) target[i] = rgba[4 * i];
    resample?.(drawn, image);
  };
}

function strokeCurve(context: SKRSContext2D, frame: Frame, xy: Float64Array): void {
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
