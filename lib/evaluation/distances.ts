/**
 * Error against distance: to the hole's edge, inside (negative) and outside, and to the edge of the
 * space, where every network is on its own too.
 *
 * @module
 */

import type { CurveFit } from "../curve/fit.ts";
import type { Row } from "../files/tables.ts";
import { errorRow } from "../measure/cells.ts";
import { meanErrors } from "../measure/image/errors.ts";
import { type ImageErrors, measuresIn } from "../measure/image/measures.ts";
import { meanRecovery, RECOVERY_BY_DISTANCE } from "../measure/image/recovery.ts";
import { edgeDistance, holeDistance } from "../space/distance.ts";
import type { Hole } from "../space/hole.ts";
import type { Point } from "../space/space.ts";

/** A measured image. */
interface MeasuredPoint {
  readonly point: Point;
  readonly errors: ImageErrors;
  readonly fit: CurveFit;
}

/** Width of a bin of distance, in axis units. */
const BIN = 0.1;

// Points of a grid lie on the edges of bins but for the rounding of float64: 0.3 / 0.1 is below 3.
const ROUNDING = 1e-9;

/**
 * Mean errors by distance: rows of `edge` (`hole` or `space`), `from`, `to`, `count` and means.
 * Bins without points are left out.
 */
export function distanceRows(measured: readonly MeasuredPoint[], hole: Hole): Row[] {
  const { periodic } = hole;
  const edges = {
    hole: (point: Point) => holeDistance(hole, point),
    space: (point: Point) => edgeDistance(point, periodic),
  };
  return Object.entries(edges).flatMap(([edge, distance]) => {
    const bins = Map.groupBy(
      measured.filter(({ point }) => Number.isFinite(distance(point))),
      ({ point }) => Math.floor(distance(point) / BIN + ROUNDING),
    );
    return [...bins].toSorted(([one], [other]) => one - other).map(([bin, list]) => ({
      edge,
      from: bin / (1 / BIN),
      to: (bin + 1) / (1 / BIN),
      count: list.length,
      ...errorRow(meanErrors(list.map(({ errors }) => errors)), measuresIn("distance")),
      ...meanRecovery(list, { columns: RECOVERY_BY_DISTANCE, periodic }),
    }));
  });
}
