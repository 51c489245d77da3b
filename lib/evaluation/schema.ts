/**
 * Parameters of what is done with a trained network: its evaluation, walks along transects, latent
 * traversals, and the table of an ablation.
 *
 * @module
 */

import { z } from "zod";
import { PERIODIC_AXES } from "../curve/family.ts";
import { MAX_STROKE } from "../curve/geometry.ts";
import { MAX_SEED } from "../seed.ts";
import { periodOf } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";
import { type OwnModel, ownSchema } from "./own/schema.ts";

/** Fully resolved parameters of an evaluation. */
export const evaluateSchema = z.strictObject({
  stroke: z.number().min(0).max(MAX_STROKE),
  noise: z.boolean(),
  epoch: z.int().min(1).max(10_000).exactOptional(),
  own: ownSchema.exactOptional(),
});

/** How a trained model is evaluated. */
export interface EvaluationChoice {
  /** Line width of the images shown to it, in the geometry's unit; 0 where their family draws none. */
  readonly stroke: number;
  /** Whether z = μ + σ·ε is decoded, as the publication did, and not μ. */
  readonly noise: boolean;
  /** The epoch after which the network is taken; absent for the last. */
  readonly epoch?: number;
  /** A model of the user's own; absent for a network of this suite. */
  readonly own?: OwnModel;
}

const pointSchema = z.strictObject({
  a: z.number().min(SPACE.a[0]).max(SPACE.a[1]),
  b: z.number().min(SPACE.b[0]).max(SPACE.b[1]),
});

/** The last point of a walk, which may cross the seam of a periodic axis. */
const endSchema = z.strictObject(
  Object.fromEntries((["a", "b"] as const).map((axis) => {
    const beyond = PERIODIC_AXES.includes(axis) ? periodOf(axis) : 0;
    return [axis, z.number().min(SPACE[axis][0]).max(SPACE[axis][1] + beyond)];
  })) as Record<keyof Point, z.ZodNumber>,
);

/** Fully resolved parameters of a walk. */
export const transectsSchema = z.strictObject({
  transects: z.array(
    z.strictObject({ name: z.string().min(1), from: pointSchema, to: endSchema }),
  ).min(1).max(100),
  /** Equally spaced points of each, ends included; 15 as published. */
  count: z.int().min(2).max(1000),
});

/** Fully resolved parameters of a walk. */
export type TransectsParameters = z.infer<typeof transectsSchema>;

/** Fully resolved parameters of traversals. */
export const traversalsSchema = z.strictObject({
  /** Decoded codes along each latent axis, both ends included. */
  steps: z.int().min(2).max(1000),
  /** Half the length of a traversal, in standard deviations of μ over the training points. */
  reach: z.number().positive().max(100),
  /** Posterior samples of each point; 0 where the posterior has no noise, and all would be equal. */
  samples: z.int().min(0).max(1000),
  /** Seed of their noise; 0 where there are none. */
  seed: z.int().min(0).max(MAX_SEED),
});

/** Fully resolved parameters of traversals. */
export type TraversalsParameters = z.infer<typeof traversalsSchema>;

/** What is drawn where nothing else is asked for. */
export const TRAVERSALS_DEFAULT: TraversalsParameters = {
  steps: 9,
  reach: 2.5,
  samples: 7,
  seed: 0,
};

/** Fully resolved parameters: the arms, by the role of their trained model. */
export const ablationSchema = z.strictObject({ arms: z.array(z.string().min(1)).min(1).max(100) });

/** Fully resolved parameters of an ablation table. */
export type AblationParameters = z.infer<typeof ablationSchema>;
