/**
 * Cells that the tables of several stages share.
 *
 * @module
 */

import { meanErrors } from "../measure/image/errors.ts";
import type { ImageErrors } from "../measure/image/image_errors.ts";

const ERRORS = ["bce", "entropy", "bceExcess", "mse", "ssim", "dice"] as const;

/** Column names of the errors of an image, in the order of every table. */
export const ERROR_COLUMNS: readonly string[] = [
  "bce",
  "entropy",
  "bce_excess",
  "mse",
  "ssim",
  "dice",
];

/** Errors as cells under {@linkcode ERROR_COLUMNS}. */
export function errorRow(errors: ImageErrors): Record<string, number> {
  return Object.fromEntries(ERRORS.map((name, k) => [ERROR_COLUMNS[k], errors[name]]));
}

/** Number and mean errors of images, at least one, as members of `metrics.json`. */
export function errorMeans(errors: readonly ImageErrors[]): Record<string, number> {
  const { count, ...means } = meanErrors(errors);
  return { count, ...errorRow(means) };
}

/** One image's latent coordinates as cells: `mu_1`, `mu_2`, … */
export function latentRow(
  means: Float32Array,
  { latents, row }: { latents: number; row: number },
): Record<string, number> {
  return Object.fromEntries(
    Array.from({ length: latents }, (_, k) => [`mu_${k + 1}`, means[row * latents + k]]),
  );
}
