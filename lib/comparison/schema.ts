/**
 * Parameters of a comparison of arms: which evaluations belong to which arm and seed.
 *
 * @module
 */

import { z } from "zod";

/** One arm's evaluation, and its control's, for one seed, by the role of the input. */
const replicateSchema = z.strictObject({
  seed: z.int().min(0),
  model: z.string(),
  control: z.string().nullable(),
});

const armSchema = z.strictObject({
  name: z.string(),
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  /** The arm that it is held against. */
  against: z.string().nullable(),
  /** The hole in its little language. */
  hole: z.string(),
  replicates: z.array(replicateSchema).min(1),
});

/** Fully resolved parameters of a comparison of arms. */
export const comparisonSchema = z.strictObject({
  study: z.string(),
  question: z.string(),
  /** Name of the profile that the study was run with. */
  profile: z.string().min(1),
  /** Whether intervals over seeds are given. */
  intervals: z.boolean(),
  /**
   * How the arms are shown; by their dose, or side by side, where it is absent. `families`, `holes`:
   * a panel a hole, a row an arm. `epochs`: errors against the epoch after which the network was
   * taken. `ratios`: by a dose that is spaced by its ratios.
   */
  figure: z.enum(["families", "holes", "epochs", "ratios"]).exactOptional(),
  arms: z.array(armSchema).min(1),
}).refine(
  ({ intervals, arms }) => !intervals || arms.every(({ replicates }) => replicates.length > 1),
  {
    path: ["intervals"],
    message: "must be false with fewer than 2 seeds",
  },
);

/** Fully resolved parameters of a comparison of arms. */
export type ComparisonParameters = z.infer<typeof comparisonSchema>;

/** How a comparison shows its arms where a study says so. */
export type ComparisonFigure = NonNullable<ComparisonParameters["figure"]>;

/** One arm of a comparison. */
export type ArmParameters = ComparisonParameters["arms"][number];
