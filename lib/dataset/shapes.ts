/**
 * Which shapes a dataset shows, as fields of a schema.
 *
 * @module
 */

import { z } from "zod";
import { DEFAULT_SHAPES, FAMILY_NAMES } from "../curve/family.ts";

const { family, petals } = DEFAULT_SHAPES;

/** Family and number of petals; roses of five petals where nothing is said of them. */
export const familyFields = {
  family: z.enum(FAMILY_NAMES).default(family),
  petals: z.int().min(petals).max(petals).default(petals),
};
