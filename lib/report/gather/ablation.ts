/**
 * The tables of the ablation, as a report takes them.
 *
 * @module
 */

import type { AblationArm, AxisEntry, CovarianceEntry } from "../mod.ts";
import type { Result } from "../../results/stage.ts";
import { readTable } from "./read.ts";

/** The tables of an ablation, by what they hold. */
export async function ablationTables(result: Result): Promise<{
  ablation: AblationArm[];
  covariances: CovarianceEntry[];
  axes: AxisEntry[];
}> {
  const [ablation, covariances, axes] = await Promise.all(
    ["ablation", "covariance", "axes"].map((name) => readTable(result, name)),
  );
  return {
    ablation: ablation.map((row) => ({
      arm: row.arm,
      gamma: Number(row.gamma),
      dice: Number(row.dice),
      bceExcess: Number(row.bce_excess),
      publishedPenalty: Number(row.published_penalty),
      offDiagonalCovariance: Number(row.off_diagonal_covariance),
      maxAbsCorrelation: Number(row.max_abs_correlation),
      largestAngle: Number(row.largest_angle),
    })),
    covariances: covariances.map((row) => ({
      arm: row.arm,
      i: Number(row.i),
      j: Number(row.j),
      covariance: Number(row.covariance),
      correlation: Number(row.correlation),
    })),
    axes: axes.map((row) => ({
      arm: row.arm,
      component: Number(row.component),
      share: Number(row.share),
      angles: Object.keys(row).filter((name) => name.startsWith("angle_"))
        .map((name) => Number(row[name])),
    })),
  };
}
