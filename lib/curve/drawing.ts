/**
 * Drawing one shape after another on the same canvas, whichever canvas it is: the suite's scripts
 * bring a native one (`renderer.ts`), the explorer's page the browser's. Both are Skia, and draw
 * the same bytes. A spot needs no canvas: its pixels are computed.
 *
 * @module
 */

import type { Point } from "../space/space.ts";
import { curvePoints } from "./curve.ts";
import { DEFAULT_SHAPES, familyOf, type Shapes, type SpotFamily, usualShapes } from "./family.ts";
import { type Frame, makeFrame, type RenderOptions } from "./geometry.ts";
import { createResampler } from "./resample.ts";

/**
 * Draws one shape into an image of S·S bytes, row-major from the upper left, 0 background, 255 ink;
 * made by {@linkcode createRendererOn}.
 */
export type CurveRenderer = (point: Point, image: Uint8Array) => void;

/** The part of a canvas' 2-D context that drawing needs. */
export interface StrokeContext {
  /** Colour of the background. */
  fillStyle: unknown;
  /** Colour of the line. */
  strokeStyle: unknown;
  /** Width of the line, in pixels. */
  lineWidth: number;
  /** How segments meet. */
  lineJoin: "bevel" | "miter" | "round";
  /** How the line ends. */
  lineCap: "butt" | "round" | "square";
  /** Fills a rectangle. */
  fillRect(x: number, y: number, width: number, height: number): void;
  /** Starts a path. */
  beginPath(): void;
  /** Moves to the path's first point. */
  moveTo(x: number, y: number): void;
  /** Adds a segment. */
  lineTo(x: number, y: number): void;
  /** Draws the path. */
  stroke(): void;
}

/** A canvas to draw on. */
export interface Surface {
  /** Its context. */
  readonly context: StrokeContext;
  /** Its pixels as they are now: RGBA bytes, row-major from the upper left. */
  pixels(): Uint8Array | Uint8ClampedArray;
}

/**
 * Makes a function that draws shapes one at a time, one canvas for all of them. A fit draws a dozen
 * images, each of which depends on the one before; a new canvas and a new resampler for each would
 * cost as much again as the drawing.
 *
 * The renderer throws RangeError where a or b is not finite, or the image is not S·S bytes long.
 *
 * @param options how the shapes are drawn
 * @param createSurface makes a canvas of that many pixels; not called for a family of spots
 * @throws {RangeError} An option lies outside its range.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createCanvas } from "@napi-rs/canvas";
 * import { createRendererOn } from "./drawing.ts";
 *
 * const draw = createRendererOn({ size: 64 }, (width, height) => {
 *   const canvas = createCanvas(width, height);
 *   return { context: canvas.getContext("2d"), pixels: () => canvas.data() };
 * });
 * const image = new Uint8Array(64 * 64);
 * draw({ a: 1.25, b: 1 }, image);
 * assert(image.includes(255));
 * ```
 */
export function createRendererOn(
  options: RenderOptions,
  createSurface: (width: number, height: number) => Surface,
): CurveRenderer {
  const frame = makeFrame(options);
  const { size, family = DEFAULT_SHAPES.family, petals } = options;
  const shapes = { ...usualShapes(family), ...(petals === undefined ? {} : { petals }) };
  const entry = familyOf(family);
  const draw = entry.kind === "spot"
    ? createSpotFiller(entry, frame)
    : createStroker(shapes, { frame, surface: createSurface(frame.width, frame.height) });
  const same = frame.width === size && frame.height === size;
  const resample = same ? undefined : createResampler({ ...frame, size });
  const drawn = new Uint8Array(frame.width * frame.height);
  return (point, image) => {
    if (image.length !== size * size) {
      throw new RangeError(
        `Cannot render the curve: the image must be ${size}×${size} bytes, received ${image.length}`,
      );
    }
    draw(point, resample ? drawn : image);
    resample?.(drawn, image);
  };
}

/** Draws the line of a curve on a canvas, and copies its pixels. */
function createStroker(
  shapes: Shapes,
  { frame, surface: { context, pixels } }: { frame: Frame; surface: Surface },
): CurveRenderer {
  return (point, picture) => {
    strokeCurve(context, frame, curvePoints(point, { shapes }));
    const rgba = pixels();
    for (let i = 0; i < picture.length; i++) picture[i] = rgba[4 * i];
  };
}

/** The middle of the axes, as x, y pairs. */
const MIDDLE = Float64Array.of(0, 0);

/** Computes the ink of a spot at the middle of each pixel. */
function createSpotFiller(
  { centre, profile }: SpotFamily,
  { width, height, scale, origin }: Frame,
): CurveRenderer {
  const [originX, originY] = origin(MIDDLE);
  const across = new Float64Array(width);
  return (point, picture) => {
    if (!Number.isFinite(point.a) || !Number.isFinite(point.b)) {
      throw new RangeError(
        `Cannot draw the spot: a and b must be finite, received (${point.a}, ${point.b})`,
      );
    }
    const [x, y] = centre(point);
    for (let i = 0; i < width; i++) across[i] = 255 * profile((i + 0.5 - originX) / scale - x);
    for (let j = 0; j < height; j++) {
      const upwards = profile((originY - j - 0.5) / scale - y);
      const row = picture.subarray(j * width, (j + 1) * width);
      // Storing truncates, so that adding a half rounds.
      for (let i = 0; i < width; i++) row[i] = across[i] * upwards + 0.5;
    }
  };
}

function strokeCurve(context: StrokeContext, frame: Frame, xy: Float64Array): void {
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
