/**
 * Which codes a factor is predicted from, and how well: the tables that `dci.ts` scores. Eastwood &
 * Williams (2018, ICLR, openreview By-7dz-AZ, section 2) use two regressors, and so do we: a lasso,
 * which is exact for codes that are a rotated copy of the factors, and a random forest, which also
 * sees relations that are not straight.
 *
 * The trees are those of ml-cart; the rest of the forest is ours. ml-random-forest 2.1.0 draws its
 * own random numbers, and its importances are wrong for regression: it books to a split what the
 * splits below it gain (0.951 and 0.049 for 0.9·a + 0.3·b, where 0.9 and 0.1 are due).
 *
 * Every regression learns on four fifths of the points, drawn by the seed, and is judged on the
 * last fifth.
 *
 * @module
 */

import { DecisionTreeRegression } from "ml-cart";
import { createRandom, type Random } from "../../random.ts";
import { mean } from "../statistics.ts";
import { type Column, type FactorsAndCodes, pointCount } from "./columns.ts";

/** How important each code is for each factor. */
export interface CodeImportance {
  /** D rows, one a code, of F values ≥ 0, one a factor. */
  readonly importance: readonly (readonly number[])[];
  /**
   * R² of each of F factors on the held-out points: 1 is perfect, 0 as good as their mean, below 0
   * worse. `null` where the factor is constant there, or fewer than two points are held out.
   */
  readonly informativeness: readonly (number | null)[];
}

/** Options of {@linkcode lassoImportance}. */
export interface LassoOptions {
  /** Weight α ≥ 0 of the absolute coefficients, for columns of variance 1. Default 0.01. */
  readonly alpha?: number;
  /** Decides which points are held out, 0 … 2³² − 1. */
  readonly seed: number;
}

/** Options of {@linkcode forestImportance}. */
export interface ForestOptions {
  /** Trees a factor, 1 … 1000. Default 10. */
  readonly trees?: number;
  /** Decides which points are used, held out and drawn for each tree, 0 … 2³² − 1. */
  readonly seed: number;
}

interface Split {
  readonly train: Uint32Array;
  readonly heldOut: Uint32Array;
}

function splitPoints(
  rows: number,
  { seed, most = Infinity }: { seed: number; most?: number },
): Split {
  const order = createRandom(seed, "measure/held out").permutation(rows).subarray(0, most);
  const held = Math.floor(order.length / 5);
  return { train: order.subarray(held), heldOut: order.subarray(0, held) };
}

function pick(column: Column, rows: Uint32Array): Float64Array {
  return Float64Array.from(rows, (row) => column[row]);
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

/** A deviation under 10⁻⁹ of the largest value is rounding, and counts as 0 (as in correlation()). */
function moments(values: Float64Array): { mean: number; deviation: number } {
  const centre = mean(values);
  const deviation = Math.sqrt(mean(values.map((x) => (x - centre) ** 2)));
  const largest = values.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  return { mean: centre, deviation: deviation > 1e-9 * largest ? deviation : 0 };
}

function rSquared(truth: Float64Array, prediction: ArrayLike<number>): number | null {
  if (truth.length < 2) return null;
  const { deviation } = moments(truth);
  if (deviation === 0) return null;
  const error = truth.reduce((sum, x, i) => sum + ((x - prediction[i]) / deviation) ** 2, 0);
  return 1 - error / truth.length;
}

/** Both parts of a column, scaled so that the training part has mean 0 and variance 1 (or all 0). */
function standardise(column: Column, { train, heldOut }: Split) {
  const { mean, deviation } = moments(pick(column, train));
  const scale = (x: number) => deviation === 0 ? 0 : (x - mean) / deviation;
  return { train: pick(column, train).map(scale), heldOut: pick(column, heldOut).map(scale) };
}

/**
 * Minimises ½ wᵀGw − cᵀw + α Σ|w| one coefficient at a time (Friedman et al. 2007, arXiv 0708.1485,
 * section 2), until a sweep moves none by more than 10⁻¹⁰.
 */
function coordinateDescent(
  gram: readonly (readonly number[])[],
  target: readonly number[],
  alpha: number,
): number[] {
  const weights = target.map(() => 0);
  for (let sweep = 0, moved = Infinity; sweep < 10_000 && moved > 1e-10; sweep++) {
    moved = 0;
    for (let j = 0; j < weights.length; j++) {
      if (gram[j][j] === 0) continue;
      const rest = weights.reduce((sum, w, k) => k === j ? sum : sum - gram[j][k] * w, target[j]);
      const weight = Math.sign(rest) * Math.max(0, Math.abs(rest) - alpha) / gram[j][j];
      moved = Math.max(moved, Math.abs(weight - weights[j]));
      weights[j] = weight;
    }
  }
  return weights;
}

/**
 * |Coefficients| of a lasso of each factor on all codes: it minimises
 * ‖y − Xw‖² / 2n + α Σ|w|, with factors and codes scaled to mean 0 and variance 1 on the training
 * points. A code that equals a factor, and correlates with no other, gets 1 − α. Of two equal
 * codes the first takes it all, as in other implementations of the same algorithm: a factor that
 * two equal codes carry looks complete here, and does not in {@linkcode forestImportance}.
 *
 * A constant factor or code has importance 0, and so has everything where there is one point only.
 *
 * @throws {RangeError} The columns do not fit together (see `pointCount`); `alpha` is negative or
 * not finite; `seed` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { lassoImportance } from "./importance.ts";
 *
 * const a = Float64Array.from({ length: 100 }, (_, i) => i);
 * assertEquals(lassoImportance({ factors: [a], codes: [a] }, { seed: 0 }).importance, [[0.99]]);
 * ```
 */
export function lassoImportance(
  data: FactorsAndCodes,
  { alpha = 0.01, seed }: LassoOptions,
): CodeImportance {
  if (!(alpha >= 0 && alpha < Infinity)) {
    throw new RangeError(`Cannot fit the lasso: alpha must be finite and ≥ 0, received ${alpha}`);
  }
  const split = splitPoints(pointCount(data), { seed });
  const codes = data.codes.map((column) => standardise(column, split));
  const factors = data.factors.map((column) => standardise(column, split));
  const points = split.train.length;
  const gram = codes.map((x) => codes.map((y) => dot(x.train, y.train) / points));

  const weights = factors.map(({ train }) =>
    coordinateDescent(gram, codes.map((code) => dot(code.train, train) / points), alpha)
  );
  const informativeness = factors.map(({ heldOut }, factor) =>
    rSquared(
      heldOut,
      heldOut.map((_, i) =>
        codes.reduce((sum, code, j) => sum + weights[factor][j] * code.heldOut[i], 0)
      ),
    )
  );
  const importance = codes.map((_, code) => weights.map((row) => Math.abs(row[code])));
  return { importance, informativeness };
}

/** What ml-cart, which has no types, gives: a leaf has no children. */
interface TreeNode {
  readonly splitColumn: number;
  readonly splitValue: number;
  readonly left?: TreeNode;
  readonly right?: TreeNode;
}

interface RegressionTree {
  readonly root: TreeNode;
  train(points: readonly (readonly number[])[], values: readonly number[]): void;
  predict(points: readonly (readonly number[])[]): number[];
}

interface Labelled {
  readonly point: readonly number[];
  readonly value: number;
}

// Trees cost ml-cart a time that grows with the square of the points.
const FOREST_POINTS = 1000;

// ml-cart 2.1.1 splits only where the error left exceeds this, by default 0: it would refuse every
// split that leaves no error.
const ALLOW_PERFECT_SPLITS = -1;

/** An order of the codes that follows from their values, not from their places. */
function orderOfCodes(codes: readonly Column[], split: Split): number[] {
  const values = codes.map((code) => standardise(code, split).train);
  const compare = (x: Float64Array, y: Float64Array) => {
    const at = x.findIndex((value, i) => value !== y[i]);
    return at < 0 ? 0 : x[at] - y[at];
  };
  return [...codes.keys()].sort((i, j) => compare(values[i], values[j]));
}

/** A tree, and its order of the codes: its column k holds the code `order[k]` of the points. */
interface GrownTree {
  readonly tree: RegressionTree;
  readonly order: Uint32Array;
}

function reorder(point: readonly number[], order: Uint32Array): number[] {
  return Array.from(order, (code) => point[code]);
}

function growTree(bag: readonly Labelled[], order: Uint32Array): RegressionTree {
  const tree: RegressionTree = new DecisionTreeRegression({ gainThreshold: ALLOW_PERFECT_SPLITS });
  tree.train(bag.map(({ point }) => reorder(point, order)), bag.map(({ value }) => value));
  return tree;
}

function squaredError(set: readonly Labelled[]): number {
  const centre = mean(set.map(({ value }) => value));
  return set.reduce((sum, { value }) => sum + (value - centre) ** 2, 0);
}

/** What decides a tree's splits: the codes' decreases so far, and its order of them. */
interface Decreases {
  readonly decrease: Float64Array;
  readonly order: Uint32Array;
}

/** Adds to each code what the splits on it take off the squared error (Breiman et al. 1984). */
function addDecrease(
  { decrease, order }: Decreases,
  node: TreeNode,
  set: readonly Labelled[],
): void {
  const { left, right, splitColumn, splitValue } = node;
  if (left === undefined || right === undefined) return;
  const code = order[splitColumn];
  const lesser = set.filter(({ point }) => point[code] < splitValue);
  const greater = set.filter(({ point }) => !(point[code] < splitValue));
  const gain = squaredError(set) - squaredError(lesser) - squaredError(greater);
  decrease[code] += Math.max(0, gain);
  addDecrease({ decrease, order }, left, lesser);
  addDecrease({ decrease, order }, right, greater);
}

/**
 * Where two codes split equally well, ml-cart takes the first: of two equal codes one would get all
 * importance. So each tree sees the codes in an order drawn at random, and every second tree in the
 * order of the one before it turned round, in which of any two codes the other comes first.
 */
function* ordersOfCodes(codes: number, random: Random): Generator<Uint32Array, never> {
  while (true) {
    const order = random.permutation(codes);
    yield order;
    yield order.toReversed();
  }
}

function growForest(
  train: readonly Labelled[],
  { trees, random, orders }: { trees: number; random: Random; orders: Random },
): { forest: GrownTree[]; shares: number[] } {
  const decrease = new Float64Array(train[0].point.length);
  const drawn = ordersOfCodes(decrease.length, orders);
  const forest = Array.from({ length: trees }, () => {
    const bag = train.map(() => train[random.integer(train.length)]);
    const order = drawn.next().value;
    const tree = growTree(bag, order);
    addDecrease({ decrease, order }, tree.root, bag);
    return { tree, order };
  });
  const total = decrease.reduce((sum, value) => sum + value, 0);
  return { forest, shares: Array.from(decrease, (value) => total > 0 ? value / total : 0) };
}

function predictMean(forest: readonly GrownTree[], set: readonly Labelled[]): Float64Array {
  const mean = new Float64Array(set.length);
  if (set.length === 0) return mean;
  for (const { tree, order } of forest) {
    const values = tree.predict(set.map(({ point }) => reorder(point, order)));
    values.forEach((value, i) => mean[i] += value / forest.length);
  }
  return mean;
}

/**
 * Importances from a random forest of each factor on all codes (Breiman 2001): each tree is grown
 * on as many training points, drawn with replacement, with every code open to every split. The
 * importance of a code is its share in what all splits take off the squared error, so a factor's
 * importances add up to 1, however badly it is predicted: read them beside `informativeness`.
 * Codes that split equally well share their importance: of two equal codes each gets half where
 * `trees` is even (within what the bags differ by), since each goes first in half of the trees. That
 * is the share that drawing an order for each split gives in the mean, as scikit-learn does it.
 * Where no tree splits (a constant factor, constant codes, one point), they are 0.
 *
 * Of more than 1000 points, 1000 drawn by the seed are used. One call with three codes and two
 * factors then takes about a second.
 *
 * A limit of ml-cart 2.1.1: it refuses a first split that leaves no error, so a factor of just two
 * values, which one code separates, counts as not served.
 *
 * @throws {RangeError} The columns do not fit together (see `pointCount`); `trees` is no whole
 * number from 1 to 1000; `seed` is out of range.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { forestImportance } from "./importance.ts";
 *
 * const a = Float64Array.from({ length: 100 }, (_, i) => i);
 * const dead = new Float64Array(100);
 * assertEquals(
 *   forestImportance({ factors: [a], codes: [dead, a] }, { seed: 0 }).importance,
 *   [[0], [1]],
 * );
 * ```
 */
export function forestImportance(
  data: FactorsAndCodes,
  { trees = 10, seed }: ForestOptions,
): CodeImportance {
  if (!Number.isInteger(trees) || trees < 1 || trees > 1000) {
    throw new RangeError(
      `Cannot grow a forest: trees must be a whole number from 1 to 1000, received ${trees}`,
    );
  }
  const split = splitPoints(pointCount(data), { seed, most: FOREST_POINTS });
  const order = orderOfCodes(data.codes, split);
  const forests = data.factors.map((factor, index) => {
    const labelled = (row: number) => ({
      point: order.map((code) => data.codes[code][row]),
      value: factor[row],
    });
    const random = createRandom(seed, `measure/forest ${index}`);
    const orders = createRandom(seed, `measure/forest ${index} orders`);
    const growing = { trees, random, orders };
    const { forest, shares } = growForest(Array.from(split.train, labelled), growing);
    const prediction = predictMean(forest, Array.from(split.heldOut, labelled));
    return { shares, informativeness: rSquared(pick(factor, split.heldOut), prediction) };
  });
  return {
    importance: data.codes.map((_, code) =>
      forests.map(({ shares }) => shares[order.indexOf(code)])
    ),
    informativeness: forests.map(({ informativeness }) => informativeness),
  };
}
