/**
 * The three sizes of the study. Every number that a profile sets is here.
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/mod.ts";
import type { LossParameters } from "../model/mod.ts";
import type { TrainParameters } from "../training/mod.ts";
import type { ProfileName } from "./profile_names.ts";

/** What a profile decides. */
export interface Profile {
  /** Images: number, size and geometry. */
  readonly dataset: Pick<DatasetParameters, "points" | "size" | "geometry" | "holePoints">;
  /** Network and optimiser, without loss, subset and seed. */
  readonly training: Pick<
    TrainParameters,
    "divide" | "latents" | "posterior" | "epochs" | "batch" | "rate" | "decay"
  >;
}

/** The profiles: for tests, for any laptop, and for a GPU. */
export const PROFILE: Readonly<Record<ProfileName, Profile>> = {
  smoke: {
    dataset: { points: 600, size: 32, geometry: "square", holePoints: 60 },
    training: {
      divide: 8,
      latents: 3,
      posterior: "fixed",
      epochs: 2,
      batch: 8,
      rate: 1e-3,
      decay: "constant",
    },
  },
  small: {
    dataset: { points: 5000, size: 64, geometry: "square", holePoints: 500 },
    training: {
      divide: 4,
      latents: 3,
      posterior: "fixed",
      // With the rate falling along a cosine, five epochs end where eight at a constant rate do.
      epochs: 5,
      batch: 8,
      rate: 1e-3,
      decay: "cosine",
    },
  },
  paper: {
    dataset: { points: 5000, size: 256, geometry: "published", holePoints: 500 },
    training: {
      divide: 1,
      latents: 3,
      posterior: "fixed",
      epochs: 30,
      batch: 8,
      rate: 1e-4,
      decay: "constant",
    },
  },
};

/** The objective of the published transects: λ = 8e-3, no covariance penalty. */
export const TRANSECT_LOSS: LossParameters = {
  lambda: 8e-3,
  penalty: "none",
  gamma: 0,
  weights: "none",
};
