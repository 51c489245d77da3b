/**
 * How images are drawn, as flags of a command line.
 *
 * @module
 */

import { setting } from "../cli/setting.ts";
import { datasetFields } from "./fields.ts";

/** Size, geometry and stroke of an image. */
export const imageFlags = {
  size: setting(datasetFields.size, { help: "side of an image in pixels" }),
  geometry: setting(datasetFields.geometry, {
    help: "square: the axes fill the image; published: as the study's MATLAB figures",
  }),
  stroke: setting(datasetFields.stroke, {
    optional: true,
    help: "pixels (square, default 2 at size 64) or MATLAB line width (published, default 4)",
  }),
};
