/**
 * How images are drawn, and of which shapes, as flags of a command line.
 *
 * @module
 */

import { setting } from "../cli/setting.ts";
import { areUsual, FAMILIES, FAMILY_NAMES, hasStroke, type Shapes } from "../curve/family.ts";
import { datasetFields } from "./fields.ts";

/** Family of the shapes, and number of their petals. */
export const shapeFlags = {
  family: setting(datasetFields.family, {
    help: FAMILY_NAMES.map((name) => `${name}: ${FAMILIES[name].draws}`).join("; "),
  }),
  petals: setting(datasetFields.petals.unwrap(), {
    optional: true,
    help: `petals of a rose, by default ${FAMILIES.rose.petals[0]}`,
  }),
};

/** Shapes as they are typed; nothing for those that go without saying. */
export function shapeArguments(shapes: Shapes): string[] {
  if (areUsual(shapes)) return [];
  const { family, petals } = shapes;
  return [`--family ${family}`, ...(petals === undefined ? [] : [`--petals ${petals}`])];
}

/** The families that draw no line, as words of a help text. */
const WITHOUT_STROKE = FAMILY_NAMES.filter((name) => !hasStroke(name)).join(", ");

/** Size, geometry and stroke of an image. */
export const imageFlags = {
  size: setting(datasetFields.size, { help: "side of an image in pixels" }),
  geometry: setting(datasetFields.geometry, {
    help: "square: the axes fill the image; published: as the study's MATLAB figures",
  }),
  stroke: setting(datasetFields.stroke, {
    optional: true,
    help: "pixels (square, default 2 at size 64) or MATLAB line width (published, default 4); " +
      `none with family ${WITHOUT_STROKE}`,
  }),
};
