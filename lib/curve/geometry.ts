/**
 * Where a curve lies on an image. Two geometries: `square`, in which an image shows the axes and
 * nothing else, and `published`, which repeats what MATLAB's figure window did to the study's
 * images, so that ours can be compared with them pixel by pixel.
 *
 * @module
 */

import { DEFAULT_SHAPES, hasStroke, type Shapes } from "./family.ts";

/** How the axes are mapped to pixels. */
export type Geometry = "square" | "published";

/** Both geometries. */
export const GEOMETRIES: readonly ["square", "published"] = ["square", "published"];

/** Smallest and largest size of an image, in pixels. */
export const SIZE_RANGE: readonly [low: number, high: number] = [16, 1024];

/** Widest stroke allowed, in the geometry's unit; the narrowest is any number > 0. */
export const MAX_STROKE = 100;

/** How a shape is drawn, and which; roses of five petals where no family is given. */
export interface RenderOptions extends Partial<Shapes> {
  /** Width and height S of the image, in pixels; whole, within {@linkcode SIZE_RANGE}. */
  readonly size: number;
  /** Default `square`. */
  readonly geometry?: Geometry;
  /**
   * Width of the line, 0 < stroke ≤ 100: pixels of the image (`square`) or MATLAB's line width
   * (`published`). Default {@linkcode defaultStroke}. 0 where the family draws no line.
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

/** The stroke of a family where none is given: {@linkcode defaultStroke}, or 0 where it draws no line. */
export function usualStroke(
  { family, geometry, size }: Required<Pick<RenderOptions, "family" | "geometry" | "size">>,
): number {
  return hasStroke(family) ? defaultStroke(geometry, size) : 0;
}

/** Picture that a geometry draws on, and where the point (x, y) of a curve lies on it. */
export interface Frame {
  /** Width of the picture, in pixels. */
  readonly width: number;
  /** Its height, in pixels. */
  readonly height: number;
  /** Width of the line, in pixels; 0 where none is drawn. */
  readonly lineWidth: number;
  /** Pixels for each unit of the axes. */
  readonly scale: number;
  /**
   * Position of (0, 0) in pixels from the upper left corner, for a curve given as x, y pairs: the
   * published frame depends on the curve. A shape without an outline fills the axes, whose middle is
   * (0, 0).
   */
  origin(xy: Float64Array): [x: number, y: number];
}

/**
 * The frame that the options describe. Its picture is resampled where it is not S×S.
 *
 * Throws RangeError on an option outside its range.
 */
export function makeFrame(options: RenderOptions): Frame {
  const { size, geometry = "square", family = DEFAULT_SHAPES.family } = options;
  const { stroke = usualStroke({ family, geometry, size }) } = options;
  checkOptions({ size, geometry, stroke, family });
  return geometry === "published" ? publishedFrame(stroke) : squareFrame(size, stroke);
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

function checkOptions(
  { size, stroke, geometry, family }: Required<Omit<RenderOptions, "petals">>,
): void {
  const [least, most] = SIZE_RANGE;
  const refuse = (what: string, given: unknown): never => {
    throw new RangeError(`Cannot render the curve: ${what}, received ${given}`);
  };
  if (!Number.isInteger(size) || size < least || size > most) {
    refuse(`size must be a whole number from ${least} to ${most}`, size);
  }
  if (!hasStroke(family)) {
    if (stroke !== 0) refuse(`stroke must be left out with family ${family}`, stroke);
  } else if (!(stroke > 0 && stroke <= MAX_STROKE)) {
    refuse(`stroke must be > 0 and at most ${MAX_STROKE}`, stroke);
  }
  if (!GEOMETRIES.includes(geometry)) {
    refuse(`geometry must be ${GEOMETRIES.join(" or ")}`, geometry);
  }
}
