/**
 * An axis or legend of a family's parameter, as Vega-Lite takes it: charts of the plane are drawn in
 * the parameters' own values, so that what is read out of them is right too.
 *
 * @module
 */

import { type FamilyName, isCoordinate, parameterValue, periodicAxis } from "../curve/family.ts";
import { parameterTicks } from "../curve/parameter_text.ts";
import { type Point, SPACE } from "../space/space.ts";
import { AROUND } from "./palette.ts";

/** Ticks of a Vega-Lite axis or legend. */
export interface TickProperties {
  readonly values?: number[];
  readonly format?: string;
  readonly tickCount?: number;
  readonly labelExpr?: string;
}

/**
 * Ticks of a parameter.
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
  const [{ label }] = ticks;
  const [, decimals = "", sign] = /^[−\d]+(?:\.(\d+))?(\D*)$/.exec(label)!;
  return {
    values: ticks.map(({ value }) => value),
    format: `.${decimals.length}f`,
    ...(sign ? { labelExpr: `datum.label + ${JSON.stringify(sign)}` } : {}),
  };
}

/**
 * The range of a parameter, as the domain of a scale.
 *
 * @param room how much more there is at both ends, as a length of the coordinate
 */
export function parameterDomain(
  name: keyof Point,
  family: FamilyName | undefined,
  room = 0,
): [low: number, high: number] {
  const [low, high] = SPACE[name];
  return [
    parameterValue(name, low - room, family),
    parameterValue(name, high + room, family),
  ];
}

/** A Vega-Lite scale of a parameter's colours: viridis, and one that closes where its range does. */
export function parameterColours(
  name: keyof Point,
  family: FamilyName | undefined,
): { scheme: "viridis" } | { domain: number[]; range: string[] } {
  if (periodicAxis(family) !== name) return { scheme: "viridis" };
  const [low, high] = parameterDomain(name, family);
  return {
    domain: AROUND.map((_, k) => low + (high - low) * k / (AROUND.length - 1)),
    range: [...AROUND],
  };
}

/** A point of the plane in the values of the parameters. */
export function parameterPoint({ a, b }: Point, family: FamilyName | undefined): Point {
  return { a: parameterValue("a", a, family), b: parameterValue("b", b, family) };
}
