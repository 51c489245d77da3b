/**
 * The ablation of covariance losses as a stage. See `ablation.ts` for what it writes.
 *
 * @module
 */

import type { Stage } from "../results/stage.ts";
import { type AblationParameters, ablationSchema } from "./ablation_parameters.ts";

/** The stage that compares arms, each a trained model under its own role. */
export const ABLATION: Stage<AblationParameters> = {
  name: "ablation",
  version: 2,
  module: import.meta.url,
  schema: ablationSchema,
  inputs: ({ arms }) => Object.fromEntries(arms.map((arm) => [arm, "train"])),
  needs: { backend: false, rasteriser: false },
  slug: ({ arms }) => arms.join("-"),
  // Loaded here, because plans need no linear algebra.
  run: async (run) => await (await import("./ablation.ts")).compareArms(run),
};
