/**
 * The ablation of covariance losses, what that stage does: trained arms in, one table out.
 *
 * | file | content |
 * |---|---|
 * | `tables/ablation.csv` | a row an arm: reconstruction on validation, penalties, alignment of μ (`NaN` where it has no meaning) |
 * | `tables/covariance.csv` | covariance and correlation of μᵢ and μⱼ for each arm |
 * | `tables/axes.csv` | for each arm and principal axis: share of variance, angles in degrees |
 *
 * @module
 */

import { readCsv } from "../files/csv.ts";
import { type Row, writeTable } from "../files/tables.ts";
import { errorRow } from "../measure/cells.ts";
import { type MeanErrors, MEASURE_NAMES, MEASURES } from "../measure/image/measures.ts";
import { ACTIVE_VARIANCE, pickLatents } from "../measure/latent/activity.ts";
import {
  correlation,
  covariance,
  largestCorrelation,
  offDiagonalPenalty,
  publishedPenalty,
} from "../measure/latent/covariance.ts";
import { alignment, principalAxes } from "../measure/latent/principal_axes.ts";
import type { Metrics, Result, StageRun } from "../results/stage.ts";
import type { AblationParameters } from "./ablation_parameters.ts";
import { axisRows, covarianceRows } from "./covariance_rows.ts";

/** The measures that say how good a reconstruction is. */
const JUDGING = MEASURE_NAMES.filter((name) => MEASURES[name].better !== null);

/** Compares the arms of a run, each a trained model under its own role. */
export async function compareArms(
  { parameters, inputs, out }: StageRun<AblationParameters>,
): Promise<Metrics> {
  const measured = await Promise.all(
    parameters.arms.map((arm) => measureArm(arm, inputs[arm])),
  );
  for (const name of ["ablation", "covariance", "axes"] as const) {
    await writeTable(out, name, { rows: measured.flatMap((arm) => arm[name]) });
  }
  return Object.fromEntries(measured.map(({ arm, summary }) => [arm, summary]));
}

async function measureArm(arm: string, result: Result): Promise<{
  arm: string;
  summary: Metrics;
  ablation: Row[];
  covariance: Row[];
  axes: Row[];
}> {
  const { loss, latents } = result.parameters as {
    loss: { penalty: string; gamma: number };
    latents: number;
  };
  const validation = result.metrics.validation as unknown as MeanErrors;
  const codes = await readCodes(`${result.directory}/tables/latents.csv`, latents);
  const shape = { latents };
  const matrix = covariance(codes, shape), correlations = correlation(codes, shape);
  const summary = {
    ...errorRow(validation, JUDGING),
    published_penalty: publishedPenalty(codes, shape),
    off_diagonal_covariance: offDiagonalPenalty(matrix),
    ...alignmentOf(codes, latents),
  };
  return {
    arm,
    summary,
    ablation: [{
      arm,
      penalty: loss.penalty,
      gamma: loss.gamma,
      ...summary,
      max_abs_correlation: summary.max_abs_correlation ?? NaN,
      largest_angle: summary.largest_angle ?? NaN,
    }],
    covariance: covarianceRows(matrix, correlations).map((row) => ({ arm, ...row })),
    axes: axisRows(matrix).map((row) => ({ arm, ...row })),
  };
}

/**
 * How the active units hang together (Burda et al. 2016: those whose μ has a variance above 0.01). A
 * training run keeps no σ, against which an evaluation holds each latent's signal; the published
 * one has the variance 0.01. `null` where there are fewer than two units, or two axes of one variance.
 */
function alignmentOf(codes: Float64Array, latents: number) {
  const variances = covariance(codes, { latents }).map((row, k) => row[k]);
  const active = [...variances.keys()].filter((k) => variances[k] > ACTIVE_VARIANCE);
  const shape = { latents: active.length };
  if (active.length < 2) {
    return { active_units: active.length, max_abs_correlation: null, largest_angle: null };
  }
  const chosen = pickLatents(codes, { latents, chosen: active });
  const axes = principalAxes(covariance(chosen, shape));
  return {
    active_units: active.length,
    max_abs_correlation: largestCorrelation(correlation(chosen, shape)),
    largest_angle: alignment(axes, { count: codes.length / latents }).largestAngle,
  };
}

async function readCodes(path: string, latents: number): Promise<Float64Array> {
  const rows = readCsv(await Deno.readTextFile(path));
  const codes = new Float64Array(rows.length * latents);
  rows.forEach((row, n) => {
    for (let k = 0; k < latents; k++) codes[n * latents + k] = Number(row[`mu_${k + 1}`]);
  });
  return codes;
}
