/**
 * A run in the lab as stages of the suite: their parameters, and the commands that make the same.
 *
 * @module
 */

import { areUsual } from "../../curve/family.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { usualStroke } from "../../curve/geometry.ts";
import type { DatasetParameters } from "../../dataset/parameters.ts";
import { PENALTIES } from "../../model/penalties.ts";
import { canonicalHole, formatHole } from "../../space/hole.ts";
import type { TrainParameters } from "../../training/schema.ts";
import { LAB_SHAPES, type LabSettings, LATENTS, NETWORKS, OPTIMISER } from "./settings.ts";
import { type PairName } from "../../words/network_names.ts";

/** Share of the points that never trains. */
const VALIDATION = 0.1;

/** Fresh points in the hole, to measure on. */
const HOLE_POINTS = 200;

/** The dataset of a run, as `deno task dataset` resolves its flags. */
export function datasetParameters(
  { shapes, hole, seed, points, network }: LabSettings,
): DatasetParameters {
  const { size } = NETWORKS[network];
  const drawn = LAB_SHAPES[shapes];
  return {
    points,
    seed,
    size,
    geometry: "square",
    stroke: usualStroke({ ...drawn, geometry: "square", size }),
    // The spelling that the dataset's key has.
    hole: formatHole(canonicalHole(datasetHole({ hole, family: drawn.family }))),
    validation: VALIDATION,
    holePoints: HOLE_POINTS,
    userPoints: null,
    ...drawn,
  };
}

/** The training of a run's network (`punctured`) or of its control, as `deno task train` resolves it. */
export function trainingParameters(
  { seed, epochs, network, posterior, lambda, penalty }: LabSettings,
  subset: PairName,
): TrainParameters {
  return {
    divide: NETWORKS[network].divide,
    latents: LATENTS,
    posterior,
    subset,
    loss: { lambda, penalty, gamma: PENALTIES[penalty].gamma, weights: "none" },
    epochs,
    ...OPTIMISER,
    seed,
  };
}

/** The commands of the suite that make the same dataset and train the same two networks. */
export function commandsFor(settings: LabSettings): string[] {
  const { hole, points, seed, size, holePoints, family, petals } = datasetParameters(settings);
  const training = (subset: PairName) => {
    const { divide, epochs, posterior, loss } = trainingParameters(settings, subset);
    return [
      `deno task train --dataset "$DATASET" --subset ${subset} --divide ${divide}`,
      `--epochs ${epochs} --seed ${seed} --posterior ${posterior} --lambda ${loss.lambda}`,
      ...(loss.penalty === "none" ? [] : [`--loss ${loss.penalty} --gamma ${loss.gamma}`]),
      "--backend wasm",
    ].join(" ");
  };
  const usual = areUsual({ family, ...(petals === undefined ? {} : { petals }) });
  const shapes = usual
    ? ""
    : `--family ${family} ${petals === undefined ? "" : `--petals ${petals} `}`;
  return [
    `DATASET=$(deno task dataset ${shapes}--size ${size} --points ${points} --seed ${seed} ` +
    `--hole ${hole} --hole-points ${holePoints})`,
    training("punctured"),
    training("control"),
  ];
}
