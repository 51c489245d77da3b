/**
 * What a run in the lab is: a few settings, what each may be, and its words.
 *
 * @module
 */

import {
  FAMILY_NAMES,
  type FamilyName,
  familyOf,
  type Shapes,
  shapesSlug,
  usualShapes,
} from "../../curve/family.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { LEAST_WEIGHT } from "../../model/loss_parameters.ts";
import { PENALTIES, PENALTY_NAMES, type PenaltyName } from "../../model/penalties.ts";
import type { PosteriorName } from "../../model/posteriors.ts";
import { MAX_SEED } from "../../seed.ts";
import { formatHole, type Hole } from "../../space/hole.ts";

/** Networks that the lab trains, by name: side of an image, and what the published widths are divided by. */
export const NETWORKS = {
  quick: { size: 32, divide: 8, words: "32×32 images, an eighth of the published widths" },
  small: { size: 64, divide: 4, words: "64×64 images, a quarter of the published widths" },
} as const;

/** Kinds of posterior that the lab trains. */
export const LAB_POSTERIORS = ["fixed", "learned", "none"] as const satisfies PosteriorName[];

/** Shapes that the lab draws, by their name in an address: `rose`, `rose3`, `bump`, … */
export const LAB_SHAPES: Readonly<Record<string, Shapes>> = Object.fromEntries(
  FAMILY_NAMES.flatMap((family) => {
    const { petals } = familyOf(family);
    const all: Shapes[] = petals
      ? petals.toSorted((one, other) => one - other).map((petals) => ({ family, petals }))
      : [usualShapes(family)];
    return all.map((shapes) => [shapesSlug(shapes)[0] ?? family, shapes]);
  }),
);

/** What the shapes of a name are called, such as `rose, 3 petals`. */
export function shapesWords(name: string): string {
  const { family, petals } = LAB_SHAPES[name];
  return petals === undefined ? family : `${family}, ${petals} petals`;
}

/** What must be known of a penalty, in sentences: its weight, and where the lab is too small for it. */
export function penaltyNote(name: PenaltyName): string {
  const { gamma, totalCorrelation } = PENALTIES[name];
  if (name === "none") return "";
  const weight = `Its weight is γ = ${gamma} here; the commands below take another (--gamma).`;
  return totalCorrelation
    ? `${weight} A step has ${OPTIMISER.batch} images, too few to estimate the total correlation well.`
    : weight;
}

/** Smallest and largest value of each number. */
export const RANGES = {
  points: [200, 5000],
  epochs: [1, 60],
  seed: [0, MAX_SEED],
  lambda: [0, 1],
} as const;

/** Settings of a run. */
export interface LabSettings {
  /** The shapes, by their name in {@linkcode LAB_SHAPES}. */
  readonly shapes: string;
  /** The hole in its little language, canonical; never `none`. */
  readonly hole: string;
  /** Seed of points, weights, order and noise. */
  readonly seed: number;
  /** Points of the dataset, a tenth of them for validation. */
  readonly points: number;
  readonly epochs: number;
  readonly network: keyof typeof NETWORKS;
  readonly posterior: typeof LAB_POSTERIORS[number];
  /** Weight of the KL term; 0 without noise. */
  readonly lambda: number;
  readonly penalty: PenaltyName;
}

/** Which numbers a setting may be, in words. */
export function numberWords(name: keyof typeof RANGES): string {
  const [low, high] = RANGES[name];
  return name === "lambda"
    ? `${low}, or a number from ${LEAST_WEIGHT} to ${high}`
    : `a whole number from ${low} to ${high}`;
}

/** The number that a text gives a setting; `undefined` where it may not be. */
export function readNumber(name: keyof typeof RANGES, text: string): number | undefined {
  const [low, high] = RANGES[name];
  const value = text.trim() === "" ? NaN : Number(text);
  const kind = name === "lambda" ? value === 0 || value >= LEAST_WEIGHT : Number.isInteger(value);
  return kind && value >= low && value <= high ? value : undefined;
}

/** Whether a run of half the points and half the epochs is one that the lab trains. */
export function canBeHalved({ points, epochs }: Pick<LabSettings, "points" | "epochs">): boolean {
  return points >= 2 * RANGES.points[0] && epochs >= 2 * RANGES.epochs[0];
}

/** A run that shows the cost of a wide hole within half a minute on two cores. */
export const DEFAULT_SETTINGS: LabSettings = {
  shapes: FAMILY_NAMES[0],
  hole: "disc:1.25,1,0.6",
  seed: 0,
  points: 2000,
  epochs: 20,
  network: "quick",
  posterior: "fixed",
  lambda: 8e-3,
  penalty: "none",
};

/** Images a step, Adam's rate and its decay: those of the suite's profile `small`. */
export const OPTIMISER = { batch: 8, rate: 1e-3, decay: "cosine" } as const;

/** Dimensions of the latent space, as published. */
export const LATENTS = 3;

/** Penalties that a posterior and the lab's small batch allow. */
export function penaltiesFor(posterior: LabSettings["posterior"]): readonly PenaltyName[] {
  return PENALTY_NAMES.filter((name) => {
    const { noise, batch, latents } = PENALTIES[name];
    return batch <= OPTIMISER.batch && latents <= LATENTS && (posterior !== "none" || !noise);
  });
}

/** Settings whose values go together, such as no KL term to weigh without noise. */
export function consistent(settings: LabSettings): LabSettings {
  const { posterior, penalty, lambda } = settings;
  return {
    ...settings,
    // A family with a periodic axis spells some holes in another way.
    hole: formatHole(holeIn(settings)),
    lambda: posterior === "none" ? 0 : lambda,
    penalty: penaltiesFor(posterior).includes(penalty) ? penalty : "none",
  };
}

/** The family of a run's shapes. */
export function familyIn({ shapes }: Pick<LabSettings, "shapes">): FamilyName {
  return LAB_SHAPES[shapes].family;
}

/** The hole of a run. */
export function holeIn(settings: Pick<LabSettings, "shapes" | "hole">): Hole {
  return datasetHole({ hole: settings.hole, family: familyIn(settings) });
}
