/**
 * Schemas of a network's and an objective's parameters, for stages and command lines.
 *
 * @module
 */

import { z } from "zod";
import type { LossParameters } from "./loss_parameters.ts";
import { PENALTY_NAMES } from "./penalties.ts";
import { POSTERIOR_NAMES } from "./posteriors.ts";

/** Choices of {@linkcode LossParameters}.weights. */
export const SAMPLE_WEIGHTS = [
  "none",
  "published",
  "per-image",
] as const satisfies LossParameters["weights"][];

/** Sides of images that a network can take: it halves them three times. In pixels. */
const SIZES = { multipleOf: 8, min: 32, max: 1024 } as const;

/** Says which sides of images a network can take. */
export const SIZE_RULE: string =
  `a multiple of ${SIZES.multipleOf} from ${SIZES.min} to ${SIZES.max}`;

/** Schema of an architecture; an unknown key is an error. */
export const architectureSchema = z.strictObject({
  size: z.int().min(SIZES.min).max(SIZES.max).multipleOf(SIZES.multipleOf),
  divide: z.int().min(1).max(64),
  latents: z.int().min(1).max(64),
  posterior: z.enum(POSTERIOR_NAMES),
});

/** Schema of {@linkcode LossParameters}; an unknown key is an error. */
export const lossSchema = z.strictObject({
  lambda: z.number().min(0).max(1e6),
  penalty: z.enum(PENALTY_NAMES),
  gamma: z.number().min(0).max(1e6),
  weights: z.enum(SAMPLE_WEIGHTS),
});
