/**
 * How curved a line of codes is: the codes of images along which one parameter changes in equal
 * steps. A network that has laid the parameters out flat puts them on straight lines; one that has
 * bent them does not, and a code reached by interpolating between two sides of the hole then misses
 * the codes of the images in between.
 *
 * @module
 */

import { Matrix, QrDecomposition } from "ml-matrix";
import { angleBetween } from "./angle.ts";
import { codeMean, type Codes, type CodeShape, covariance } from "./covariance.ts";
import { principalAxes } from "./principal_axes.ts";

/** How curved a line is. */
export interface LineCurvature {
  /**
   * Total angle in radians through which the tangent of the smoothed line turns, ≥ 0: 0 is
   * straight, π/2 a quarter circle; bends to both sides add up.
   */
  readonly turning: number;
  /**
   * Length of the line through the points themselves over the distance between its ends, from 1
   * (straight) to 10⁶, which stands for all beyond: a closed line has no distance. Jitter lengthens
   * it.
   */
  readonly arcOverChord: number;
  /** Share of the points' variance along the best straight line, in [1 / D, 1]; 1 is straight. */
  readonly straightness: number;
}

// Noise-free arcs of 15 points and more need it: of three quarters of a circle, degree 5 gives 2 to
// 3 per cent too much, degree 8 0.03 and degree 9 less than 0.01.
const HIGHEST_DEGREE = 9;
const STEPS = 512;
const LARGEST_RATIO = 1e6;

// An end is slow where the curve, within this share of its length from there, falls below this share
// of its mean speed.
const END = 1 / 32;
const SLOW = 1 / 3;

/**
 * Measures how curved a line of codes is.
 *
 * The turning is that of a polynomial curve c(u), fitted by least squares. Two choices of u are
 * tried for the points: equal steps, and their distances along the line through them (chord length),
 * in which a line whose speed falls to 0 at an end is as smooth as any other. Degree (1 to 9, and at
 * most half the number of points, rounded up) and choice of u are those of the least Bayesian
 * information criterion n·D·ln(RSS) + p·ln n (Schwarz 1978,
 * https://doi.org/10.1214/aos/1176344136), where p counts degree·D coefficients, weighed up by
 * nD / (nD − (degree + 1)·D − 2) as few points ask for, and n − 2 distances where those are used. A
 * straight line of codes with jitter is then fitted by a straight line: for 60 codes and a jitter of
 * 2 % of the length the turning is below 0.01 on average, where a fixed degree 4 turns by 0.57. The angle
 * is summed over 512 steps of u.
 *
 * At a slow end, one that the curve reaches at less than a third of its mean speed, the direction of
 * the fitted curve is that of its error. There the last 1/32 of the length is taken to turn as much
 * as the 1/32 before it.
 *
 * Arcs of 90°, 180° and 270° without jitter come out within 0.1 % from 15 points on, at constant
 * speed and at speeds that fall to 0 at one end or both; at 9 points within 0.5 % up to 180°, and
 * 270° within 6 %. Where jitter is as large as the steps at a slow end, that end adds turning: 0.1 to
 * 0.5 radians for a jitter of 2 % of the length.
 *
 * Fewer than 3 points, and points that are all equal (within 10⁻⁹ of their largest value), are
 * straight: turning 0, ratio 1, straightness 1. None of the three changes with a rotation, a shift
 * or a uniform scaling.
 *
 * @param points Codes in their order along the line, row-major N × D.
 * @throws {RangeError} The points are empty or no multiple of D, or a number is not finite.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { lineCurvature } from "./curvature.ts";
 *
 * const quarter = Float64Array.from({ length: 40 }, (_, i) => {
 *   const angle = (Math.floor(i / 2) / 19) * (Math.PI / 2);
 *   return i % 2 ? Math.sin(angle) : Math.cos(angle);
 * });
 * const { turning, arcOverChord, straightness } = lineCurvature(quarter, { latents: 2 });
 * assertAlmostEquals(turning, 1.49, 0.1);
 * assertAlmostEquals(arcOverChord, 1.11, 0.01);
 * assertAlmostEquals(straightness, 0.96, 0.01);
 * ```
 */
export function lineCurvature(points: Codes, shape: CodeShape): LineCurvature {
  const [main] = principalAxes(covariance(points, shape));
  const rows = toRows(points, shape);
  const spread = Math.max(...rows.map((row) => Math.hypot(...row)));
  let largest = 0;
  for (const x of points) largest = Math.max(largest, Math.abs(x));
  if (rows.length < 3 || spread <= 1e-9 * largest) {
    return { turning: 0, arcOverChord: 1, straightness: 1 };
  }
  return {
    turning: turning(smoothCurve(rows)),
    arcOverChord: arcOverChord(rows),
    straightness: main.share,
  };
}

/** The points as rows, relative to their mean. */
function toRows(points: Codes, shape: CodeShape): number[][] {
  const mean = codeMean(points, shape);
  return Array.from(
    { length: points.length / shape.latents },
    (_, row) => Array.from(mean, (value, i) => points[row * shape.latents + i] - value),
  );
}

function distance(from: readonly number[], to: readonly number[]): number {
  return Math.hypot(...from.map((x, i) => to[i] - x));
}

function arcOverChord(rows: readonly number[][]): number {
  const arc = rows.slice(1).reduce((sum, row, i) => sum + distance(rows[i], row), 0);
  const chord = distance(rows[0], rows[rows.length - 1]);
  return arc < LARGEST_RATIO * chord ? Math.max(1, arc / chord) : LARGEST_RATIO;
}

/** Coefficients of a curve, one row a power of u in [−1, 1], from u⁰ up. */
type Curve = readonly (readonly number[])[];

/** Where the points lie on a curve, from −1 to 1, and how many numbers that took from them. */
interface Positions {
  readonly at: readonly number[];
  readonly free: number;
}

function equalSteps(count: number): Positions {
  return { at: Array.from({ length: count }, (_, i) => (2 * i) / (count - 1) - 1), free: 0 };
}

/** Positions by the distances between neighbours; of points that are not all equal. */
function chordLengths(rows: readonly number[][]): Positions {
  const sums = [0];
  for (let i = 1; i < rows.length; i++) sums.push(sums[i - 1] + distance(rows[i - 1], rows[i]));
  const length = sums[sums.length - 1];
  return { at: sums.map((sum) => (2 * sum) / length - 1), free: rows.length - 2 };
}

function smoothCurve(rows: readonly number[][]): Curve {
  const points = new Matrix([...rows]);
  const count = points.rows * points.columns;
  const total = points.norm("frobenius") ** 2;
  const highest = Math.min(HIGHEST_DEGREE, Math.ceil(rows.length / 2));
  let best: { curve: Curve; criterion: number } = { curve: [], criterion: Infinity };
  for (const { at, free } of [equalSteps(rows.length), chordLengths(rows)]) {
    for (let degree = 1; degree <= highest; degree++) {
      const powers = powersAt(at, degree);
      const coefficients = solveLeastSquares(powers, points);
      if (coefficients === undefined) break;
      const residual = Matrix.sub(points, powers.mmul(coefficients)).norm("frobenius") ** 2;
      const left = Math.max(1, count - (degree + 1) * points.columns - 2);
      const spent = degree * points.columns * count / left + free;
      // Below 10⁻¹² of the total the residual is rounding, and no reason for one more degree.
      const criterion = count * Math.log(residual / total + 1e-12) +
        spent * Math.log(rows.length);
      if (criterion < best.criterion) best = { curve: coefficients.to2DArray(), criterion };
    }
  }
  return best.curve;
}

/** Nothing where positions coincide so much that they do not fix the coefficients. */
function solveLeastSquares(powers: Matrix, points: Matrix): Matrix | undefined {
  const decomposition = new QrDecomposition(powers);
  return decomposition.isFullRank() ? decomposition.solve(points) : undefined;
}

function powersAt(positions: readonly number[], degree: number): Matrix {
  return new Matrix(
    positions.map((u) => Array.from({ length: degree + 1 }, (_, power) => u ** power)),
  );
}

function tangentAt(curve: Curve, u: number): number[] {
  return curve[0].map((_, i) =>
    curve.reduce(
      (sum, row, power) => power === 0 ? sum : sum + power * row[i] * u ** (power - 1),
      0,
    )
  );
}

/** A step along a curve: where its middle lies, as a share of the length, and its turning. */
interface Step {
  readonly middle: number;
  readonly angle: number;
}

function turning(curve: Curve): number {
  const tangents = Array.from({ length: STEPS + 1 }, (_, i) => {
    const tangent = tangentAt(curve, (2 * i) / STEPS - 1);
    return { tangent, speed: Math.hypot(...tangent), along: 0 };
  });
  for (let i = 1; i <= STEPS; i++) {
    tangents[i].along = tangents[i - 1].along + (tangents[i - 1].speed + tangents[i].speed) / 2;
  }
  const length = tangents[STEPS].along;
  const slow = (from: number, to: number) =>
    tangents.some(({ speed, along }) =>
      along >= from * length && along <= to * length && speed < SLOW * length / STEPS
    );
  const fastest = Math.max(...tangents.map(({ speed }) => speed));
  // Where the curve stands still its tangent has no direction but that of rounding.
  const moving = tangents
    .filter(({ speed }) => speed > 1e-9 * fastest)
    .map(({ tangent, speed, along }) => ({ direction: tangent.map((x) => x / speed), along }));
  const steps = moving.slice(1).map(({ direction, along }, i): Step => ({
    middle: (along + moving[i].along) / (2 * length),
    angle: angleBetween(direction, moving[i].direction),
  }));
  const sum = (from: number, to: number) =>
    steps.reduce((sum, { middle, angle }) => middle >= from && middle < to ? sum + angle : sum, 0);
  return (slow(0, END) ? sum(END, 2 * END) : sum(0, END)) + sum(END, 1 - END) +
    (slow(1 - END, 1) ? sum(1 - 2 * END, 1 - END) : sum(1 - END, Infinity));
}
