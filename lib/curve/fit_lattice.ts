/**
 * Where the fit of a shape starts: shapes on a lattice over the space, drawn once, that an image is
 * compared with. Between the points of the lattice their renders are interpolated, which gives the
 * slopes of an image in a and b without drawing one.
 *
 * Images are compared reduced to about 64×64, where strokes of neighbouring shapes overlap.
 *
 * Along a periodic axis the lattice closes to a ring: its last point is not drawn, being the first.
 *
 * @module
 */

import { lattice } from "../space/points.ts";
import { type Axis, wrapped } from "../space/periodic.ts";
import { type Point, SPACE } from "../space/space.ts";
import type { CurveRenderer } from "./renderer.ts";

/** Steps of 0.05 both ways, under half a stroke at 64². */
const COLUMNS = 31;
const ROWS = 41;
const STEP = (SPACE.a[1] - SPACE.a[0]) / (COLUMNS - 1);

/** A lattice over the space, whose points are numbered row by row. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  /** Whether the first point of a row follows its last, and the first row the last. */
  readonly closed: Readonly<Record<keyof Point, boolean>>;
}

function createGrid(periodic: Axis | undefined): Grid {
  const closed = { a: periodic === "a", b: periodic === "b" };
  return {
    columns: closed.a ? COLUMNS - 1 : COLUMNS,
    rows: closed.b ? ROWS - 1 : ROWS,
    closed,
  };
}

/** The number of the point in a column and a row, counted around where the grid is closed. */
function indexIn({ columns, rows, closed }: Grid, column: number, row: number): number {
  const x = closed.a ? (column + columns) % columns : column;
  const y = closed.b ? (row + rows) % rows : row;
  return y * columns + x;
}

/** For each point its neighbours in a row and in a column. */
function neighboursIn(grid: Grid): number[][] {
  const { columns, rows, closed } = grid;
  return Array.from({ length: columns * rows }, (_, at) => {
    const [column, row] = [at % columns, Math.floor(at / columns)];
    const across = [column - 1, column + 1].filter((x) => closed.a || (x >= 0 && x < columns));
    const along = [row - 1, row + 1].filter((y) => closed.b || (y >= 0 && y < rows));
    return [
      ...across.map((x) => indexIn(grid, x, row)),
      ...along.map((y) => indexIn(grid, column, y)),
    ];
  });
}

/** The nearest column and row that have neighbours on all sides. */
function innermost(
  { columns, rows, closed }: Grid,
  { column, row }: { readonly column: number; readonly row: number },
): { column: number; row: number } {
  return {
    column: closed.a ? column : clamp(column, [1, columns - 2]),
    row: closed.b ? row : clamp(row, [1, rows - 2]),
  };
}

/** Images are reduced to this size or just above. */
const REDUCED_SIZE = 64;

/** Pixels of an image in [0, 1], or sums of them, row-major. */
export type Pixels = Float32Array | Float64Array;

/** Two directions in the plane, each (Δa, Δb) for a step of 1. */
export type Axes = readonly [steep: Point, flat: Point];

/** A valley of the residuals over the lattice. */
export interface Valley {
  /**
   * Where it may be lowest: at the vertex of the paraboloid through the nine residuals around its
   * lowest point; at the border of the space, where that may lie outside, also at that point.
   */
  readonly guesses: readonly Point[];
  /** The paraboloid's axes. */
  readonly axes: Axes;
}

/** Derivatives of a reduced image by a and by b, a unit of the axes. */
export interface Slopes {
  /** By a, as many values as the reduced image has. */
  readonly a: Float64Array;
  /** By b. */
  readonly b: Float64Array;
}

/** Renders of a lattice of shapes; made by {@linkcode renderLattice}. */
export interface CurveLattice {
  /** Sums over square blocks of an image's pixels; the image itself below 128×128. */
  reduce(image: Pixels): Float64Array;
  /** The axis along which it is closed. */
  readonly periodic: Axis | undefined;
  /** The point, or the nearest on the border of the space; around a periodic axis the same one. */
  inside(point: Point): Point;
  /** The valleys of the residuals of a reduced image, the deepest first. */
  valleys(reduced: Float64Array): Valley[];
  /** Slopes of the reduced render at a point; the arrays are used again by the next call. */
  slopes(point: Point): Slopes;
}

/** Renders of all points, reduced, as lists of the cells that hold ink. */
interface Rendered {
  /** Where the list of each point starts, and where the last one ends. */
  readonly starts: Uint32Array;
  readonly cells: Uint16Array;
  readonly values: Float32Array;
  /** Σr² of each render r. */
  readonly squares: Float64Array;
}

/** At most so many valleys are looked at. */
const MOST_VALLEYS = 4;

/**
 * A valley may be as much higher than the deepest, by its score and by a constant, since shapes of
 * the lattice lie up to half a step beside the lowest point of a valley.
 */
const MARGIN = { factor: 1.5, constant: 0.01 };

/** Draws the lattice, 31 × 41 shapes, or a row or column less where it is closed. */
export function renderLattice(
  render: CurveRenderer,
  { size, periodic }: { readonly size: number; readonly periodic: Axis | undefined },
): CurveLattice {
  const reduce = createReduce(size);
  const grid = createGrid(periodic);
  const neighbours = neighboursIn(grid);
  const rendered = renderAll(render, { size, reduce, grid });
  const cells = reduce(new Float32Array(size * size)).length;
  const slopes: Slopes = { a: new Float64Array(cells), b: new Float64Array(cells) };
  return {
    reduce,
    inside: (point) => inside(point, periodic),
    periodic,
    valleys(reduced) {
      const scores = scoreAll(rendered, reduced);
      return deepest(scores, neighbours).map((at) => valley(scores, { at, grid, periodic }));
    },
    slopes(point) {
      fillSlopes(slopes, { rendered, point, grid });
      return slopes;
    },
  };
}

/** The residual Σ(x − r)² / (Σx² + Σr²), from Σxr and Σx² + Σr². */
export function residualOf(product: number, squares: number): number {
  // Two blank images, which a stroke too thin for 8 bits gives, are equal.
  return squares === 0 ? 0 : Math.max(0, 1 - 2 * product / squares);
}

/** Σx² of an image x. */
export function sumOfSquares(values: Pixels): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

function createReduce(size: number): CurveLattice["reduce"] {
  const block = Math.max(1, Math.floor(size / REDUCED_SIZE));
  if (block === 1) return (image) => Float64Array.from(image);
  const width = Math.ceil(size / block);
  const columns = Uint16Array.from({ length: size }, (_, x) => Math.floor(x / block));
  return (image) => {
    const reduced = new Float64Array(width * width);
    for (let y = 0; y < size; y++) {
      const row = columns[y] * width;
      for (let x = 0; x < size; x++) reduced[row + columns[x]] += image[y * size + x];
    }
    return reduced;
  };
}

function renderAll(
  render: CurveRenderer,
  { size, reduce, grid }: { size: number; reduce: CurveLattice["reduce"]; grid: Grid },
): Rendered {
  const image = new Uint8Array(size * size);
  const unit = new Float64Array(size * size);
  const points = lattice(ROWS, COLUMNS).filter((_, n) =>
    n % COLUMNS < grid.columns && Math.floor(n / COLUMNS) < grid.rows
  );
  const lists = points.map((point) => {
    render(point, image);
    for (let i = 0; i < image.length; i++) unit[i] = image[i] / 255;
    const reduced = reduce(unit);
    const cells = Uint16Array.from(reduced.keys().filter((cell) => reduced[cell] > 0));
    return { cells, values: Float32Array.from(cells, (cell) => reduced[cell]) };
  });
  const starts = new Uint32Array(lists.length + 1);
  lists.forEach(({ cells }, n) => starts[n + 1] = starts[n] + cells.length);
  const rendered = {
    starts,
    cells: new Uint16Array(starts[lists.length]),
    values: new Float32Array(starts[lists.length]),
    squares: Float64Array.from(lists, ({ values }) => sumOfSquares(values)),
  };
  lists.forEach(({ cells, values }, n) => {
    rendered.cells.set(cells, starts[n]);
    rendered.values.set(values, starts[n]);
  });
  return rendered;
}

function scoreAll(
  { starts, cells, values, squares }: Rendered,
  image: Float64Array,
): Float64Array {
  const own = sumOfSquares(image);
  const scores = new Float64Array(squares.length);
  for (let n = 0; n < scores.length; n++) {
    let product = 0;
    for (let i = starts[n]; i < starts[n + 1]; i++) product += values[i] * image[cells[i]];
    scores[n] = residualOf(product, own + squares[n]);
  }
  return scores;
}

/**
 * The best points of the lattice, best first. Each is lower than its neighbours in a and in b; the
 * diagonal ones do not count, or the two shapes on either side of a = b would be one.
 */
function deepest(scores: Float64Array, neighbours: readonly (readonly number[])[]): number[] {
  // Of equal neighbours the first counts.
  const isLowest = (score: number, at: number) =>
    neighbours[at].every((other) => other < at ? score < scores[other] : score <= scores[other]);
  const lowest = Array.from(scores.keys())
    .filter((at) => isLowest(scores[at], at))
    .sort((one, other) => scores[one] - scores[other]);
  const limit = MARGIN.factor * scores[lowest[0]] + MARGIN.constant;
  return lowest.slice(0, MOST_VALLEYS).filter((at) => scores[at] <= limit);
}

/** The paraboloid through the nine scores around a point of the lattice, by finite differences. */
function valley(
  scores: Float64Array,
  { at, grid, periodic }: { at: number; grid: Grid; periodic: Axis | undefined },
): Valley {
  const column = at % grid.columns;
  const row = Math.floor(at / grid.columns);
  const inner = innermost(grid, { column, row });
  const score = (x: number, y: number) => scores[indexIn(grid, inner.column + x, inner.row + y)];
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
  const pointAt = (x: number, y: number) =>
    inside({ a: SPACE.a[0] + STEP * x, b: SPACE.b[0] + STEP * y }, periodic);
  const lowest = pointAt(
    clamp(vertex.column, [column - 0.6, column + 0.6]),
    clamp(vertex.row, [row - 0.6, row + 0.6]),
  );
  const border = inner.column !== column || inner.row !== row;
  return {
    guesses: border ? [lowest, pointAt(column, row)] : [lowest],
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

/**
 * Derivatives of the interpolant of second order through the nine renders around a point: their
 * central differences, moved to the point by the second ones.
 */
function fillSlopes(
  slopes: Slopes,
  { rendered: { starts, cells, values }, point, grid }: {
    rendered: Rendered;
    point: Point;
    grid: Grid;
  },
): void {
  const place = { column: (point.a - SPACE.a[0]) / STEP, row: (point.b - SPACE.b[0]) / STEP };
  const { column, row } = innermost(grid, {
    column: Math.round(place.column),
    row: Math.round(place.row),
  });
  const [x, y] = [place.column - column, place.row - row];
  const add = (slope: Float64Array, [across, up]: readonly [number, number], weight: number) => {
    const n = indexIn(grid, column + across, row + up);
    for (let i = starts[n]; i < starts[n + 1]; i++) slope[cells[i]] += weight / STEP * values[i];
  };
  slopes.a.fill(0);
  slopes.b.fill(0);
  for (const side of [-1, 1] as const) {
    add(slopes.a, [side, 0], side / 2 + x);
    add(slopes.b, [0, side], side / 2 + y);
    for (const other of [-1, 1] as const) {
      add(slopes.a, [side, other], side * other * y / 4);
      add(slopes.b, [side, other], side * other * x / 4);
    }
  }
  add(slopes.a, [0, 0], -2 * x);
  add(slopes.b, [0, 0], -2 * y);
}

/** The value, or the end of the range that it lies beyond. */
export function clamp(value: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, value));
}

/** The point, or the nearest on the border of the space; around a periodic axis the same one. */
function inside(point: Point, periodic: Axis | undefined): Point {
  const within = (axis: keyof Point) =>
    axis === periodic ? wrapped(axis, point[axis]) : clamp(point[axis], SPACE[axis]);
  return { a: within("a"), b: within("b") };
}
