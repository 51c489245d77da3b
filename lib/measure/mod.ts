/**
 * Measures: how far images are from their targets, and how the codes of a set lie in latent space.
 * Each is a pure function of numbers.
 *
 * @module
 */

export * from "./image/image_errors.ts";
export * from "./image/structural_similarity.ts";
export * from "./image/errors.ts";
export * from "./latent/covariance.ts";
export * from "./latent/principal_axes.ts";
