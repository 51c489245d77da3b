/**
 * Ticks of an axis or legend of the plane, as Vega-Lite takes them: where a family's parameter has
 * values of its own, they are written in the place of the coordinate's, at round numbers of theirs.
 *
 * @module
 */

import { type FamilyName, isCoordinate } from "../curve/family.ts";
import { parameterTicks } from "../curve/parameter_text.ts";
import type { Point } from "../space/space.ts";

/** Ticks of a Vega-Lite axis or legend. */
export interface TickProperties {
  readonly values?: number[];
  readonly format?: string;
  readonly tickCount?: number;
  readonly labelExpr?: string;
}

/**
 * Ticks for a coordinate of the plane.
 *
 * @param plain ticks where the parameter's values are the coordinates
 */
export function parameterTickProperties(
  name: keyof Point,
  family: FamilyName | undefined,
  plain: TickProperties,
): TickProperties {
  if (isCoordinate(name, family)) return plain;
  const ticks = parameterTicks(name, family);
  // By nearness: a tick's value may have gone through rounding.
  const labels = ticks.reduceRight(
    (rest, { coordinate, label }) =>
      `abs(datum.value - ${coordinate}) < 1e-6 ? ${JSON.stringify(label)} : ${rest}`,
    '""',
  );
  return { values: ticks.map(({ coordinate }) => coordinate), labelExpr: labels };
}
