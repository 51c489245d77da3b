/**
 * Which shapes a dataset shows, as fields of a schema.
 *
 * @module
 */

import { z } from "zod";
import { alternatives } from "../cli/flags.ts";
import { UsageError } from "../errors.ts";
import {
  DEFAULT_SHAPES,
  FAMILIES,
  type Family,
  FAMILY_NAMES,
  type FamilyName,
  familyOf,
  type Shapes,
  usualShapes,
} from "../curve/family.ts";

const all: readonly Family[] = Object.values(FAMILIES);
const ascending = (numbers: readonly number[]) => numbers.toSorted((one, other) => one - other);
const petals = ascending([...new Set(all.flatMap((family) => family.petals ?? []))]);

/** Family and number of petals; roses of five petals where nothing is said of them. */
export const familyFields = {
  family: z.enum(FAMILY_NAMES).default(DEFAULT_SHAPES.family),
  petals: z.literal(petals, { error: `must be ${alternatives(petals)}` }).optional(),
};

/**
 * The shapes that fields ask for, the usual number of petals filled in; a string that says what is
 * wrong with the number of petals where the family cannot be drawn with it.
 */
export function shapesOf(
  { family, petals }: { readonly family: FamilyName; readonly petals?: number | undefined },
): Shapes | string {
  const { petals: allowed } = familyOf(family);
  if (petals === undefined) return usualShapes(family);
  if (!allowed) return `must be left out with family ${family}`;
  if (allowed.includes(petals)) return { family, petals };
  return `must be ${alternatives(ascending(allowed))} with family ${family}`;
}

/**
 * The shapes that flags ask for.
 *
 * @throws {UsageError} The family is not drawn with that number of petals.
 */
export function shapesFromFlags(
  given: { readonly family: FamilyName; readonly petals?: number | undefined },
): Shapes {
  const shapes = shapesOf(given);
  if (typeof shapes === "string") {
    throw new UsageError(`--petals ${shapes}, received ${given.petals}`);
  }
  return shapes;
}
