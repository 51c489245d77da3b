/**
 * A model as an evaluation sees it: what it makes of images, whatever it was trained with. A network
 * of this suite can do all of it; of a model of one's own, known by its outputs alone, much is left
 * out, and what needs it is left out of the evaluation.
 *
 * @module
 */

import type { ImageSet } from "../dataset/image_set.ts";
import type { EncodedPosteriors, Reconstruction } from "../model/inference.ts";

/** Images with the name by which a model's own files know them. */
export interface NamedSet extends ImageSet {
  /** `dataset` (all its images), `hole`, `validation`, a transect's, or `lattice`. */
  readonly name: string;
}

/** How images are reconstructed. */
export interface ReconstructionChoice {
  /** Whether z = μ + σ·ε is decoded instead of μ. */
  readonly noise: boolean;
  /** Seed of ε. */
  readonly seed: number;
}

/** What an evaluation asks of a model. */
export interface EvaluatedModel {
  /** Latents L of a code; 0 where nothing is known of codes. */
  readonly latents: number;
  /** Whether its codes are what an encoder made of the images, so that measuring them says something. */
  readonly encodes: boolean;
  /** Whether its posteriors have noise, so that ln σ² means something. */
  readonly noise: boolean;
  /** Frees what it holds on the backend. Absent where that is nothing. */
  close?(): void;
  /** Encodes and decodes images. */
  reconstruct(set: NamedSet, choice: ReconstructionChoice): Promise<Reconstruction>;
  /** Posteriors of images, each N × L, row-major. */
  posteriors(set: NamedSet): Promise<EncodedPosteriors>;
  /** μ of any images, N × L. Absent where the encoder is not at hand. */
  encode?(set: ImageSet): Promise<Float32Array<ArrayBuffer>>;
  /** Pixels in [0, 1] of codes, N × S². Absent where the decoder is not at hand. */
  decode?(codes: Float32Array): Promise<Float32Array<ArrayBuffer>>;
  /**
   * Derivatives of the decoded pixels of codes, a latent unit: for each direction N × S². Absent
   * likewise.
   *
   * @param codes N × L
   * @param directions each N × L: a step of every code
   */
  derivatives?(
    codes: Float32Array,
    directions: readonly Float32Array[],
  ): Promise<Float32Array<ArrayBuffer>[]>;
}
