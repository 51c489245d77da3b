/**
 * Parameters of a training run.
 *
 * @module
 */

import { z } from "zod";
import { architectureSchema, lossSchema } from "../model/schemas.ts";
import { TRUE_LATENTS } from "../model/true_codes.ts";

/** Which training images of a dataset are used. */
export const SUBSETS = ["punctured", "control", "full"] as const;

/** How the learning rate goes from the first step to the last. */
export const DECAYS = ["constant", "cosine"] as const;

/** Fully resolved parameters of a training run; the image size is the dataset's. */
export const trainSchema = z.strictObject({
  ...architectureSchema.omit({ size: true }).shape,
  subset: z.enum(SUBSETS),
  loss: lossSchema,
  epochs: z.int().min(1).max(10_000),
  batch: z.int().min(1).max(1024),
  /** Adam's learning rate; 1e-4 as published. */
  rate: z.number().positive().max(1),
  /** `cosine` lets the rate fall to 0 along half a cosine (Loshchilov & Hutter 2017). */
  decay: z.enum(DECAYS),
  /** Draws the weights, the order of the images and the noise ε. */
  seed: z.int().min(0).max(2 ** 32 - 1),
}).superRefine(({ posterior, latents, loss }, context) => {
  const refuse = (path: string[], message: string) =>
    context.addIssue({ code: "custom", path, message });
  // The decoder alone, on the true parameters: there is nothing to keep near a prior.
  if (posterior !== "truth") return;
  if (latents !== TRUE_LATENTS) {
    refuse(["latents"], `must be ${TRUE_LATENTS} with posterior truth, received ${latents}`);
  }
  if (loss.lambda !== 0) {
    refuse(["loss", "lambda"], `must be 0 with posterior truth, received ${loss.lambda}`);
  }
  if (loss.penalty !== "none") {
    refuse(["loss", "penalty"], `must be none with posterior truth, received ${loss.penalty}`);
  }
});

/** Fully resolved parameters of a training run. */
export type TrainParameters = z.infer<typeof trainSchema>;
