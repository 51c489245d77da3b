/**
 * What a decoder makes of its latent space, as a stage. See `traversals.ts` for what it writes.
 *
 * @module
 */

import type { DatasetFacts } from "../dataset/facts.ts";
import { plainHole } from "../dataset/plain_hole.ts";
import type { Stage } from "../results/stage.ts";
import { trainedCost } from "./cost.ts";
import { traversalsCommand } from "./traversals_parameters.ts";
import { type TraversalsParameters, traversalsSchema } from "./traversals_parameters.ts";

/** The stage that decodes a trained network's latent space. */
export const TRAVERSALS: Stage<TraversalsParameters> = {
  name: "traversals",
  version: 3,
  module: import.meta.url,
  schema: traversalsSchema,
  inputs: () => traversalsCommand.inputs,
  needs: { backend: true, rasteriser: true },
  slug: ({ steps }, { model }) => {
    const { seed, subset } = model.parameters as { seed: number; subset: string };
    const { hole } = model.metrics.dataset as unknown as DatasetFacts;
    return `${plainHole(hole)}-${subset}-n${steps}-s${seed}`;
  },
  // Loaded here, because flags and plans need no TF.js.
  run: async (run) => await (await import("./traversals.ts")).traverse(run),
  command: traversalsCommand,
  cost: (_, { model }) => trainedCost(model, { passes: 0.05 }),
};
