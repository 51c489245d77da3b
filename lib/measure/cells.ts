/**
 * Cells that the tables of several stages share.
 *
 * @module
 */

import { meanErrors } from "./image/errors.ts";
import { type ImageErrors, MEASURE_NAMES, type MeasureName, MEASURES } from "./image/measures.ts";

/** Column names of the errors of an image, in the order of every table. */
export const ERROR_COLUMNS: readonly string[] = MEASURE_NAMES.map((name) => MEASURES[name].column);

/** Errors as cells, of all measures or of those named. */
export function errorRow(
  errors: ImageErrors,
  names: readonly MeasureName[] = MEASURE_NAMES,
): Record<string, number> {
  return Object.fromEntries(names.map((name) => [MEASURES[name].column, errors[name]]));
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
