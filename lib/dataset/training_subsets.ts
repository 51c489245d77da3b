/**
 * The sets of a dataset's images that a network may be trained on.
 *
 * @module
 */

/**
 * `punctured`: all but those in the hole; `control`: as many, which miss others at random; `full`: all.
 */
export const SUBSETS = ["punctured", "control", "full"] as const;
