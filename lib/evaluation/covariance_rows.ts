/**
 * Rows of the tables of how codes hang together: their covariance and its principal axes.
 *
 * @module
 */

import type { Row } from "../files/tables.ts";
import { principalAxes } from "../measure/latent/principal_axes.ts";

/** A row for each pair of latents; numbers of latents begin with 1. */
export function covarianceRows(
  matrix: readonly (readonly number[])[],
  correlations: readonly (readonly number[])[],
): Row[] {
  return matrix.flatMap((row, i) =>
    row.map((value, j) => ({
      i: i + 1,
      j: j + 1,
      covariance: value,
      correlation: correlations[i][j],
    }))
  );
}

/** A row for each axis, the one of the largest share first, with its angles to the latents. */
export function axisRows(matrix: readonly (readonly number[])[]): Row[] {
  return principalAxes(matrix).map(({ share, angles }, k) => ({
    component: k + 1,
    share,
    ...Object.fromEntries(angles.map((angle, latent) => [`angle_${latent + 1}`, angle])),
  }));
}
