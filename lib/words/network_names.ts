/**
 * What networks are called: by the images of a dataset that they are trained on.
 *
 * @module
 */

/**
 * `punctured`: all images but those in the hole; `control`: as many, which miss others at random;
 * `full`: all.
 */
export const NETWORK_NAMES = ["punctured", "control", "full"] as const;

/** What a network is called, which is also the subset that it is trained on. */
export type NetworkName = typeof NETWORK_NAMES[number];

/** The two networks that a hole is measured with: trained around it, and its control. */
export const PAIR = ["punctured", "control"] as const;

/** One of {@linkcode PAIR}. */
export type PairName = typeof PAIR[number];
