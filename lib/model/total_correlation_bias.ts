/**
 * How far the estimate of total correlation that β-TC-VAE punishes can be trusted: it is tried on
 * codes whose total correlation is known. A batch holds few of the images that the aggregate
 * posterior is a mixture of, so the estimate errs, most where σ is small beside the spread of the
 * codes (`docs/penalties.md` has a table).
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { createRandom } from "../random.ts";
import { elboDecomposition } from "./elbo_decomposition.ts";
import type { CodeBatch } from "./code_batch.ts";

/** Gaussian codes to try an estimate on. */
export interface GaussianCodes {
  /** Correlation of the first two latents' μ, in (−1, 1); the others are independent. */
  readonly correlation: number;
  /** σ of every posterior, where each latent's μ has variance 1. */
  readonly sigma: number;
  /** D, at least 2. */
  readonly latents: number;
  /** Images drawn. */
  readonly count: number;
}

/** μ and a sample z of each image's posterior, count × latents, row-major. */
export function gaussianCodes(
  { correlation, sigma, latents, count }: GaussianCodes,
): { readonly mean: Float32Array; readonly samples: Float32Array } {
  const random = createRandom(0, "total correlation");
  const mean = random.normalInto(new Float32Array(count * latents));
  for (let n = 0; n < count * latents; n += latents) {
    mean[n + 1] = correlation * mean[n] + Math.sqrt(1 - correlation ** 2) * mean[n + 1];
  }
  const noise = random.normalInto(new Float32Array(count * latents));
  return { mean, samples: noise.map((value, i) => mean[i] + sigma * value) };
}

/**
 * Total correlation of the aggregate posterior of such codes when there are infinitely many images,
 * in nats: −½·ln(1 − r²), r = correlation/(1 + σ²).
 */
export function gaussianTotalCorrelationOf(
  { correlation, sigma }: Pick<GaussianCodes, "correlation" | "sigma">,
): number {
  return -Math.log(1 - (correlation / (1 + sigma ** 2)) ** 2) / 2;
}

/**
 * The estimate of β-TC-VAE for such codes, in nats, averaged over the batches of `count` images.
 *
 * @param options codes, and how the estimate is made
 */
export async function estimatedTotalCorrelation(
  { batch, datasetSize, ...codes }: GaussianCodes & {
    /** Images a batch, at least 2. */
    readonly batch: number;
    /** Images of the whole training set, at least `batch`. */
    readonly datasetSize: number;
  },
): Promise<number> {
  const { sigma, latents, count } = codes;
  const { mean, samples } = gaussianCodes(codes);
  const batches = Math.floor(count / batch);
  let sum = 0;
  for (let k = 0; k < batches; k++) {
    const rows = (values: Float32Array) =>
      tf.tensor2d(values.slice(k * batch * latents, (k + 1) * batch * latents), [batch, latents]);
    const term = tf.tidy(() => {
      const codeBatch: CodeBatch = {
        mean: rows(mean),
        latents: rows(samples),
        logVariance: tf.fill([batch, latents], 2 * Math.log(sigma)),
        datasetSize,
      };
      return elboDecomposition(codeBatch).totalCorrelation;
    });
    sum += (await term.data())[0];
    term.dispose();
  }
  return sum / batches;
}

/** Correlation of two latents that an estimate should see: −½·ln(1 − r²) is 0.79 at σ = 0.1. */
const STRONG = 0.9;

/** Images that a check draws, where a batch is not larger. */
const CHECKED = 512;

/**
 * A warning where the estimate's error outweighs what it is to measure: for independent latents it
 * is further from 0 than a correlation of 0.9 between two of them amounts to, or less than half of
 * such a correlation shows in it. `null` where neither is so.
 *
 * @param options how the estimate is made; codes of variance 1 are assumed
 */
export async function totalCorrelationWarning(
  { batch, sigma, latents, datasetSize }: {
    readonly batch: number;
    readonly sigma: number;
    readonly latents: number;
    readonly datasetSize: number;
  },
): Promise<string | null> {
  const estimate = (correlation: number) =>
    estimatedTotalCorrelation({
      correlation,
      sigma,
      latents,
      count: Math.max(CHECKED, batch),
      batch,
      datasetSize,
    });
  const exact = gaussianTotalCorrelationOf({ correlation: STRONG, sigma });
  const bias = await estimate(0);
  const share = (await estimate(STRONG) - bias) / exact;
  if (Math.abs(bias) <= exact && share >= 0.5) return null;
  return `warning: with batch ${batch} the total correlation that beta-tc punishes errs by ` +
    `${bias.toFixed(1)} nats for independent latents at σ ${sigma}, and shows ` +
    `${Math.max(0, Math.round(100 * share))} % of a correlation of ${STRONG}: a larger --batch ` +
    `errs less (docs/penalties.md)`;
}
