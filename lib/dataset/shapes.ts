/**
 * Which shapes a dataset shows, as fields of a schema.
 *
 * @module
 */

import { z } from "zod";
import { DEFAULT_SHAPES } from "../curve/family.ts";

const { family, petals } = DEFAULT_SHAPES;

/** Family and number of petals; roses of five petals where nothing is said of them. */
export const familyFields = {
  // The rasteriser draws this family; one that is only in the table must not pass for it.
  family: z.literal(family).default(family),
  petals: z.int().min(petals).max(petals).default(petals),
};
