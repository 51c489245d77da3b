/**
 * Error against distance: to the hole's edge, inside (negative) and outside, and to the edge of the
 * space, where every network is on its own too.
 *
 * @module
 */

import type { CurveFit } from "../curve/fit.ts";
import { errorRow } from "../measure/cells.ts";
import {
  type ImageErrors,
  meanErrors,
  meanRecovery,
  measuresIn,
  RECOVERY_BY_DISTANCE,
} from "../measure/mod.ts";
import { edgeDistance, type Hole, holeDistance, type Point } from "../space/mod.ts";
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
    return [...bins].toSorted(([one], [other]) => one - other).map(([bin, list]) => ({
      edge,
      from: bin / (1 / BIN),
      to: (bin + 1) / (1 / BIN),
      count: list.length,
      ...errorRow(meanErrors(list.map(({ errors }) => errors)), measuresIn("distance")),
      ...meanRecovery(list, RECOVERY_BY_DISTANCE),
    }));
  });
}
