/**
 * The two networks of a comparison, by the words that results and figures have for them.
 *
 * @module
 */

/** A network trained around the hole, or its control. */
export type ModelRole = "punctured" | "control";
