/**
 * Parameters of a report: the results it may show, and the part each plays.
 *
 * @module
 */

import { z } from "zod";
import { PROFILES } from "../study/profiles.ts";
import { roleSchema } from "../study/roles.ts";

/** A result that a report may show, and the part it plays. */
const memberSchema = z.strictObject({
  /** Role of the input that holds it. */
  input: z.string(),
  backend: z.enum(["wasm", "webgpu"]).nullable(),
  role: roleSchema,
});

/** Fully resolved parameters of a report: the results it may show. */
export const reportSchema = z.strictObject({
  profile: z.enum(PROFILES),
  members: z.array(memberSchema),
  /** Parts of the same study that the report does not show; absent where it shows all. */
  lacks: z.array(roleSchema).optional(),
});

/** Fully resolved parameters of a report. */
export type ReportParameters = z.infer<typeof reportSchema>;
