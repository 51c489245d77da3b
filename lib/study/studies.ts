/**
 * The declared studies: each a question and the list of arms that answer it. What runs them is the
 * plan; what they change is said in settings.
 *
 * @module
 */

import { FAMILY_NAMES, familyOf } from "../curve/family.ts";
import { type Arm, type Study, under } from "./arms.ts";

/** Replicates of a study that does not say how many: the least that gives an interval worth reading. */
export const USUAL_SEEDS = 3;

/** Radii of the dose–response: the published one, and up to a disc that spans the range of a. */
export const RADII = [0.15, 0.3, 0.45, 0.6, 0.75] as const;

const HOLE_RADII: readonly Arm[] = [0.3, 0.6].map((radius) => ({
  name: `r=${radius}`,
  settings: { "hole.radius": radius },
}));

/** The full set, with λ of the published part 3: β = 2.7 at 64². */
export const PART_3 = { subset: "full", lambda: 1e-3 } as const;

/** The arms of the published ablation. */
export const ABLATION_ARMS: readonly Arm[] = [
  { name: "none", settings: { ...PART_3, loss: "none" } },
  { name: "published", settings: { ...PART_3, loss: "published", gamma: 1e-4 }, against: "none" },
  {
    name: "published-strong",
    settings: { ...PART_3, loss: "published", gamma: 1e-2 },
    against: "none",
  },
  { name: "covariance", settings: { ...PART_3, loss: "covariance", gamma: 1e-2 }, against: "none" },
];

const PENALTY_ARMS: readonly Arm[] = [
  ...ABLATION_ARMS,
  { name: "DIP-VAE-I", settings: { ...PART_3, loss: "dip-i", gamma: 1e-3 }, against: "none" },
  { name: "DIP-VAE-II", settings: { ...PART_3, loss: "dip-ii", gamma: 1e-2 }, against: "none" },
  { name: "higher β", settings: { ...PART_3, lambda: 8e-3, loss: "none" }, against: "none" },
];

/**
 * Training in batches at which the total correlation of `beta-tc` is estimated well at σ = 0.1
 * (`docs/penalties.md`): a quarter as many steps as in batches of 8, each four times as large, which
 * are enough for the moving averages of batch normalisation to forget where they began. On the profiles
 * `full` and `paper` a step takes about 78 GB.
 */
const WIDE = { batch: 256, epochs: "8x", rate: "4x" } as const;

const TOTAL_CORRELATION_ARMS: readonly Arm[] = [
  { name: "none", settings: { ...PART_3, ...WIDE, loss: "none" } },
  {
    name: "β-TC-VAE",
    settings: { ...PART_3, ...WIDE, loss: "beta-tc", gamma: 1e-3 },
    against: "none",
  },
];

/** A fixed σ, which is the published one, and a learned one. */
const POSTERIORS: readonly Arm[] = ["fixed", "learned"].map((posterior) => ({
  name: `${posterior} σ`,
  settings: { posterior },
}));

/**
 * Holes of one area, 0.64 of the space's 3 to within 2 %, so that their shapes differ and not how
 * much they remove. A disc and a strip within the range ask for interpolation, the corner for a
 * recombination of values that were each seen, the strips at the end of a range for extrapolation.
 */
const EQUAL_AREA: Readonly<Record<string, string>> = {
  "interpolation, disc": "disc:1.25,1,0.45",
  "interpolation, strip in a": "strip:a,1.09,1.41",
  "interpolation, strip in b": "strip:b,0.79,1.21",
  "recombination, corner": "box:1.2,2,1.2,2",
  "extrapolation, high a": "strip:a,1.68,2",
  "extrapolation, high b": "strip:b,1.58,2",
};

/** Every kind of shapes, each held against the study's own. */
const SHAPE_ARMS: readonly Arm[] = FAMILY_NAMES.flatMap((family): Arm[] => {
  const { petals } = familyOf(family);
  return petals
    ? petals.map((count) => ({
      name: `${family} of ${count} petals`,
      settings: { family, petals: count },
    }))
    : [{ name: family, settings: { family } }];
}).map((arm, k, [usual]) => k === 0 ? arm : { ...arm, against: usual.name });

/** Training points that are left in a hole of radius 0.6 or 0.75, which removes some 1700 or 2650 of 4500. */
const LEAKS = [0, 1, 2, 4, 8, 16, 32, 64] as const;

/** Weights of the KL term over four orders of magnitude around that of the published transects. */
const LAMBDAS = [8e-5, 8e-4, 8e-3, 8e-2, 8e-1] as const;

/** Dimensions of the code: as many as the shapes have, the publication's three, and more. */
const LATENTS = [2, 3, 6, 12] as const;

const DECLARED = {
  published: {
    name: "published",
    question: "Is the published hole filled, and one of twice its radius?",
    arms: [...HOLE_RADII, ...ABLATION_ARMS],
  },
  holes: {
    name: "holes",
    question: "What does a hole cost inside it, against a control that saw it?",
    arms: HOLE_RADII,
  },
  "dose-response": {
    name: "dose-response",
    question: "How does the deficit inside a hole depend on its radius, and is it the decoder's?",
    arms: RADII.flatMap((radius) => [
      { name: `r=${radius}`, settings: { "hole.radius": radius } },
      {
        name: `r=${radius}, decoder on (a, b)`,
        settings: { "hole.radius": radius, posterior: "truth" },
        against: `r=${radius}`,
      },
    ]),
  },
  "hole-shapes": {
    name: "hole-shapes",
    question: "At equal area, does interpolating, recombining or extrapolating cost most?",
    arms: Object.entries(EQUAL_AREA).map(([name, hole]) => ({
      name,
      settings: { hole },
      ...(name === "interpolation, disc" ? {} : { against: "interpolation, disc" }),
    })),
    seeds: 5,
  },
  families: {
    name: "families",
    question: "Does what was found for roses of five petals hold for other families of shapes?",
    arms: under(SHAPE_ARMS, HOLE_RADII),
    figure: "families",
    seeds: 5,
  },
  flaws: {
    name: "flaws",
    question: "Which of the publication's flaws would have changed its conclusion?",
    arms: under([
      { name: "as here", settings: {} },
      {
        name: "trained at half the stroke",
        settings: { stroke: "0.5x", "evaluation.stroke": "1x" },
        against: "as here",
      },
      { name: "noise at evaluation", settings: { "evaluation.noise": "on" }, against: "as here" },
      { name: "weights as published", settings: { weights: "published" }, against: "as here" },
      { name: "weights per image", settings: { weights: "per-image" }, against: "as here" },
    ], HOLE_RADII),
  },
  disentanglement: {
    name: "disentanglement",
    question: "Does any penalty align the latent axes with a and b?",
    arms: under(PENALTY_ARMS, POSTERIORS),
  },
  "total-correlation": {
    name: "total-correlation",
    question: "Does a penalty on the total correlation align the latent axes with a and b?",
    arms: under(TOTAL_CORRELATION_ARMS, POSTERIORS),
  },
  dynamics: {
    name: "dynamics",
    question: "Does a hole close later in training than the rest is learned?",
    arms: under(
      [1, 2, 3, 4].map((epoch): Arm => ({
        name: `after epoch ${epoch}`,
        settings: { snapshots: "on", "evaluation.epoch": epoch },
        against: "at the end",
        // The tests' profile has two epochs.
        ...(epoch === 1 ? {} : { profiles: ["small", "full", "paper"] }),
      })).concat({ name: "at the end", settings: { snapshots: "on" } }),
      HOLE_RADII,
    ),
    figure: "epochs",
    seeds: 5,
  },
  leak: {
    name: "leak",
    question: "How many training points inside a wide hole does it take to fill it?",
    arms: under(
      LEAKS.map((leak) => ({
        name: `${leak} ${leak === 1 ? "point" : "points"} inside`,
        settings: { leak },
        ...(leak === 0 ? {} : { against: `${LEAKS[0]} points inside` }),
      })),
      [0.6, 0.75].map((radius) => ({ name: `r=${radius}`, settings: { "hole.radius": radius } })),
    ),
    figure: "ratios",
    seeds: 5,
  },
  regularisation: {
    name: "regularisation",
    question: "Does the prior, or the noise on the codes, help to fill a hole?",
    arms: under([
      { name: "plain autoencoder", settings: { posterior: "none" }, against: "fixed σ, λ=0.008" },
      ...["fixed", "learned"].flatMap((posterior) =>
        LAMBDAS.map((lambda) => {
          const name = `${posterior} σ, λ=${lambda}`;
          return {
            name,
            settings: { posterior, lambda },
            ...(name === "fixed σ, λ=0.008" ? {} : { against: "fixed σ, λ=0.008" }),
          };
        })
      ),
    ], HOLE_RADII),
    figure: "holes",
    seeds: 5,
  },
  latents: {
    name: "latents",
    question: "Do more dimensions of the code than the shapes have help to fill a hole?",
    arms: under(
      LATENTS.map((latents) => ({
        name: latents === 3 ? "3 latents, as usual" : `${latents} latents`,
        // The KL term is a mean over latents: this λ leaves the prior's weight against the image's, β, as it is.
        settings: { latents, lambda: 8e-3 * latents / 3 },
        ...(latents === 3 ? {} : { against: "3 latents, as usual" }),
      })),
      HOLE_RADII,
    ),
    figure: "holes",
    seeds: 5,
  },
  schedule: {
    name: "schedule",
    question: "Does the rate of training decide whether a hole is filled?",
    // The profiles `small` and `full` have five epochs: six times as many are the publication's thirty.
    arms: under([
      { name: "falls from 1e-3", settings: { rate: 1e-3, decay: "cosine" } },
      ...Object.entries({
        "1e-3 throughout": { rate: 1e-3 },
        "1e-4 throughout": { rate: 1e-4 },
        "1e-4 throughout, 6 × the epochs": { rate: 1e-4, epochs: "6x" },
      }).map(([name, settings]): Arm => ({
        name,
        settings: { decay: "constant", ...settings },
        against: "falls from 1e-3",
        // The profile `paper` has the thirty already.
        ...("epochs" in settings ? { profiles: ["smoke", "small", "full"] } : {}),
      })),
    ], HOLE_RADII),
    figure: "holes",
  },
  scale: {
    name: "scale",
    question: "Does the deficit at radius 0.6 depend on size, width or data?",
    arms: Object.entries({
      // Fewer points are seen more often, so that every network sees about as many images.
      "the profile's own": {},
      "1.5 × the size": { size: "1.5x" },
      "2 × the size": { size: "2x" },
      "half the widths": { divide: "2x" },
      "twice the widths": { divide: "0.5x" },
      "a quarter of the points": { points: "0.25x", epochs: "4x" },
      "half the points": { points: "0.5x", epochs: "2x" },
    }).map(([name, settings], k) => ({
      name,
      settings: { "hole.radius": 0.6, ...settings },
      // The published widths are the widest that the network has.
      ...(name === "twice the widths" ? { profiles: ["smoke", "small"] as const } : {}),
      ...(k === 0 ? {} : { against: "the profile's own" }),
    })),
    seeds: 5,
  },
} satisfies Record<string, Study>;

/** Name of a declared study. */
export type StudyName = keyof typeof DECLARED;

/** The declared studies, by name. */
export const STUDIES: Readonly<Record<StudyName, Study>> = DECLARED;

/** Names of the declared studies. */
export const STUDY_NAMES = Object.keys(DECLARED) as readonly StudyName[];
