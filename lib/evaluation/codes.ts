/**
 * What the codes of a network look like: which latents carry a signal, covariance and axes, how well
 * they tell a and b, how separate the two are in them, and how many dimensions they fill. All from
 * the posteriors of the same points for every arm, those of the whole dataset, so that arms differ
 * by their networks alone.
 *
 * Scores are of the latents whose signal exceeds their noise (see `measure/latent/activity.ts`).
 * Those that describe the codes as they are (mean, penalties, covariance) are of all latents.
 *
 * @module
 */

import { alignment, principalAxes } from "../measure/latent/principal_axes.ts";
import {
  codeMean,
  type Codes,
  correlation,
  covariance,
  largestCorrelation,
  offDiagonalPenalty,
  publishedPenalty,
} from "../measure/latent/covariance.ts";
import { fitPolynomial } from "../measure/latent/polynomial.ts";
import { gaussianTotalCorrelation } from "../measure/disentanglement/total_correlation.ts";
import { type LatentActivity, latentActivity, pickLatents } from "../measure/latent/activity.ts";
import { twoNN } from "../measure/latent/intrinsic_dimension.ts";
import type { Metrics } from "../results/stage.ts";
import { type Axis, onCircle } from "../space/periodic.ts";
import type { Point } from "../space/space.ts";
import { needsLatents, NO_ENCODER, type Obstacles, score, type Scores } from "./scores.ts";
import type { Row } from "../files/tables.ts";
import type { CodedPoints } from "./coded_points.ts";
import { constantFactors, measureSeparation, type ScoredCodes } from "./separation.ts";
import { axisRows, covarianceRows } from "./covariance_rows.ts";

/** The mean latent steps that go with one more unit of a, and of b. */
export interface AttributeVectors {
  /** `null` where a is periodic, so that more of it leads back. */
  readonly a: readonly number[] | null;
  /** `null` where b is periodic. */
  readonly b: readonly number[] | null;
  /** The steps for one more unit of each number of {@linkcode inputsOf}. */
  readonly slopes: readonly (readonly number[])[];
}

/**
 * The mean latent step for more a and for more b: slopes of the least-squares plane of μ over
 * (a, b), in latent units for each axis unit; of a periodic parameter over its cosine and sine.
 */
export function attributeVectors(
  { points, codes, latents, periodic }: CodedPoints,
): AttributeVectors {
  const from = inputCount(periodic);
  const plane = fitPolynomial(
    { inputs: inputsOf(points, periodic), outputs: codes },
    { from, to: latents, degree: 1 },
  );
  const at = (more?: number) =>
    plane.predict(Float64Array.from({ length: from }, (_, input) => input === more ? 2 : 1));
  const origin = at();
  const step = (to: Float64Array) => Array.from(to, (value, k) => value - origin[k]);
  const slopes = Array.from({ length: from }, (_, input) => step(at(input)));
  return {
    a: periodic === "a" ? null : slopes[0],
    b: periodic === "b" ? null : slopes[from - 1],
    slopes,
  };
}

/** Numbers of a row of {@linkcode inputsOf}. */
export function inputCount(periodic: Axis | undefined): 2 | 3 {
  return periodic === undefined ? 2 : 3;
}

/** Points as rows of a and b; for a periodic one of them its cosine and sine stand in its place. */
export function inputsOf(points: readonly Point[], periodic?: Axis): Float64Array {
  const numbers = (point: Point, axis: Axis) =>
    axis === periodic ? onCircle(axis, point[axis]) : [point[axis]];
  return Float64Array.from(
    points.flatMap((point) => [...numbers(point, "a"), ...numbers(point, "b")]),
  );
}

/** Angle of a direction to the nearest latent axis, in degrees; `null` for no direction. */
function angleToNearestAxis(direction: readonly number[]): number | null {
  const [largest, ...rest] = direction.map(Math.abs).toSorted((one, other) => other - one);
  return largest === 0 ? null : Math.atan2(Math.hypot(...rest), largest) * 180 / Math.PI;
}

/** Angle between two directions regardless of their signs, in degrees, in [0, 90]. */
// The arc cosine keeps half the digits of a small angle (see angle.ts): other bytes need a new version.
function angleBetween(one: readonly number[], other: readonly number[]): number | null {
  const dot = one.reduce((sum, value, k) => sum + value * other[k], 0);
  const lengths = Math.hypot(...one) * Math.hypot(...other);
  return lengths === 0 ? null : Math.acos(Math.min(1, Math.abs(dot) / lengths)) * 180 / Math.PI;
}

/** Posteriors of some points. */
export interface EncodedPoints extends CodedPoints {
  /** ln σ² of each point, N × latents, row-major; `null` where there is no noise. */
  readonly logVariances: Codes | null;
  /**
   * μ of points drawn at random from the whole space, M × latents, whatever the points are; `null`
   * where the encoder is not at hand.
   */
  readonly drawn: Codes | null;
}

/** Figures of {@linkcode measureCodes}, and tables. */
export interface MeasuredCodes {
  /** Figures that always have a value. */
  readonly metrics: Metrics;
  readonly scores: Scores;
  /** Signal and noise of each latent. */
  readonly activity: readonly LatentActivity[];
  /** Latents whose signal exceeds their noise, counted from 0. */
  readonly scored: readonly number[];
  readonly tables: {
    /** A row for each latent. */
    readonly latents: Row[];
    /** A row for each pair of latents. */
    readonly covariance: Row[];
    /** A row for each principal axis. */
    readonly axes: Row[];
    /** A row for each factor and latent. */
    readonly factors: Row[];
  };
}

/** Measures the codes of a set of points. */
export function measureCodes(encoded: EncodedPoints, { seed }: { seed: number }): MeasuredCodes {
  const { points, codes, latents, logVariances } = encoded;
  const shape = { latents };
  const activity = latentActivity({ means: codes, logVariances }, shape);
  const scored = activity.flatMap(({ hasSignal }, latent) => hasSignal ? [latent] : []);
  const matrix = covariance(codes, shape);
  const separation = measureSeparation({ ...encoded, scored }, { seed });
  const constant = constantFactors(points);
  const steps = attributeVectors(encoded);
  return {
    metrics: {
      count: points.length,
      kl: logVariances && activity.reduce((sum, { kl }) => sum + (kl ?? 0), 0),
      active_units: activity.filter(({ activeUnit }) => activeUnit).length,
      scored_latents: scored.length,
      left_out_factors: constant,
      mean: [...codeMean(codes, shape)],
      published_penalty: publishedPenalty(codes, shape),
      off_diagonal_covariance: offDiagonalPenalty(matrix),
      step_a: constant.includes("a") || !steps.a ? null : [...steps.a],
      step_b: constant.includes("b") || !steps.b ? null : [...steps.b],
    },
    scores: {
      ...correlationScores({ ...encoded, scored }),
      ...stepScores(steps, { scored, constant, periodic: encoded.periodic }),
      intrinsic_dimension: dimensionScore(encoded, scored),
      ...separation.scores,
    },
    activity,
    scored,
    tables: {
      latents: activity.map(({ signal, noise, kl, activeUnit, hasSignal }, k) => ({
        latent: k + 1,
        signal,
        noise,
        kl: kl ?? "",
        active_unit: activeUnit ? 1 : 0,
        scored: hasSignal ? 1 : 0,
      })),
      covariance: covarianceRows(matrix, correlation(codes, shape)),
      axes: axisRows(matrix),
      factors: separation.factors,
    },
  };
}

function correlationScores({ points, codes, latents, scored }: ScoredCodes): Scores {
  const two = needsLatents(scored.length, 2);
  const shape = { latents: scored.length };
  const chosen = () => pickLatents(codes, { latents, chosen: scored });
  return {
    max_abs_correlation: score(two, () => largestCorrelation(correlation(chosen(), shape))),
    total_correlation: score(two, () => gaussianTotalCorrelation(covariance(chosen(), shape)), {
      otherwise: "a latent is a linear function of others, so that it is infinite",
    }),
    largest_axis_angle: score(two, () => {
      const axes = principalAxes(covariance(chosen(), shape));
      return alignment(axes, { count: points.length }).largestAngle;
    }, { otherwise: "two principal axes carry nearly the same variance" }),
  };
}

function stepScores(
  steps: AttributeVectors,
  { scored, constant, periodic }: {
    scored: readonly number[];
    constant: readonly string[];
    periodic: Axis | undefined;
  },
): Scores {
  const two = needsLatents(scored.length, 2);
  const among = (step: readonly number[]) => scored.map((latent) => step[latent]);
  const varies = (...factors: ("a" | "b")[]): Obstacles => [
    ...two,
    ...factors.map((factor) => [constant.includes(factor), `${factor} does not vary`] as const),
    ...factors.map((factor) =>
      [factor === periodic, `${factor} is periodic, so that no direction is more of it`] as const
    ),
  ];
  const otherwise = "the codes do not change with it";
  return {
    step_a_axis_angle: score(varies("a"), () => angleToNearestAxis(among(steps.a!)), { otherwise }),
    step_b_axis_angle: score(varies("b"), () => angleToNearestAxis(among(steps.b!)), { otherwise }),
    steps_angle: score(varies("a", "b"), () => angleBetween(among(steps.a!), among(steps.b!)), {
      otherwise: "the codes do not change with both",
    }),
  };
}

function dimensionScore({ drawn, latents }: EncodedPoints, scored: readonly number[]) {
  return score(
    [[drawn === null, NO_ENCODER], ...needsLatents(scored.length, 1)],
    () => twoNN(pickLatents(drawn!, { latents, chosen: scored }), { latents: scored.length }),
    { otherwise: "the distances between neighbours are not those of random points" },
  );
}
