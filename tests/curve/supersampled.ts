/**
 * A second rasteriser, to hold the canvas against: the share of each pixel's samples that lie within
 * half a stroke of the curve's segments. Square geometry only. No outline is made, so that a stroke
 * that crosses or touches itself loses nothing.
 *
 * @module
 */

import { curvePoints } from "../../lib/curve/curve.ts";
import type { Point } from "../../lib/space/mod.ts";

/** How a shape is drawn. */
export interface SupersampledOptions {
  /** Side of the image in pixels. */
  readonly size: number;
  /** Width of the line in pixels. */
  readonly stroke: number;
  /** Samples along each side of a pixel. */
  readonly samples: number;
}

/** Draws one shape: S·S shares in [0, 1], row-major from the upper left. */
export function supersampled(
  point: Point,
  { size, stroke, samples }: SupersampledOptions,
): Float64Array {
  const side = size * samples;
  const inside = new Uint8Array(side * side);
  const xy = curvePoints(point).map((value, i) => side / 2 + side / 8 * (i % 2 ? -value : value));
  for (let i = 2; i < xy.length; i += 2) {
    markSegment(inside, xy.subarray(i - 2, i + 2), { side, radius: stroke * samples / 2 });
  }
  const image = new Float64Array(size * size);
  inside.forEach((value, k) => {
    const [row, column] = [Math.floor(k / side), k % side];
    image[Math.floor(row / samples) * size + Math.floor(column / samples)] += value;
  });
  return image.map((count) => count / samples ** 2);
}

/** Marks the samples within a radius of one segment. */
function markSegment(
  inside: Uint8Array,
  [x0, y0, x1, y1]: Float64Array,
  { side, radius }: { side: number; radius: number },
): void {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const first = (value: number) => Math.max(0, Math.floor(value - radius));
  const last = (value: number) => Math.min(side - 1, Math.ceil(value + radius));
  for (let row = first(Math.min(y0, y1)); row <= last(Math.max(y0, y1)); row++) {
    for (let column = first(Math.min(x0, x1)); column <= last(Math.max(x0, x1)); column++) {
      const [px, py] = [column + 0.5 - x0, row + 0.5 - y0];
      const t = Math.min(1, Math.max(0, (px * dx + py * dy) / (dx * dx + dy * dy)));
      if ((px - t * dx) ** 2 + (py - t * dy) ** 2 <= radius ** 2) inside[row * side + column] = 1;
    }
  }
}

/** A fit of (a, b) by this rasteriser, and its residual, as `lib/curve/fit.ts` defines it. */
export interface SupersampledFit extends Point {
  readonly residual: number;
}

/**
 * The shape nearest to an image by this rasteriser: a compass search from given starts along a + b
 * and a − b, in steps from 0.04 down to 0.0005.
 */
export function fitSupersampled(
  image: ArrayLike<number>,
  { starts, ...options }: SupersampledOptions & { starts: readonly Point[] },
): SupersampledFit {
  const evaluate = ({ a, b }: Point): SupersampledFit => {
    const point = { a: Math.min(2, Math.max(0.5, a)), b: Math.min(2, Math.max(0, b)) };
    const render = supersampled(point, options);
    let [differences, squares] = [0, 0];
    for (let i = 0; i < render.length; i++) {
      differences += (image[i] - render[i]) ** 2;
      squares += image[i] ** 2 + render[i] ** 2;
    }
    return { ...point, residual: differences / squares };
  };
  let best = starts.map(evaluate).reduce(lower);
  for (let step = 0.04; step >= 0.0005; step /= 2) {
    for (let moved = true; moved;) {
      const around = [[1, 1], [-1, -1], [1, -1], [-1, 1]].map(([a, b]) =>
        evaluate({ a: best.a + a * step / 2, b: best.b + b * step / 2 })
      );
      const next = around.reduce(lower);
      moved = next.residual < best.residual;
      if (moved) best = next;
    }
  }
  return best;
}

function lower(one: SupersampledFit, other: SupersampledFit): SupersampledFit {
  return other.residual < one.residual ? other : one;
}
