/**
 * How many dimensions the codes really fill, whatever the number of latents. The images have two
 * parameters; codes of dimension 2 lie on a surface, codes near 3 have been thickened by something
 * else, and codes near 1 have lost a parameter.
 *
 * The estimator is TwoNN (Facco et al. 2017, "Estimating the intrinsic dimension of datasets by a
 * minimal neighborhood information", Sci. Rep. 7:12140). Around a point of a uniform cloud of
 * dimension d, the ratio μ = r₂ / r₁ of the distances to its second and first neighbour has the
 * distribution F(μ) = 1 − μ^−d, whatever the density; so −ln(1 − F) against ln μ is a line through
 * the origin of slope d. Being local it follows a bent surface, and being of the smallest scale it
 * counts jitter as dimensions once the jitter reaches the distance between neighbours.
 *
 * All of that is of points drawn at random. The neighbours of a lattice are as far as each other, so
 * that the ratios tell of the lattice: the codes that a network of this suite gives to 40 × 40
 * shapes come out at 5.0, those of 1600 random shapes at 2.1. The distribution of the ratios does
 * not show it (a bent lattice has much the same), but fewer points do: a random quarter of a
 * lattice is nearly as irregular as random points are, and comes out at 3.1, where a quarter of
 * random points has the dimension of all. Facco et al. thin points out in the same way, to find the
 * scale at which an estimate holds.
 *
 * @module
 */

import { createRandom } from "../../random.ts";
import { mean } from "../statistics.ts";
import { codeMean, type Codes, type CodeShape } from "./covariance.ts";

/** Options of {@linkcode twoNN}. */
export interface TwoNNOptions extends CodeShape {
  /**
   * Share of the points, those of the largest ratios, that the line is not fitted to, in [0, 1):
   * they sit at the edges, where F does not hold. Default 0.1, as published.
   */
  readonly discard?: number;
}

const LARGEST_SAMPLE = 2000;

/**
 * The TwoNN estimate of the intrinsic dimension: the slope through the origin of
 * −ln(1 − i/N) on ln μ_i, with the ratios μ_i sorted and the largest tenth left out.
 *
 * Equal codes count once. All pairs are compared, so of more than 2000 distinct codes 2000 are
 * taken at equal steps in the order given; up to there the order does not matter. Edges pull the
 * estimate down, the more the higher the dimension: 1000 codes uniform on a line, a square and a
 * cube give 1.01, 1.99 and 2.93 (means of 300 sets, whose deviations are 0.04, 0.09 and 0.12).
 *
 * The codes must be of points drawn at random. So the estimate is held against the mean of those of
 * four random quarters of the codes: where the ratio of the two is above 1.25 + 4 / √N either way (a
 * lattice; pairs that nearly coincide), there is none. Below 40 codes that cannot be seen. Coordinates rounded so finely that points hardly collide pass, and raise the estimate by some per
 * cent.
 *
 * @param codes Codes of N points, row-major N × D, in any unit.
 * @returns The dimension, > 0, not bounded by D; `null` where there is none to estimate: fewer than
 * 3 distinct codes, ratios that are all 1, or points that were not drawn at random.
 * @throws {RangeError} The codes are empty or no multiple of D, a number is not finite, or
 * `discard` is out of its range.
 *
 * @example
 * ```ts
 * import { assertAlmostEquals } from "@std/assert";
 * import { createRandom } from "../../random.ts";
 * import { twoNN } from "./intrinsic_dimension.ts";
 *
 * const random = createRandom(0, "example");
 * const plane = Float64Array.from({ length: 2000 }, () => random.uniform());
 * const codes = Float64Array.from({ length: 3000 }, (_, i) =>
 *   i % 3 < 2 ? plane[2 * Math.floor(i / 3) + i % 3] : 0);
 * assertAlmostEquals(twoNN(codes, { latents: 3 })!, 2, 0.2);
 * ```
 */
export function twoNN(codes: Codes, { latents, discard = 0.1 }: TwoNNOptions): number | null {
  if (!(discard >= 0 && discard < 1)) {
    throw new RangeError(
      `Cannot estimate the dimension: discard must be in [0, 1), received ${discard}`,
    );
  }
  if (!codeMean(codes, { latents }).every(Number.isFinite)) {
    throw new RangeError("Cannot estimate the dimension: every code must be a finite number");
  }
  const points = sample(distinctRows(codes, latents));
  const dimension = slope(points, discard);
  return dimension > 0 && drawnAtRandom(points, { dimension, discard }) ? dimension : null;
}

/** Fewer points than this have quarters too small to estimate from. */
const LEAST_QUARTERED = 40;

/** Whether the points look drawn at random: thinned out, they have the same dimension. */
function drawnAtRandom(
  points: readonly Codes[],
  { dimension, discard }: { dimension: number; discard: number },
): boolean {
  if (points.length < LEAST_QUARTERED) return true;
  // Sorted first, so that the order given decides nothing.
  const sorted = points.toSorted(compareRows);
  const order = createRandom(0, "measure/quarters").permutation(sorted.length);
  const quarters = [0, 1, 2, 3].map((quarter) =>
    slope(sorted.filter((_, i) => order[i] % 4 === quarter), discard)
  );
  const ratio = dimension / mean(quarters);
  return Math.max(ratio, 1 / ratio) <= 1.25 + 4 / Math.sqrt(points.length);
}

function compareRows(one: Codes, other: Codes): number {
  const at = one.findIndex((value, i) => value !== other[i]);
  return at < 0 ? 0 : one[at] - other[at];
}

/** The slope of −ln(1 − F) on ln μ; 0 where there is none. */
function slope(points: readonly Codes[], discard: number): number {
  const logarithms = logRatios(points).sort();
  const count = logarithms.length;
  // The last point of all has F = 1, and −ln(1 − F) is infinite there.
  const kept = Math.min(Math.max(1, Math.floor(count * (1 - discard))), count - 1);
  let [products, squares] = [0, 0];
  for (let i = 0; i < kept; i++) {
    products -= logarithms[i] * Math.log1p(-(i + 1) / count);
    squares += logarithms[i] ** 2;
  }
  return squares > 0 ? products / squares : 0;
}

function distinctRows(codes: Codes, latents: number): Codes[] {
  const rows = new Map<string, Codes>();
  for (let start = 0; start < codes.length; start += latents) {
    const row = codes.subarray(start, start + latents);
    const key = row.join();
    if (!rows.has(key)) rows.set(key, row);
  }
  return [...rows.values()];
}

function sample(points: readonly Codes[]): readonly Codes[] {
  if (points.length <= LARGEST_SAMPLE) return points;
  const step = points.length / LARGEST_SAMPLE;
  return Array.from({ length: LARGEST_SAMPLE }, (_, i) => points[Math.floor(i * step)]);
}

/** ln(r₂ / r₁) of every point that has two neighbours, at distances that do not underflow. */
function logRatios(points: readonly Codes[]): Float64Array {
  const first = new Float64Array(points.length).fill(Infinity);
  const second = new Float64Array(points.length).fill(Infinity);
  const meet = (point: number, square: number): void => {
    if (square < first[point]) {
      second[point] = first[point];
      first[point] = square;
    } else if (square < second[point]) second[point] = square;
  };
  for (let i = 0; i < points.length; i++) {
    for (let j = 0; j < i; j++) {
      const square = squaredDistance(points[i], points[j]);
      meet(i, square);
      meet(j, square);
    }
  }
  return first.map((square, i) => Math.log(second[i] / square) / 2).filter(Number.isFinite);
}

function squaredDistance(one: Codes, other: Codes): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += (one[i] - other[i]) ** 2;
  return sum;
}
