/**
 * The kinds of posterior q(z|x) in one table: what stands between an image and the code that is
 * decoded.
 *
 * @module
 */

/** A kind of posterior. */
export interface PosteriorKind {
  /** Whether an encoder gives the code; without one it is the true (a, b). */
  readonly encoder: boolean;
  /** Whether noise is added to the code, so that the KL term, and what rests on σ, has a meaning. */
  readonly noise: boolean;
  /** What it is, for a table or a label. */
  readonly words: string;
}

/** The kinds by name; `fixed` is the published one. */
export const POSTERIORS = {
  fixed: { encoder: true, noise: true, words: "fixed σ = 0.1" },
  learned: { encoder: true, noise: true, words: "learned σ" },
  none: { encoder: true, noise: false, words: "no σ, a plain autoencoder" },
  truth: { encoder: false, noise: false, words: "no encoder, the true (a, b)" },
} as const satisfies Readonly<Record<string, PosteriorKind>>;

/** Name of a kind of posterior. */
export type PosteriorName = keyof typeof POSTERIORS;

/** Names of all kinds. */
export const POSTERIOR_NAMES = Object.keys(POSTERIORS) as readonly PosteriorName[];
