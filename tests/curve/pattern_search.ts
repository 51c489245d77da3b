/**
 * A search to compare the fit with that takes no derivatives: from each of the six best points of a
 * lattice a pattern search renders five shapes a round, in shrinking steps (Hooke and Jeeves 1961,
 * doi:10.1145/321062.321069), about 100 renders an image.
 *
 * @module
 */

import { createRenderer } from "../../lib/curve/renderer.ts";
import { lattice } from "../../lib/space/points.ts";
import { type Point, SPACE } from "../../lib/space/space.ts";

/** A shape and how far its render is from an image. */
export interface Found extends Point {
  readonly residual: number;
}

const COLUMNS = 31, ROWS = 41;
const SIZE = 64;

/** The search's steps, in axis units: the first is the worst error of its start. */
const SEARCH_STEPS = [0.025, 0.008, 0.0025];

/** Rounds of one search. */
const MAX_ROUNDS = 12;

/** Finds the shape nearest to images of 64×64 pixels, `square`. */
export function createPatternSearch(): (image: Float32Array) => Found {
  const render = createRenderer({ size: SIZE });
  const drawn = new Uint8Array(SIZE * SIZE);
  const squared = (image: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < image.length; i++) sum += image[i] ** 2;
    return sum;
  };
  const rendered = lattice(ROWS, COLUMNS).map((point) => {
    render(point, drawn);
    const cells = Uint16Array.from(drawn.keys().filter((i) => drawn[i] > 0));
    return { point, cells, values: Float32Array.from(cells, (i) => drawn[i] / 255) };
  });
  return (image) => {
    const own = squared(image);
    const evaluate = (point: Point): Found => {
      render(point, drawn);
      let product = 0;
      for (let i = 0; i < drawn.length; i++) product += image[i] * drawn[i];
      const squares = own + squared(drawn) / 255 ** 2;
      return { ...point, residual: Math.max(0, 1 - 2 * product / 255 / squares) };
    };
    const scores = rendered.map(({ cells, values }) => {
      const product = values.reduce((sum, value, i) => sum + value * image[cells[i]], 0);
      return 1 - 2 * product / (own + squared(values));
    });
    const starts = [...scores.keys()]
      .toSorted((one, other) => scores[one] - scores[other])
      .slice(0, 6)
      .map((n) => search(evaluate(rendered[n].point), evaluate));
    return starts.reduce((one, other) => other.residual < one.residual ? other : one);
  };
}

type Evaluate = (point: Point) => Found;

/** A step is repeated while it leads beyond what it has looked at, and shortened otherwise. */
function search(start: Found, evaluate: Evaluate): Found {
  let best = start;
  for (let level = 0, round = 0; level < SEARCH_STEPS.length && round < MAX_ROUNDS; round++) {
    const { fit, beyond } = look(best, SEARCH_STEPS[level], evaluate);
    best = fit;
    if (!beyond) level++;
  }
  return best;
}

/** Along a + b = const, where the residual is flattest, and across it. */
const AXES: readonly Point[] = [
  { a: 0.3 * Math.SQRT1_2, b: 0.3 * Math.SQRT1_2 },
  { a: -Math.SQRT1_2, b: Math.SQRT1_2 },
];

function look(
  centre: Found,
  step: number,
  evaluate: Evaluate,
): { fit: Found; beyond: boolean } {
  const inside = (value: number, [low, high]: readonly [number, number]) =>
    Math.min(high, Math.max(low, value));
  const along = (point: Point, axis: Point, t: number): Point => ({
    a: inside(point.a + t * axis.a, SPACE.a),
    b: inside(point.b + t * axis.b, SPACE.b),
  });
  const probes = AXES.map((axis) => [-step, step].map((t) => evaluate(along(centre, axis, t))));
  const moves = probes.map(([below, above]) => {
    const bend = below.residual + above.residual - 2 * centre.residual;
    const vertex = step * (below.residual - above.residual) / (2 * bend);
    return bend > 0 ? inside(vertex, [-2 * step, 2 * step]) : 0;
  });
  const vertex = evaluate(along(along(centre, AXES[0], moves[0]), AXES[1], moves[1]));
  const fit = [vertex, ...probes.flat()].reduce(
    (one, other) => other.residual < one.residual ? other : one,
    centre,
  );
  const far = fit !== vertex || moves.some((move) => Math.abs(move) > step);
  return { fit, beyond: fit !== centre && far };
}
