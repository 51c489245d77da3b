/**
 * Parameters of a report: the results it may show, and the part each plays.
 *
 * @module
 */

import { z } from "zod";
import { DEFAULT_SHAPES, type Shapes } from "../curve/family.ts";
import { familyFields, shapesOf } from "../dataset/shapes.ts";
import { UsageError } from "../errors.ts";
import { PROFILE_NAMES } from "../study/profiles.ts";
import { roleSchema } from "../study/roles.ts";

/** A result that a report may show, and the part it plays. */
const memberSchema = z.strictObject({
  /** Role of the input that holds it. */
  input: z.string(),
  backend: z.enum(["wasm", "webgpu"]).nullable(),
  role: roleSchema,
  /** What the page says of the result besides its contents; absent until it is there. */
  shown: z.strictObject({
    key: z.string(),
    /** Name of its folder, to which the page links. */
    folder: z.string(),
  }).optional(),
});

/** Fully resolved parameters of a report: the results it may show. */
export const reportSchema = z.strictObject({
  profile: z.enum(PROFILE_NAMES),
  members: z.array(memberSchema),
  /** Parts of the same study that the report does not show; absent where it shows all. */
  lacks: z.array(roleSchema).optional(),
  /** The shapes of its study, where they are not the publication's. */
  family: familyFields.family.unwrap().optional(),
  petals: familyFields.petals,
});

/** Fully resolved parameters of a report. */
export type ReportParameters = z.infer<typeof reportSchema>;

/** The shapes that a report is about. */
export function reportShapes(
  { family, petals }: Pick<ReportParameters, "family" | "petals">,
): Shapes {
  if (family === undefined) return DEFAULT_SHAPES;
  const shapes = shapesOf({ family, petals });
  if (typeof shapes === "string") throw new UsageError(`report: petals ${shapes}`);
  return shapes;
}
