/**
 * How the folder of a trained network is called.
 *
 * @module
 */

import { shapesSlug } from "../curve/family.ts";
import { datasetFacts } from "../dataset/facts.ts";
import { plainHole } from "../dataset/plain_hole.ts";
import type { Result } from "../results/stage.ts";
import type { TrainParameters } from "./schema.ts";

/** Readable part of a folder's name, for instance `disc-1.25-1-0.3-control-none-l0.008-w4-e5-s0`. */
export function trainSlug(
  parameters: TrainParameters,
  { dataset }: Readonly<Record<string, Result>>,
): string {
  const { subset, loss, posterior, divide, epochs, seed } = parameters;
  const { hole, ...shapes } = datasetFacts(dataset.parameters);
  return [
    ...shapesSlug(shapes),
    plainHole(hole),
    subset,
    loss.penalty === "none" ? "none" : `${loss.penalty}-g${loss.gamma}`,
    `l${loss.lambda}`,
    ...(posterior === "fixed" ? [] : [posterior]),
    ...(loss.weights === "none" ? [] : [`weights-${loss.weights}`]),
    `w${divide}`,
    `e${epochs}`,
    `s${seed}`,
  ].join("-");
}
