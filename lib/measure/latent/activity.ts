/**
 * Which latents carry a signal. A network that pays more for its KL term than a latent is worth
 * gives that latent up: μ hardly moves, σ fills the prior, and the decoder reads noise. What is
 * left of μ is still a column of numbers, and scores of it (a correlation, a mutual information,
 * an R²) say nothing of the network, which never decodes anything so fine. So each latent's signal,
 * the variance of μ over images, is held against its noise, the mean of σ².
 *
 * Burda et al. (2016, arXiv 1509.00519) count a latent as an active unit where the variance of μ
 * exceeds 0.01. With the fixed σ = 0.1 of this suite that is the variance of the noise, so that both
 * rules are one. With a learned σ they are not: a latent of variance 0.05 under a noise of 0.95 is an
 * active unit and carries 0.03 nats, and one of variance 0.005 under a noise of 0.0001 is none and
 * carries 2. So the number of active units is reported as published, and scores are of the latents
 * whose signal exceeds their noise.
 *
 * @module
 */

import { type Codes, type CodeShape, covariance } from "./covariance.ts";

/** Posteriors q(z|x) of N images: diagonal Gaussians. */
export interface Posteriors {
  /** μ, row-major N × D. */
  readonly means: Codes;
  /** ln σ², row-major N × D; `null` where the codes have no noise. */
  readonly logVariances: Codes | null;
}

/** One latent's signal and noise. */
export interface LatentActivity {
  /** Variance of μ over the images, in latent units², ≥ 0. */
  readonly signal: number;
  /** Mean of σ² over the images, in latent units², > 0; 0 for codes without noise. */
  readonly noise: number;
  /**
   * Mean KL divergence from the standard normal prior, ½ (μ² + σ² − ln σ² − 1), in nats, ≥ 0;
   * `null` for codes without noise, where it is infinite.
   */
  readonly kl: number | null;
  /** Whether `signal` exceeds {@linkcode ACTIVE_VARIANCE}: an active unit (Burda et al. 2016). */
  readonly activeUnit: boolean;
  /** Whether `signal` exceeds `noise`, so that scores of the codes count the latent. */
  readonly hasSignal: boolean;
}

/** Variance of μ, in latent units², above which a latent is an active unit (Burda et al. 2016). */
export const ACTIVE_VARIANCE = 0.01;

function checkPosteriors({ means, logVariances }: Posteriors): void {
  if (logVariances && means.length !== logVariances.length) {
    throw new RangeError(
      "Cannot measure the activity: μ and ln σ² must be as many numbers, received " +
        `${means.length} and ${logVariances.length}`,
    );
  }
  const wrong = [means, logVariances ?? []].flatMap((values) => {
    const at = values.findIndex((value) => !Number.isFinite(value));
    return at < 0 ? [] : [values[at]];
  });
  if (wrong.length > 0) {
    throw new RangeError(
      `Cannot measure the activity: μ and ln σ² must be finite, received ${wrong[0]}`,
    );
  }
}

/**
 * Signal, noise and KL divergence of each latent.
 *
 * @returns D entries.
 * @throws {RangeError} The arrays are empty, no multiple of D, of different lengths or hold a value
 * that is not finite.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { latentActivity } from "./activity.ts";
 *
 * const means = Float64Array.of(-1, 0.01, 1, -0.01);
 * const logVariances = Float64Array.of(-4, 0, -4, 0);
 * assertEquals(
 *   latentActivity({ means, logVariances }, { latents: 2 }).map((k) => k.hasSignal),
 *   [true, false],
 * );
 * ```
 */
export function latentActivity(
  posteriors: Posteriors,
  { latents }: CodeShape,
): LatentActivity[] {
  checkPosteriors(posteriors);
  const { means, logVariances } = posteriors;
  const signals = covariance(means, { latents }).map((row, k) => row[k]);
  const images = means.length / latents;
  const noises = new Float64Array(latents);
  const divergences = new Float64Array(latents);
  for (let i = 0; logVariances && i < means.length; i++) {
    const [mean, log] = [means[i], logVariances[i]];
    const variance = Math.exp(log);
    noises[i % latents] += variance / images;
    divergences[i % latents] += (mean ** 2 + variance - log - 1) / 2 / images;
  }
  return signals.map((signal, k) => ({
    signal,
    noise: noises[k],
    kl: logVariances && divergences[k],
    activeUnit: signal > ACTIVE_VARIANCE,
    hasSignal: signal > noises[k],
  }));
}

/**
 * The columns of some latents.
 *
 * @param codes N × D numbers, row-major.
 * @param chosen Latents to keep, in order, counted from 0; at least one.
 * @returns N × `chosen.length` numbers, row-major.
 * @throws {RangeError} The codes are no multiple of D, or a latent is not one of them.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { pickLatents } from "./activity.ts";
 *
 * assertEquals(
 *   [...pickLatents(Float64Array.of(1, 2, 3, 4, 5, 6), { latents: 3, chosen: [2, 0] })],
 *   [3, 1, 6, 4],
 * );
 * ```
 */
export function pickLatents<T extends Codes>(
  codes: T,
  { latents, chosen }: CodeShape & { readonly chosen: readonly number[] },
): T {
  const rows = codes.length / latents;
  const fits = Number.isInteger(rows) && chosen.length > 0 &&
    chosen.every((latent) => Number.isInteger(latent) && latent >= 0 && latent < latents);
  if (!fits) {
    throw new RangeError(
      `Cannot pick latents: they must be at least one of 0 to ${latents - 1} of N × ${latents} ` +
        `numbers, received [${chosen}] of ${codes.length} numbers`,
    );
  }
  const picked = codes.slice(0, rows * chosen.length) as T;
  for (let i = 0; i < picked.length; i++) {
    picked[i] = codes[Math.floor(i / chosen.length) * latents + chosen[i % chosen.length]];
  }
  return picked;
}
