/**
 * Walking transects as a stage: a trained network, and a control beside it, along lines through
 * the space. See `transects.ts` for what it writes.
 *
 * @module
 */

import type { DatasetFacts } from "../dataset/facts.ts";
import { plainHole } from "../dataset/plain_hole.ts";
import type { Result, Stage } from "../results/stage.ts";
import { trainedCost } from "./cost.ts";
import { transectsCommand } from "./transects_parameters.ts";
import { type TransectsParameters, transectsSchema } from "./transects_parameters.ts";

/** The stage that walks transects with one model, or with a model and its control. */
export const TRANSECTS: Stage<TransectsParameters> = {
  name: "transects",
  version: 4,
  module: import.meta.url,
  schema: transectsSchema,
  inputs: () => transectsCommand.inputs,
  needs: { backend: true, rasteriser: true },
  slug: transectsSlug,
  // Loaded here, because flags and plans need no TF.js.
  run: async (run) => await (await import("./transects.ts")).walk(run),
  command: transectsCommand,
  cost: (_, { model }) => trainedCost(model, { passes: 0.01 }),
};

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-punctured-P1-P2-P3-n15-s0`. */
function transectsSlug(
  { transects, count }: TransectsParameters,
  { model }: Readonly<Record<string, Result>>,
): string {
  const { seed, subset } = model.parameters as { seed: number; subset: string };
  const { hole } = model.metrics.dataset as unknown as DatasetFacts;
  const names = transects.map(({ name }) => name.replaceAll(/[^A-Za-z0-9.]+/g, "-")).join("-");
  return `${plainHole(hole)}-${subset}-${names.slice(0, 40)}-n${count}-s${seed}`;
}
