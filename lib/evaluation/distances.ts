/**
 * Error against distance: to the hole's edge, inside (negative) and outside, and to the edge of the
 * space, where every network is on its own too.
 *
 * @module
 */

import type { CurveFit } from "../curve/fit.ts";
import type { ImageErrors } from "../measure/mod.ts";
import { edgeDistance, holeDistance } from "../space/distance.ts";
import type { Hole } from "../space/hole.ts";
import type { Point } from "../space/space.ts";
import type { Row } from "../files/tables.ts";

/** A measured image. */
interface MeasuredPoint {
  readonly point: Point;
  readonly errors: ImageErrors;
  readonly fit: CurveFit;
}

/** Width of a bin of distance, in axis units. */
const BIN = 0.1;

/**
 * Mean errors by distance: rows of `edge` (`hole` or `space`), `from`, `to`, `count` and means.
 * Bins without points are left out.
 */
export function distanceRows(measured: readonly MeasuredPoint[], hole: Hole): Row[] {
  const edges = { hole: (point: Point) => holeDistance(hole, point), space: edgeDistance };
  return Object.entries(edges).flatMap(([edge, distance]) => {
    const bins = Map.groupBy(
      measured.filter(({ point }) => Number.isFinite(distance(point))),
      ({ point }) => Math.floor(distance(point) / BIN),
    );
    const mean = (list: readonly MeasuredPoint[], of: (entry: MeasuredPoint) => number) =>
      list.reduce((sum, entry) => sum + of(entry), 0) / list.length;
    return [...bins].toSorted(([one], [other]) => one - other).map(([bin, list]) => ({
      edge,
      from: bin / (1 / BIN),
      to: (bin + 1) / (1 / BIN),
      count: list.length,
      dice: mean(list, ({ errors }) => errors.dice),
      bce_excess: mean(list, ({ errors }) => errors.bceExcess),
      a_error: mean(list, ({ fit, point }) => Math.abs(fit.a - point.a)),
      b_error: mean(list, ({ fit, point }) => Math.abs(fit.b - point.b)),
    }));
  });
}
