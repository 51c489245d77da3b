/**
 * Posteriors on WebGPU: their divergence and a draw from each.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { type Gpu, sizeOf } from "./gpu.ts";

/** Kernels of `../latents.ts`. */
export function latentKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    LatentDivergence({ mean, logVariance }) {
      const [count, latents] = mean.shape;
      const divergences = gpu.output([count]);
      runEachIndex(gpu, {
        key: "latent divergence",
        reads: { mean, log_variance: logVariance },
        writes: { divergences },
        sizes: { latents },
        count,
        body: () =>
          `  var sum = 0.0;
  for (var latent = 0u; latent < sizes.latents; latent++) {
    let at = index * sizes.latents + latent;
    let m = mean[mean_at + at];
    let l = log_variance[log_variance_at + at];
    sum += m * m + exp(l) - (l + 1.0);
  }
  divergences[divergences_at + index] = sum / f32(sizes.latents);`,
      });
      return [divergences];
    },

    LatentDivergenceGradient({ dy, mean, logVariance }) {
      const [dMean, dLogVariance] = [gpu.output(mean.shape), gpu.output(mean.shape)];
      runEachIndex(gpu, {
        key: "latent divergence gradient",
        reads: { dy, mean, log_variance: logVariance },
        writes: { d_mean: dMean, d_log_variance: dLogVariance },
        sizes: { latents: mean.shape[1] },
        count: sizeOf(mean),
        body: () =>
          `  let slope = dy[dy_at + index / sizes.latents] / f32(sizes.latents);
  d_mean[d_mean_at + index] = slope * 2.0 * mean[mean_at + index];
  d_log_variance[d_log_variance_at + index] =
    slope * (exp(log_variance[log_variance_at + index]) - 1.0);`,
      });
      return [dMean, dLogVariance];
    },

    DrawLatents({ mean, logVariance, noise }) {
      const drawn = gpu.output(mean.shape);
      runEachIndex(gpu, {
        key: "draw latents",
        reads: { mean, log_variance: logVariance, noise },
        writes: { drawn },
        count: sizeOf(mean),
        body: () =>
          `  let sigma = exp(0.5 * log_variance[log_variance_at + index]);
  drawn[drawn_at + index] = mean[mean_at + index] + sigma * noise[noise_at + index];`,
      });
      return [drawn];
    },

    DrawLatentsGradient({ dy, logVariance, noise }) {
      const dLogVariance = gpu.output(dy.shape);
      runEachIndex(gpu, {
        key: "draw latents gradient",
        reads: { dy, log_variance: logVariance, noise },
        writes: { d_log_variance: dLogVariance },
        count: sizeOf(dy),
        body: () =>
          `  let sigma = exp(0.5 * log_variance[log_variance_at + index]);
  d_log_variance[d_log_variance_at + index] =
    0.5 * sigma * noise[noise_at + index] * dy[dy_at + index];`,
      });
      return [dLogVariance];
    },
  };
}
