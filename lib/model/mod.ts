/**
 * The network, its objective, and its files.
 *
 * @module
 */

export { type FolderState, type OutputFolder, outputFolder } from "../files/output_folder.ts";
export type { ImageSet } from "../dataset/image_set.ts";
export * from "./architecture.ts";
export * from "./files.ts";
export * from "./saving.ts";
export * from "./image_tensor.ts";
export * from "./inference.ts";
export * from "./decoder_derivatives.ts";
export * from "./code_batch.ts";
export * from "./loss_parameters.ts";
export * from "./losses.ts";
export * from "./penalties.ts";
export * from "./posteriors.ts";
export {
  batchCovariance,
  covariancePenalty,
  dipPenalty,
  publishedPenalty,
} from "./penalty_terms.ts";
export type { Dual } from "./forward_mode.ts";
export * from "./elbo_decomposition.ts";
export * from "./total_correlation_bias.ts";
export * from "./true_codes.ts";
export * from "./vae.ts";
