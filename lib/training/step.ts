/**
 * One step of training: a batch of images, the loss, its gradients, Adam. Here nothing is read from or
 * written to a file, so a page trains with it too.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { ImageSet } from "../dataset/image_set.ts";
import type { Architecture } from "../model/architecture.ts";
import { imageTensor, posteriorOf } from "../model/image_tensor.ts";
import { type LossTerms, publishedSampleWeights, totalLoss } from "../model/losses.ts";
import { Vae } from "../model/vae.ts";
import { Adam } from "./adam.ts";
import { stepNoise } from "./batches.ts";
import type { TrainParameters } from "./schema.ts";

/** The terms that a step returns, in order. */
export const TERMS = ["loss", "bce", "kl", "penalty"] as const;

/** The learning rate of step `step` (from 0) of `total`. */
export function rateAt(
  { rate, decay }: Pick<TrainParameters, "rate" | "decay">,
  step: number,
  total: number,
): number {
  return decay === "cosine" ? rate * (1 + Math.cos(Math.PI * step / total)) / 2 : rate;
}

/** What one step is made of. */
export interface Step {
  readonly set: ImageSet;
  /** Positions in the set. */
  readonly chosen: Uint32Array;
  readonly loss: TrainParameters["loss"];
  readonly seed: number;
  /** From 0. */
  readonly step: number;
  readonly rate: number;
}

/** One step of training; returns loss, cross-entropy, KL and penalty as a tensor of 4. */
export function trainingStep(vae: Vae, adam: Adam, options: Step): tf.Tensor1D {
  const { set, chosen, loss, seed, step, rate } = options;
  return tf.tidy(() => {
    const targets = imageTensor(set, chosen);
    const noise = stepNoise([chosen.length, vae.architecture.latents], { seed, step });
    const weights = loss.weights !== "none"
      ? tf.tensor1d(
        publishedSampleWeights(Array.from(chosen, (n) => set.points[set.indices[n]])),
      )
      : null;
    let terms: LossTerms | undefined;
    const { grads } = tf.variableGrads(() => {
      const posterior = posteriorOf(vae, { set, chosen, images: () => targets });
      const latents = vae.sample(posterior, noise);
      const logits = vae.decode(latents, "training");
      const datasetSize = set.indices.length;
      terms = totalLoss(loss, { logits, targets, ...posterior, latents, datasetSize, weights });
      // The tensors of `terms` must outlive the gradient's own scope.
      Object.values(terms).forEach((term) => tf.keep(term));
      return terms.loss;
    }, [...vae.trainable.values()]);
    adam.apply(grads, { rate, step: step + 1 });
    const parts = TERMS.map((term) => (terms as LossTerms)[term]);
    const stacked = tf.stack(parts) as tf.Tensor1D;
    parts.forEach((part) => part.dispose());
    return stacked;
  });
}

/** A step of a network of the same kind, of which nothing is kept. */
export function stepOfAnother(
  architecture: Architecture,
  { set, chosen, loss }: {
    readonly set: ImageSet;
    readonly chosen: Uint32Array;
    readonly loss: TrainParameters["loss"];
  },
): void {
  const vae = Vae.create(architecture, 0);
  const adam = new Adam(vae.trainable);
  trainingStep(vae, adam, { set, chosen, loss, seed: 0, step: 0, rate: 0 }).dispose();
  adam.dispose();
  vae.dispose();
}
