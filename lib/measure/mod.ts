/**
 * Measures: how far images are from their targets, what simpler methods make of the same images,
 * how the codes of a set lie in latent space, how separate the factors are in them, and how sure a
 * figure is. Each is a pure function of numbers.
 *
 * @module
 */

export * from "./image/image_errors.ts";
export * from "./image/structural_similarity.ts";
export * from "./image/measures.ts";
export * from "./image/recovery.ts";
export * from "./image/errors.ts";
export * from "./image/clipped_errors.ts";
export * from "./baselines/cross_fade.ts";
export * from "./baselines/nearest.ts";
export * from "./baselines/principal_components.ts";
export * from "./latent/activity.ts";
export * from "./latent/covariance.ts";
export * from "./latent/curvature.ts";
export * from "./latent/enclosed.ts";
export * from "./latent/hole_width.ts";
export * from "./latent/intrinsic_dimension.ts";
export * from "./latent/polyline.ts";
export * from "./latent/polynomial.ts";
export * from "./latent/principal_axes.ts";
export * from "./latent/pullback.ts";
export * from "./latent/regression.ts";
export * from "./disentanglement/columns.ts";
export * from "./disentanglement/dci.ts";
export * from "./disentanglement/importance.ts";
export * from "./disentanglement/mig.ts";
export * from "./disentanglement/modularity.ts";
export * from "./disentanglement/mutual_information.ts";
export * from "./disentanglement/sap.ts";
export * from "./disentanglement/total_correlation.ts";
export * from "./cost_interval.ts";
export * from "./intervals.ts";
export * from "./pair_correlation.ts";
export * from "./statistics.ts";
