/**
 * Measures: how far images are from their targets, and how the codes of a set lie in latent space.
 * Each is a pure function of numbers.
 *
 * @module
 */

export * from "./image_errors.ts";
export * from "./structural_similarity.ts";
export * from "./errors.ts";
export * from "./covariance.ts";
export * from "./principal_axes.ts";
