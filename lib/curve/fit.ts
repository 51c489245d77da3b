/**
 * From an image back to its shape: the (a, b) whose render is nearest to it. A pixel error says how
 * far a reconstruction is from its target; the fit says where in the parameter space it landed, and
 * the residual whether it landed anywhere: two curves at half strength on one image resemble both,
 * and are no member of the family (Lin 2021, part 1: R(θ) = b·cos 5θ + a).
 *
 * Every (a, b) of the space has a shape of its own: turned by 180°, −R is the shape of (−a, b), which
 * lies outside. But along a + b = const with a ≈ b the outer petals stay and the inner ones hide
 * within the stroke: there a shift of 0.03 changes the residual by 0.003 and less, and the canvas'
 * own rounding by 0.001. So the search compares residuals and takes no derivatives.
 *
 * @module
 */

import { lattice } from "../space/points.ts";
import { type Point, SPACE } from "../space/space.ts";
import type { RenderOptions } from "./geometry.ts";
import { createRenderer, type CurveRenderer } from "./renderer.ts";

/** Pixels of one image in [0, 1], row-major S×S. */
export type FittedImage = Float32Array | Float64Array;

/** The shape nearest to an image: a and b within {@linkcode SPACE}. */
export interface CurveFit extends Point {
  /**
   * Σ(x − r)² / (Σx² + Σr²) of the image x and the render r of (a, b), in [0, 1]: 1 minus their
   * Dice coefficient. 0 where they are equal, 1 where they share no ink.
   */
  readonly residual: number;
}

/** Fits shapes to images of one size and geometry; made by {@linkcode createCurveFitter}. */
export interface CurveFitter {
  /**
   * The shape nearest to one image. A blank image shares no ink with any: residual 1 at the
   * lattice's first point, (0.5, 0).
   *
   * @param image S·S pixels in [0, 1], row-major from the upper left.
   * @throws {RangeError} The image has another length, or a pixel outside [0, 1].
   */
  fit(image: FittedImage): CurveFit;
}

/** The lattice that a search starts from: steps of 0.05 both ways, under half a stroke at 64². */
const COLUMNS = 31;
const ROWS = 41;
const STEP = (SPACE.a[1] - SPACE.a[0]) / (COLUMNS - 1);

/** The lattice compares images reduced to this size or just above, where strokes overlap. */
const LATTICE_SIZE = 64;

/** At most so many valleys of the lattice are looked at, this close in residual to the deepest. */
const MAX_STARTS = 4;
const START_MARGIN = 0.15;

/** The search's steps, in axis units: the first is the worst error of its start. */
const SEARCH_STEPS = [0.025, 0.008, 0.0025];

/** Rounds of one search, of five renders each; three where none is repeated. */
const MAX_ROUNDS = 12;

/** A render of the lattice, reduced, as the list of its cells that hold ink. */
interface LatticeImage {
  readonly point: Point;
  readonly cells: Uint16Array;
  readonly values: Float32Array;
  readonly squares: number;
}

/** Two directions in which a search steps, each (Δa, Δb) for a step of 1. */
type Axes = readonly [Point, Point];

/** A valley of the lattice's residual: its lowest point and its two directions. */
interface Valley {
  readonly lowest: Point;
  readonly axes: Axes;
}

type Evaluate = (point: Point) => CurveFit;

/**
 * Makes a fitter for images drawn with these options. It renders a lattice of 31 × 41 shapes once;
 * each fit compares the image with all of them, takes the lowest point of a paraboloid through the
 * scores around each of the best few, and searches on from the best by rendering: along the
 * paraboloid's axes, to both sides and to the vertices of the parabolas through the residuals, in
 * shrinking steps (a pattern search; Hooke and Jeeves 1961, doi:10.1145/321062.321069).
 *
 * Measured on clean 8-bit renders of random points, processor time of one core:
 *
 * | images | points | mean error of a, b | largest | mean, largest residual | set-up | a fit |
 * |---|---|---|---|---|---|---|
 * | 64² `square` | 1500 | 0.0003, 0.0006 | 0.018, 0.026 | 5·10⁻⁵, 1·10⁻³ | 0.7 s | 10 ms |
 * | 128² `square` | 100 | 0.0002, 0.0004 | 0.001, 0.002 | 7·10⁻⁵, 2·10⁻⁴ | 0.8 s | 12 ms |
 * | 256² `square` | 60 | 0.0001, 0.0002 | 0.001, 0.001 | 8·10⁻⁵, 3·10⁻⁴ | 1.2 s | 19 ms |
 * | 64² `published` | 200 | 0.0002, 0.0003 | 0.006, 0.007 | 1·10⁻⁵, 1·10⁻⁴ | 0.9 s | 14 ms |
 * | 128² `published` | 100 | 0.0001, 0.0002 | 0.001, 0.001 | 2·10⁻⁵, 7·10⁻⁵ | 1.0 s | 15 ms |
 * | 32² `square` | 200 | 0.0017, 0.0024 | 0.06, 0.07 | 5·10⁻⁵, 9·10⁻⁴ | 0.5 s | 10 ms |
 *
 * At 64² `square`, 99 of 100 fits lie within 0.003 in both and about one in a thousand stops more than
 * 0.01 away, in a valley of the canvas' rounding near a = b. At b = 0, 0.01 and 2 the errors are no
 * larger. The published geometry draws on 229×172 pixels at any size, and so has smaller errors.
 *
 * These are errors on images of the rasteriser that the fit itself draws with. On clean renders of
 * another one, which samples each pixel and so draws crossings in full (`raster.ts` tells what ours
 * loses there), the fit errs at 64² by 0.004 in a and b in the mean, 0.03 at most; on a network's
 * reconstructions of 200 validation points it differs from a fit through that rasteriser by 0.009 in a
 * and 0.010 in b, 0.07 at most (`tests/peers/recovery.ts`; small profile, one network). An effect of
 * 0.01 in a or b is no larger than what the choice of the rasteriser makes.
 *
 * Read both results with care where the image is no clean render. Blur moves (a, b) along
 * a + b = const: the binomial filter ¼, ½, ¼ in both directions, on 64² `square`, by 0.01 in the
 * mean and 0.1 at worst, where a ≈ b. And the residual rises with all that is not the shape: to 0.05
 * under that blur, to 0.19 where the ink is at half strength, to 0.16 for (0.8, 0.4) and (1.6, 1.6)
 * at half strength on one image, at most to ⅓ for such a blend.
 *
 * @throws {RangeError} An option lies outside its range.
 *
 * @example
 * ```ts
 * import { assert, assertAlmostEquals } from "@std/assert";
 * import { createCurveFitter } from "./fit.ts";
 * import { renderCurve } from "./raster.ts";
 *
 * const { fit } = createCurveFitter({ size: 64 });
 * const image = Float32Array.from(renderCurve({ a: 1.2, b: 0.7 }, { size: 64 }), (v) => v / 255);
 * const { a, b, residual } = fit(image);
 * assertAlmostEquals(a, 1.2, 0.01);
 * assertAlmostEquals(b, 0.7, 0.01);
 * assert(residual < 0.001);
 * ```
 */
export function createCurveFitter(options: RenderOptions): CurveFitter {
  const { size } = options;
  const render = createRenderer(options);
  const rendered = renderLattice(render, size);
  const drawn = new Uint8Array(size * size);
  return {
    fit(image) {
      checkImage(image, size);
      const evaluate = createEvaluate(image, { render, drawn });
      const scores = scoreLattice(rendered, reduce(image, size));
      const starts = deepest(scores).flatMap((at, rank) => {
        const { lowest, axes } = valley(scores, at);
        // At the edge of the lattice its own point may be the better guess.
        const guesses = rank === 0 ? [lowest, rendered[at].point] : [lowest];
        return guesses.map((guess) => ({ start: evaluate(guess), axes }));
      });
      const { start, axes } = starts.reduce((one, other) =>
        other.start.residual < one.start.residual ? other : one
      );
      return search(start, axes, evaluate);
    },
  };
}

/**
 * The shape nearest to one image. For more than one, {@linkcode createCurveFitter} renders its
 * lattice only once.
 *
 * @param image S·S pixels in [0, 1], row-major from the upper left.
 * @param options How the shapes that it is compared with are drawn.
 * @throws {RangeError} An option lies outside its range, the image is not S·S pixels long, or a
 * pixel lies outside [0, 1].
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { fitCurve } from "./fit.ts";
 *
 * assertEquals(fitCurve(new Float32Array(64 * 64), { size: 64 }).residual, 1);
 * ```
 */
export function fitCurve(image: FittedImage, options: RenderOptions): CurveFit {
  return createCurveFitter(options).fit(image);
}

function checkImage(image: FittedImage, size: number): void {
  if (image.length !== size * size) {
    throw new RangeError(
      `Cannot fit a curve: the image must be ${size}×${size} pixels, received ${image.length}`,
    );
  }
  // A mean of float32 pixels may exceed 1 by a rounding error.
  const wrong = image.find((value) => !(value >= -1e-6 && value <= 1 + 1e-6));
  if (wrong !== undefined) {
    throw new RangeError(`Cannot fit a curve: pixels must lie in [0, 1], received ${wrong}`);
  }
}

function renderLattice(render: CurveRenderer, size: number): LatticeImage[] {
  const image = new Uint8Array(size * size);
  const unit = new Float64Array(size * size);
  return lattice(ROWS, COLUMNS).map((point) => {
    render(point, image);
    for (let i = 0; i < image.length; i++) unit[i] = image[i] / 255;
    const reduced = reduce(unit, size);
    const inked: number[] = [];
    reduced.forEach((value, cell) => value > 0 && inked.push(cell));
    const cells = Uint16Array.from(inked);
    const values = Float32Array.from(cells, (cell) => reduced[cell]);
    return { point, cells, values, squares: sumOfSquares(values) };
  });
}

/** Sums over square blocks of pixels; the image itself below twice the lattice's size. */
function reduce(image: FittedImage, size: number): Float64Array {
  const block = Math.max(1, Math.floor(size / LATTICE_SIZE));
  const width = Math.ceil(size / block);
  const reduced = new Float64Array(width * width);
  for (let y = 0; y < size; y++) {
    const row = Math.floor(y / block) * width;
    for (let x = 0; x < size; x++) reduced[row + Math.floor(x / block)] += image[y * size + x];
  }
  return reduced;
}

function sumOfSquares(values: FittedImage): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

// Two blank images, which a stroke too thin for 8 bits gives, are equal.
function residualOf(product: number, squares: number): number {
  return squares === 0 ? 0 : Math.max(0, 1 - 2 * product / squares);
}

function scoreLattice(rendered: readonly LatticeImage[], image: Float64Array): number[] {
  const own = sumOfSquares(image);
  return rendered.map(({ cells, values, squares }) => {
    let product = 0;
    for (let i = 0; i < cells.length; i++) product += values[i] * image[cells[i]];
    return residualOf(product, own + squares);
  });
}

/**
 * The best points of the lattice, best first. Each is lower than its neighbours in a and in b; the
 * diagonal ones do not count, or the two shapes on either side of a = b would be one.
 */
function deepest(scores: readonly number[]): number[] {
  const isLowest = (score: number, at: number) => {
    const column = at % COLUMNS;
    const before = [column > 0 ? at - 1 : -1, at - COLUMNS];
    const after = [column < COLUMNS - 1 ? at + 1 : scores.length, at + COLUMNS];
    // Of equal neighbours the first counts.
    return before.every((other) => other < 0 || score < scores[other]) &&
      after.every((other) => other >= scores.length || score <= scores[other]);
  };
  const lowest = Array.from(scores.keys())
    .filter((at) => isLowest(scores[at], at))
    .sort((one, other) => scores[one] - scores[other]);
  const limit = scores[lowest[0]] + START_MARGIN;
  return lowest.slice(0, MAX_STARTS).filter((at) => scores[at] <= limit);
}

/** The paraboloid through the nine scores around a point of the lattice, by finite differences. */
function valley(scores: readonly number[], at: number): Valley {
  const column = at % COLUMNS;
  const row = Math.floor(at / COLUMNS);
  const inner = {
    column: clamp(column, [1, COLUMNS - 2]),
    row: clamp(row, [1, ROWS - 2]),
  };
  const score = (x: number, y: number) => scores[(inner.row + y) * COLUMNS + inner.column + x];
  const aa = score(1, 0) + score(-1, 0) - 2 * score(0, 0);
  const bb = score(0, 1) + score(0, -1) - 2 * score(0, 0);
  const ab = (score(1, 1) + score(-1, -1) - score(1, -1) - score(-1, 1)) / 4;
  const slope = { a: (score(1, 0) - score(-1, 0)) / 2, b: (score(0, 1) - score(0, -1)) / 2 };
  const determinant = aa * bb - ab * ab;
  const round = aa > 0 && determinant > 1e-3 * aa * bb;
  const vertex = {
    column: round ? inner.column - (bb * slope.a - ab * slope.b) / determinant : column,
    row: round ? inner.row - (aa * slope.b - ab * slope.a) / determinant : row,
  };
  return {
    lowest: inside({
      a: SPACE.a[0] + STEP * clamp(vertex.column, [column - 0.6, column + 0.6]),
      b: SPACE.b[0] + STEP * clamp(vertex.row, [row - 0.6, row + 0.6]),
    }),
    axes: principalAxes(aa, { ab, bb }),
  };
}

/** Steps along the paraboloid's axes, that along the steep one shorter, for an equal rise. */
function principalAxes(aa: number, { ab, bb }: { ab: number; bb: number }): Axes {
  const angle = Math.atan2(2 * ab, aa - bb) / 2;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const mean = (aa + bb) / 2;
  const spread = Math.hypot((aa - bb) / 2, ab);
  const flatness = mean - spread > 0 ? Math.sqrt((mean - spread) / (mean + spread)) : 0;
  const steep = Math.max(0.1, flatness);
  return [{ a: steep * cosine, b: steep * sine }, { a: -sine, b: cosine }];
}

function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

function inside({ a, b }: Point): Point {
  return { a: clamp(a, SPACE.a), b: clamp(b, SPACE.b) };
}

function createEvaluate(
  image: FittedImage,
  { render, drawn }: { render: CurveRenderer; drawn: Uint8Array },
): Evaluate {
  const own = sumOfSquares(image);
  return (point) => {
    render(point, drawn);
    let product = 0, squares = 0;
    for (let i = 0; i < drawn.length; i++) {
      product += image[i] * drawn[i];
      squares += drawn[i] * drawn[i];
    }
    return { ...point, residual: residualOf(product / 255, own + squares / 255 ** 2) };
  };
}

/** A step is repeated while it leads beyond what it has looked at, and shortened otherwise. */
function search(start: CurveFit, axes: Axes, evaluate: Evaluate): CurveFit {
  let best = start;
  for (let level = 0, round = 0; level < SEARCH_STEPS.length && round < MAX_ROUNDS; round++) {
    const { fit, beyond } = look(best, { axes, step: SEARCH_STEPS[level], evaluate });
    best = fit;
    if (!beyond) level++;
  }
  return best;
}

function look(
  centre: CurveFit,
  { axes, step, evaluate }: { axes: Axes; step: number; evaluate: Evaluate },
): { fit: CurveFit; beyond: boolean } {
  const along = (point: Point, axis: Point, t: number) =>
    inside({ a: point.a + t * axis.a, b: point.b + t * axis.b });
  const probes = axes.map((axis) => [-step, step].map((t) => evaluate(along(centre, axis, t))));
  const moves = probes.map(([below, above]) => {
    const bend = below.residual + above.residual - 2 * centre.residual;
    const vertex = (step * (below.residual - above.residual)) / (2 * bend);
    return bend > 0 ? clamp(vertex, [-2 * step, 2 * step]) : 0;
  });
  const vertex = evaluate(along(along(centre, axes[0], moves[0]), axes[1], moves[1]));
  const fit = [vertex, ...probes.flat()].reduce(
    (one, other) => other.residual < one.residual ? other : one,
    centre,
  );
  const far = fit !== vertex || moves.some((move) => Math.abs(move) > step);
  return { fit, beyond: fit !== centre && far };
}
