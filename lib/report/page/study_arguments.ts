/**
 * The flags of a study besides its profile: `reproduce` makes the study with them, and `report` its
 * page.
 *
 * @module
 */

import { DEFAULT_SHAPES } from "../../curve/family.ts";
import { shapeArguments } from "../../dataset/image_flags.ts";
import type { ReportData } from "./data.ts";

/** Shapes and seeds as they are typed; nothing for those that go without saying. */
export function studyArguments(
  { shapes = DEFAULT_SHAPES, seed = 0, seeds }: Pick<ReportData, "shapes" | "seed" | "seeds">,
): string[] {
  return [
    ...shapeArguments(shapes),
    ...(seed === 0 ? [] : [`--seed ${seed}`]),
    ...(seeds === undefined ? [] : [`--seeds ${seeds}`]),
  ];
}
