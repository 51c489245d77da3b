/**
 * How images are drawn, as flags of a command line.
 *
 * @module
 */

import { flag } from "../cli/parse.ts";
import { GEOMETRIES, MAX_STROKE, SIZE_RANGE } from "../curve/geometry.ts";

/** Size, geometry and stroke of an image. */
export const imageFlags = {
  size: flag.integer({
    min: SIZE_RANGE[0],
    max: SIZE_RANGE[1],
    default: 64,
    help: "side of an image in pixels",
  }),
  geometry: flag.choice(GEOMETRIES, {
    default: "square",
    help: "square: the axes fill the image; published: as the study's MATLAB figures",
  }),
  stroke: flag.number({
    min: 0,
    exclusiveMin: true,
    max: MAX_STROKE,
    optional: true,
    help: "pixels (square, default 2 at size 64) or MATLAB line width (published, default 4)",
  }),
};
