/**
 * The four sizes of the study. Every number that a profile sets is here, except those of the network
 * and the training of `small`: they are the defaults of `train`, in `training/defaults.ts`.
 *
 * @module
 */

import type { DatasetParameters } from "../dataset/mod.ts";
import { TRAINING_DEFAULTS } from "../training/defaults.ts";
import type { TrainParameters } from "../training/mod.ts";

/**
 * Names of the profiles: for tests, for any laptop, at the published size on a laptop overnight, and
 * with the published schedule as well.
 */
export const PROFILE_NAMES = ["smoke", "small", "full", "paper"] as const;

/** Name of a profile. */
export type ProfileName = typeof PROFILE_NAMES[number];

/** What a profile decides. */
export interface Profile {
  /** Images: number, size and geometry. */
  readonly dataset: Pick<DatasetParameters, "points" | "size" | "geometry" | "holePoints">;
  /** Network and optimiser, without loss, subset and seed. */
  readonly training: Pick<
    TrainParameters,
    "divide" | "latents" | "posterior" | "epochs" | "batch" | "rate" | "decay"
  >;
  /** Arms of the published study, by name; all of them where absent. */
  readonly arms?: { readonly holes: readonly string[]; readonly ablation: readonly string[] };
  /** Seeds where none are asked for: of each hole's networks, and of the ablation's. */
  readonly seeds: { readonly holes: number; readonly ablation: number };
}

/** The images of the publication. */
const PUBLISHED_IMAGES = {
  points: 5000,
  size: 256,
  geometry: "published",
  holePoints: 500,
} as const;

/** The network of the publication, and what of its training all profiles of it share. */
const PUBLISHED_NETWORK = { divide: 1, latents: 3, posterior: "fixed", batch: 8 } as const;

/** The profiles by name. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
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
    // It answers whether the suite runs here: each kind of stage once, a control and two arms to compare.
    arms: { holes: ["r=0.3"], ablation: ["none", "published"] },
    seeds: { holes: 1, ablation: 1 },
  },
  small: {
    dataset: { points: 5000, size: 64, geometry: "square", holePoints: 500 },
    training: TRAINING_DEFAULTS,
    // Three is the least that gives an interval worth reading.
    seeds: { holes: 3, ablation: 1 },
  },
  full: {
    dataset: PUBLISHED_IMAGES,
    // Five epochs at a rate that falls along a cosine, in place of thirty at a tenth of it. The
    // validation loss of the first pair was 0.0511 after the fourth epoch and after the fifth.
    training: { ...PUBLISHED_NETWORK, epochs: 5, rate: 1e-3, decay: "cosine" },
    seeds: { holes: 1, ablation: 1 },
  },
  paper: {
    dataset: PUBLISHED_IMAGES,
    training: { ...PUBLISHED_NETWORK, epochs: 30, rate: 1e-4, decay: "constant" },
    seeds: { holes: 1, ablation: 1 },
  },
};

/**
 * The seeds of a study: those asked for, or as many as the profile has.
 *
 * @param profile the profile
 * @param asked the first seed, and how many of each run if that was said
 */
export function studySeeds(
  profile: ProfileName,
  { seed, seeds }: { seed: number; seeds: number | undefined },
): { seeds: number[]; ablationSeeds: number[] } {
  const from = (count: number) => Array.from({ length: count }, (_, k) => seed + k);
  const { holes, ablation } = PROFILES[profile].seeds;
  return { seeds: from(seeds ?? holes), ablationSeeds: from(seeds ?? ablation) };
}
