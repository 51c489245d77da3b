/**
 * What the codes of a network look like: covariance and axes, how well they tell a and b, how
 * separate the two are in them, and how many dimensions they fill. All from μ of the same points
 * for every arm, those of the whole dataset, so that arms differ by their networks alone.
 *
 * With two factors the disentanglement metrics are weak: each is a mean over two gaps, and a code
 * that serves neither factor is not punished by most of them.
 *
 * @module
 */

import {
  alignment,
  codeMean,
  type Codes,
  columnsOf,
  correlation,
  covariance,
  crossValidatedR2,
  disentanglementCompleteness,
  fitPolynomial,
  forestImportance,
  gaussianTotalCorrelation,
  largestCorrelation,
  lassoImportance,
  modularity,
  mutualInformationGap,
  mutualInformationMatrix,
  offDiagonalPenalty,
  principalAxes,
  publishedPenalty,
  separatedAttributePredictability,
  termCount,
  twoNN,
} from "../measure/mod.ts";
import type { Metrics } from "../results/stage.ts";
import type { Point } from "../space/mod.ts";

/** Codes of some points. */
export interface CodedPoints {
  readonly points: readonly Point[];
  /** μ of each point, N × latents, row-major. */
  readonly codes: Codes;
  readonly latents: number;
}

/** A table's row. */
export type Row = Record<string, string | number>;

/** Folds of every cross-validation. */
const FOLDS = 5;

/** Bins of factors and codes for every figure made of mutual information. */
const BINS = 20;

/** The mean latent steps that go with one more unit of a, and of b. */
export interface AttributeVectors {
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/**
 * The mean latent step for more a and for more b: slopes of the least-squares plane of μ over
 * (a, b), in latent units for each axis unit.
 */
export function attributeVectors({ points, codes, latents }: CodedPoints): AttributeVectors {
  const plane = fitPolynomial(
    { inputs: inputsOf(points), outputs: codes },
    { from: 2, to: latents, degree: 1 },
  );
  const at = (a: number, b: number) => plane.predict(Float64Array.of(a, b));
  const [origin, moreA, moreB] = [at(1, 1), at(2, 1), at(1, 2)];
  const step = (to: Float64Array) => Array.from(to, (value, k) => value - origin[k]);
  return { a: step(moreA), b: step(moreB) };
}

/** Points as rows of a and b. */
export function inputsOf(points: readonly Point[]): Float64Array {
  return Float64Array.from(points.flatMap(({ a, b }) => [a, b]));
}

/** Angle of a direction to the nearest latent axis, in degrees; 0 for no direction. */
function angleToNearestAxis(direction: readonly number[]): number {
  const [largest, ...rest] = direction.map(Math.abs).toSorted((one, other) => other - one);
  return Math.atan2(Math.hypot(...rest), largest) * 180 / Math.PI;
}

/** Angle between two directions regardless of their signs, in degrees, in [0, 90]. */
function angleBetween(one: readonly number[], other: readonly number[]): number {
  const dot = one.reduce((sum, value, k) => sum + value * other[k], 0);
  const lengths = Math.hypot(...one) * Math.hypot(...other);
  return lengths === 0 ? 0 : Math.acos(Math.min(1, Math.abs(dot) / lengths)) * 180 / Math.PI;
}

/** Figures of {@linkcode measureCodes}, and tables. */
export interface MeasuredCodes {
  readonly metrics: Metrics;
  /** A row for each pair of latents. */
  readonly covariance: Row[];
  /** A row for each principal axis. */
  readonly axes: Row[];
  /** A row for each factor and latent. */
  readonly factors: Row[];
}

/** Measures the codes of a set of points. */
export function measureCodes(coded: CodedPoints, { seed }: { seed: number }): MeasuredCodes {
  const { codes, latents } = coded;
  const shape = { latents };
  const matrix = covariance(codes, shape);
  const correlations = correlation(codes, shape);
  const axes = principalAxes(matrix);
  const steps = attributeVectors(coded);
  const separation = measureSeparation(coded, { seed });
  return {
    metrics: {
      count: coded.points.length,
      mean: [...codeMean(codes, shape)],
      published_penalty: publishedPenalty(codes, shape),
      off_diagonal_covariance: offDiagonalPenalty(matrix),
      max_abs_correlation: largestCorrelation(correlations),
      total_correlation: gaussianTotalCorrelation(matrix),
      largest_axis_angle: alignment(axes).largestAngle,
      step_a: [...steps.a],
      step_b: [...steps.b],
      step_a_axis_angle: angleToNearestAxis(steps.a),
      step_b_axis_angle: angleToNearestAxis(steps.b),
      steps_angle: angleBetween(steps.a, steps.b),
      intrinsic_dimension: twoNN(codes, shape),
      ...predictability(coded, { seed }),
      ...separation.metrics,
    },
    covariance: matrix.flatMap((row, i) =>
      row.map((value, j) => ({
        i: i + 1,
        j: j + 1,
        covariance: value,
        correlation: correlations[i][j],
      }))
    ),
    axes: axes.map(({ share, angles }, k) => ({
      component: k + 1,
      share,
      ...Object.fromEntries(angles.map((angle, latent) => [`angle_${latent + 1}`, angle])),
    })),
    factors: separation.factors,
  };
}

/** Cross-validated R² of a and b from μ: by a plane, and by a polynomial of degree 3 at most. */
function predictability({ points, codes, latents }: CodedPoints, { seed }: { seed: number }) {
  const curved = [3, 2, 1].find((degree) => termCount(latents, degree) <= 200) ?? 1;
  const r2 = (axis: "a" | "b", degree: number) =>
    crossValidatedR2(
      { inputs: codes, targets: Float64Array.from(points, (point) => point[axis]) },
      { from: latents, degree, folds: FOLDS, seed },
    );
  return {
    r2_linear_a: r2("a", 1),
    r2_linear_b: r2("b", 1),
    r2_nonlinear_a: r2("a", curved),
    r2_nonlinear_b: r2("b", curved),
  };
}

function measureSeparation(
  { points, codes, latents }: CodedPoints,
  { seed }: { seed: number },
): { metrics: Metrics; factors: Row[] } {
  const data = {
    factors: [points.map(({ a }) => a), points.map(({ b }) => b)].map((c) => Float64Array.from(c)),
    codes: columnsOf(codes, { latents }),
  };
  const information = mutualInformationMatrix(data, { bins: BINS });
  const sap = separatedAttributePredictability(data);
  const lasso = lassoImportance(data, { seed });
  const forest = forestImportance(data, { seed });
  const dci = {
    lasso: disentanglementCompleteness(lasso.importance),
    forest: disentanglementCompleteness(forest.importance),
  };
  return {
    metrics: {
      mig: mutualInformationGap(data, { bins: BINS }).score,
      sap: sap.score,
      dci_lasso_disentanglement: dci.lasso.disentanglement,
      dci_lasso_completeness: dci.lasso.completeness,
      dci_lasso_informativeness_a: lasso.informativeness[0],
      dci_lasso_informativeness_b: lasso.informativeness[1],
      dci_forest_disentanglement: dci.forest.disentanglement,
      dci_forest_completeness: dci.forest.completeness,
      dci_forest_informativeness_a: forest.informativeness[0],
      dci_forest_informativeness_b: forest.informativeness[1],
      modularity: modularity(information),
    },
    factors: ["a", "b"].flatMap((factor, f) =>
      data.codes.map((_, k) => ({
        factor,
        latent: k + 1,
        mutual_information: information[f][k],
        r2: sap.r2[f][k],
        importance_lasso: lasso.importance[k][f],
        importance_forest: forest.importance[k][f],
      }))
    ),
  };
}
