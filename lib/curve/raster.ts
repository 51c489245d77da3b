/**
 * From a shape to an image. Two geometries: `square`, in which an image shows the axes and nothing
 * else, and `published`, which repeats what MATLAB's figure window did to the study's images, so
 * that ours can be compared with them pixel by pixel (P1 agrees with a Dice coefficient of 0.986).
 *
 * @module
 */

import { type Canvas, createCanvas } from "@napi-rs/canvas";
import rasteriser from "@napi-rs/canvas/package.json" with { type: "json" };
import type { Point } from "../space/space.ts";
import { curvePoints } from "./curve.ts";
import { createResampler } from "./resample.ts";

/** The library that decides the images' bytes, with its version: part of a dataset's key. */
export const RASTERISER: Readonly<Record<"@napi-rs/canvas", string>> = {
  "@napi-rs/canvas": rasteriser.version,
};

/** How the axes are mapped to pixels. */
export type Geometry = "square" | "published";

/** Both geometries. */
export const GEOMETRIES: readonly ["square", "published"] = ["square", "published"];

/** Smallest and largest size of an image, in pixels. */
export const SIZE_RANGE: readonly [low: number, high: number] = [16, 1024];

/** Widest stroke allowed, in the geometry's unit; the narrowest is any number > 0. */
export const MAX_STROKE = 100;

/** How a shape is drawn. */
export interface RenderOptions {
  /** Width and height S of the image, in pixels; whole, within {@linkcode SIZE_RANGE}. */
  readonly size: number;
  /** Default `square`. */
  readonly geometry?: Geometry;
  /**
   * Width of the line, 0 < stroke ≤ 100: pixels of the image (`square`) or MATLAB's line width
   * (`published`). Default {@linkcode defaultStroke}.
   */
  readonly stroke?: number;
}

/** Half the width of the axes, which are [−4, 4]² in both geometries. */
const AXIS_LIMIT = 4;

/**
 * What MATLAB's figure looked like once reduced, in pixels from the picture's upper left corner.
 * Read off the images published with the study.
 */
const PUBLISHED = {
  width: 229,
  height: 172,
  pixelsPerUnit: 17.5,
  /** Horizontal position of the middle of each curve's own extent: those limits followed the data. */
  centreX: 119.0,
  /** Vertical position of y = 0. */
  centreY: 83.4,
  /** MATLAB measures lines in points. */
  pixelsPerLineWidth: 0.55,
};

/**
 * The stroke that is drawn where none is given. `published`: line width 4, that of the published
 * transects. `square`: 2·(size/64)^¼ pixels, rounded to hundredths: 2 px at 64², legible, and
 * 2.83 px at 256², about the published look (2.5 px across, 3.3 px down).
 */
export function defaultStroke(geometry: Geometry, size: number): number {
  return geometry === "published" ? 4 : Math.round(200 * (size / 64) ** 0.25) / 100;
}

/** Picture that a geometry draws on, and where the point (x, y) of a curve lies on it. */
interface Frame {
  readonly width: number;
  readonly height: number;
  readonly lineWidth: number;
  readonly scale: number;
  /** Pixel position of (0, 0), which may depend on the curve. */
  origin(xy: Float64Array): [x: number, y: number];
}

function squareFrame(size: number, stroke: number): Frame {
  return {
    width: size,
    height: size,
    lineWidth: stroke,
    scale: size / (2 * AXIS_LIMIT),
    origin: () => [size / 2, size / 2],
  };
}

function publishedFrame(stroke: number): Frame {
  const { width, height, pixelsPerUnit, centreX, centreY, pixelsPerLineWidth } = PUBLISHED;
  return {
    width,
    height,
    lineWidth: stroke * pixelsPerLineWidth,
    scale: pixelsPerUnit,
    origin(xy) {
      let low = Infinity, high = -Infinity;
      for (let i = 0; i < xy.length; i += 2) {
        low = Math.min(low, xy[i]);
        high = Math.max(high, xy[i]);
      }
      return [centreX - pixelsPerUnit * (low + high) / 2, centreY];
    },
  };
}

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

function checkOptions({ size, stroke, geometry }: Required<RenderOptions>): void {
  const [least, most] = SIZE_RANGE;
  const refuse = (what: string, given: unknown): never => {
    throw new RangeError(`Cannot render the curve: ${what}, received ${given}`);
  };
  if (!Number.isInteger(size) || size < least || size > most) {
    refuse(`size must be a whole number from ${least} to ${most}`, size);
  }
  if (!(stroke > 0 && stroke <= MAX_STROKE)) {
    refuse(`stroke must be > 0 and at most ${MAX_STROKE}`, stroke);
  }
  if (!GEOMETRIES.includes(geometry)) {
    refuse(`geometry must be ${GEOMETRIES.join(" or ")}`, geometry);
  }
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
  const { size, geometry = "square", stroke = defaultStroke(geometry, size) } = options;
  checkOptions({ size, geometry, stroke });
  const published = geometry === "published";
  const frame = published ? publishedFrame(stroke) : squareFrame(size, stroke);
  const canvas = createCanvas(frame.width, frame.height);
  const resample = published ? createResampler({ ...frame, size }) : undefined;
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
