/**
 * The penalties in one table: the weight γ of each where none is given and why, what it needs to act
 * at all, and how it is computed. Flags, schema and training take everything from here, so that a new
 * penalty is one entry.
 *
 * What an entry computes with is handed to it ({@linkcode PenaltyTools}). Of TF.js and of
 * `penalty_terms.ts` this file imports types alone: a command line, its help and a study's plan
 * read the table, and TF.js takes half a second to load.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { CodeBatch } from "./code_batch.ts";
import type * as terms from "./penalty_terms.ts";

/** What a penalty is computed with. */
export interface PenaltyTools {
  /** TF.js. */
  readonly tf: typeof tf;
  /** Terms that several penalties share. */
  readonly terms: typeof terms;
}

/** A penalty. */
export interface Penalty {
  /** Its usual name, and what it adds to the loss: a menu's words. */
  readonly words: string;
  /** γ where none is given: 0 for none, else more. */
  readonly gamma: number;
  /** Why this γ. */
  readonly reason: string;
  /** Fewest latents with which it acts: a pair has two. */
  readonly latents: number;
  /** Fewest images a step with which it acts: one image has no covariance, and no aggregate. */
  readonly batch: number;
  /** Whether it acts on the posterior's σ, so that it needs one. */
  readonly noise: boolean;
  /** Whether it estimates a total correlation from the batch, which a small one cannot. */
  readonly totalCorrelation: boolean;
  /** The penalty of a batch before its weight, a scalar. */
  readonly compute: (batch: CodeBatch, tools: PenaltyTools) => tf.Scalar;
}

/** A penalty of pairs of latents. */
const PAIRS = { latents: 2, noise: false, totalCorrelation: false } as const;

/**
 * The penalties by name. Each γ is one at which the penalty was seen to change the codes at 64² with
 * three latents and λ = 1e-3 (`results/reference/studies/disentanglement`), but for that of
 * `published`.
 *
 * Others sum the cross-entropy over the pixels, where it is averaged here, so their weight is
 * γ·pixels. At 64² that is 41 for `covariance` and `dip-ii`, and 4.1 for `dip-i` and `beta-tc`.
 * Locatello et al. 2019 (arXiv 1811.12359, appendix) take λ_od from 1 to 50 for both DIP-VAEs, and
 * β from 1 to 10 for β-TC-VAE, where γ is β − 1.
 *
 * β-TC-VAE (Chen et al. 2018, arXiv 1802.04942, equation 4 with α = γ = 1) weights the total
 * correlation inside the KL term by β. The KL term stays analytic here, so that its weight γ is what
 * exceeds 1: γ = λ·(β − 1)·2/D. It needs a batch of 64 or more at σ = 0.1.
 */
export const PENALTIES = {
  "none": {
    words: "none",
    gamma: 0,
    reason: "there is nothing to weigh",
    latents: 1,
    batch: 1,
    noise: false,
    totalCorrelation: false,
    compute: (_: CodeBatch, { tf }: PenaltyTools): tf.Scalar => tf.scalar(0),
  },
  "published": {
    words: "published: mean |μᵢμⱼ| of two latents",
    gamma: 1e-4,
    reason: "as in part 3 of the publication; it hardly acts there, 1e-2 does",
    ...PAIRS,
    batch: 1,
    compute: ({ mean }: CodeBatch, { terms }: PenaltyTools): tf.Scalar =>
      terms.publishedPenalty(mean),
  },
  "covariance": {
    words: "covariance: cov(μᵢ, μⱼ)² of two latents",
    gamma: 1e-2,
    reason: "the ablation's; largest |correlation| 0.44 without, 0.07 with it",
    ...PAIRS,
    batch: 2,
    compute: ({ mean }: CodeBatch, { terms }: PenaltyTools): tf.Scalar =>
      terms.covariancePenalty(mean),
  },
  "dip-i": {
    words: "DIP-VAE-I: covariance, and variances of μ near 1",
    gamma: 1e-3,
    reason: "ten times that stands before the diagonal, so this is a tenth of dip-ii",
    ...PAIRS,
    batch: 2,
    compute: ({ mean }: CodeBatch, { terms }: PenaltyTools): tf.Scalar =>
      terms.dipPenalty(terms.batchCovariance(mean), { diagonal: 10 }),
  },
  "dip-ii": {
    words: "DIP-VAE-II: the same of the noisy codes z",
    gamma: 1e-2,
    reason: "its off-diagonal part is that of covariance, and so is its weight",
    ...PAIRS,
    noise: true,
    batch: 2,
    compute: ({ mean, logVariance }: CodeBatch, { tf, terms }: PenaltyTools): tf.Scalar => {
      const spread = tf.mul(tf.eye(mean.shape[1]), tf.mean(tf.exp(logVariance), 0, true));
      return terms.dipPenalty(tf.add(terms.batchCovariance(mean), spread), { diagonal: 1 });
    },
  },
  "beta-tc": {
    words: "β-TC-VAE: total correlation of the codes",
    gamma: 1e-3,
    reason: "amounts to β = 2.5 at λ = 1e-3 and 3 latents (γ = λ·(β − 1)·2/latents)",
    latents: 2,
    batch: 2,
    noise: true,
    totalCorrelation: true,
    compute: (batch: CodeBatch, { terms }: PenaltyTools): tf.Scalar =>
      terms.elboDecomposition(batch).totalCorrelation,
  },
} as const satisfies Readonly<Record<string, Penalty>>;

/** Name of a penalty. */
export type PenaltyName = keyof typeof PENALTIES;

/** Names of all penalties, `none` first. */
export const PENALTY_NAMES = Object.keys(PENALTIES) as readonly PenaltyName[];
