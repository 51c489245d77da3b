/**
 * The part that a stage plays in a study: how a report finds the results of a plan.
 *
 * @module
 */

import { z } from "zod";
import { NETWORK_NAMES, PAIR } from "../words/network_names.ts";

const seed = z.int().min(0);

/** A part, and what tells it from others of its kind. */
export const roleSchema = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("dataset"), hole: z.string(), seed }),
  z.strictObject({
    kind: z.literal("train"),
    network: z.enum(PAIR),
    hole: z.string(),
    seed,
  }),
  z.strictObject({ kind: z.literal("arm"), arm: z.string(), seed }),
  z.strictObject({ kind: z.literal("transects"), hole: z.string(), seed }),
  z.strictObject({ kind: z.literal("traversals"), hole: z.string(), seed }),
  z.strictObject({
    kind: z.literal("evaluation"),
    arm: z.string(),
    network: z.enum(NETWORK_NAMES),
    hole: z.string(),
    seed,
  }),
  z.strictObject({ kind: z.literal("ablation"), seed }),
  z.strictObject({ kind: z.literal("sweep"), study: z.string(), seed }),
]);

/** A part, and what tells it from others of its kind. */
export type Role = z.infer<typeof roleSchema>;

/**
 * Name of the stage that plays each kind of part. Not the stages themselves, because a report knows
 * parts and runs none of them: their code is none of its own.
 */
export const STAGE_OF_ROLE: Readonly<Record<Role["kind"], string>> = {
  dataset: "dataset",
  train: "train",
  arm: "train",
  transects: "transects",
  traversals: "traversals",
  evaluation: "evaluate",
  ablation: "ablation",
  sweep: "sweep",
};
