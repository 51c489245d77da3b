/**
 * What a penalty sees: the codes of one batch.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";

/** Codes of a batch. */
export interface CodeBatch {
  /** μ, N×D. */
  readonly mean: tf.Tensor2D;
  /** ln σ², N×D. */
  readonly logVariance: tf.Tensor2D;
  /** Samples z of the posterior, N×D. */
  readonly latents: tf.Tensor2D;
  /** Images in the whole training set, at least N. */
  readonly datasetSize: number;
}
