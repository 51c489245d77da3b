/**
 * The settings of the objective that a network is trained with.
 *
 * @module
 */

import type { PenaltyName } from "./penalties.ts";

/** A term with a smaller weight than this is lost beside the cross-entropy, in float32. */
export const LEAST_WEIGHT = 1e-8;

/** Fully resolved parameters of a training objective. */
export interface LossParameters {
  /** λ: weight of the KL term in its latent-mean scaling; 8e-3 (transects) or 1e-3 (part 3). */
  readonly lambda: number;
  /** What is added to keep the latents apart; see `penalties.ts`. */
  readonly penalty: PenaltyName;
  /** γ: weight of the penalty; 0 with `none` and only there. See `penalties.ts`. */
  readonly gamma: number;
  /**
   * Sample weights, which favour a small b: none; as the publication's code applies them (to the
   * KL term only, see {@linkcode totalLoss}); or each to its own image.
   */
  readonly weights: "none" | "published" | "per-image";
}
