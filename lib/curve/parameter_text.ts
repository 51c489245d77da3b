/**
 * Values of a family's parameters as readers meet them: the ticks of an axis, read-outs, places in
 * words. Data and flags hold coordinates of the plane; what is read is in the parameter's own unit.
 *
 * @module
 */

import { holeWords } from "../space/hole_words.ts";
import { type Point, SPACE } from "../space/space.ts";
import {
  DEFAULT_SHAPES,
  type FamilyName,
  familyOf,
  isCoordinate,
  parameterValue,
} from "./family.ts";

/** The symbol of the unit that is written at a value; other units stand in titles. */
const UNIT_SIGNS: Readonly<Record<string, string>> = { degrees: "°" };

/** Steps of ticks; those of an angle divide a right angle. */
const STEPS: Readonly<Record<string, readonly number[]>> = { degrees: [5, 15, 45, 90] };

/** Ticks on an axis at most. */
const MOST_TICKS = 7;

/** How many of a parameter's units one of its coordinate's is; 1 where both have the same range. */
export function parameterScale(
  name: keyof Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): number {
  const { range: [low, high] } = familyOf(family).parameters[name];
  const [from, to] = SPACE[name];
  return (high - low) / (to - from);
}

/** Whether readers know both parameters by the names and values of their coordinates. */
export function readsAsPlane(family: FamilyName = DEFAULT_SHAPES.family): boolean {
  return (["a", "b"] as const).every((name) =>
    parameterSymbol(name, family) === name && isCoordinate(name, family)
  );
}

/**
 * A number as text: with a minus sign that is one, and no sign at a zero.
 *
 * @param digits behind the point
 */
function numberText(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "−");
}

/** Digits behind the point with which a hundredth of the coordinate's unit can be seen. */
export function parameterDigits(
  name: keyof Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): number {
  return Math.max(0, Math.ceil(2 - Math.log10(parameterScale(name, family))));
}

/**
 * A parameter's value at a coordinate, such as `1.25`, `−0.50` or `90.0°`.
 *
 * @param coordinate of the plane
 * @param options `digits` behind the point: by default as many as a step of 0.01 of the plane needs
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameterText } from "./parameter_text.ts";
 *
 * assertEquals(parameterText("a", 1.25), "1.25");
 * ```
 */
export function parameterText(
  name: keyof Point,
  coordinate: number,
  { family = DEFAULT_SHAPES.family, digits = parameterDigits(name, family) }: {
    readonly family?: FamilyName | undefined;
    readonly digits?: number;
  } = {},
): string {
  const { unit } = familyOf(family).parameters[name];
  return numberText(parameterValue(name, coordinate, family), digits) + (UNIT_SIGNS[unit] ?? "");
}

/** The same without zeros at its end, such as `1.25`, `−0.5` or `90°`. */
export function shortParameterText(
  name: keyof Point,
  coordinate: number,
  family: FamilyName = DEFAULT_SHAPES.family,
): string {
  const { unit } = familyOf(family).parameters[name];
  const rounded = +parameterValue(name, coordinate, family).toFixed(
    parameterDigits(name, family) + 1,
  );
  return String(rounded + 0).replace("-", "−") + (UNIT_SIGNS[unit] ?? "");
}

/**
 * How long a stretch of a coordinate is, in the parameter's unit, such as `0.03` or `2.7°`.
 *
 * @param length a difference of two coordinates
 * @param options `digits` behind the point, as those of {@linkcode parameterText}
 */
export function lengthText(
  name: keyof Point,
  length: number,
  { family = DEFAULT_SHAPES.family, digits = parameterDigits(name, family) }: {
    readonly family?: FamilyName | undefined;
    readonly digits?: number;
  } = {},
): string {
  const { unit } = familyOf(family).parameters[name];
  return numberText(length * parameterScale(name, family), digits) + (UNIT_SIGNS[unit] ?? "");
}

/** A parameter's symbol in the formula. */
export function parameterSymbol(
  name: keyof Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): string {
  return familyOf(family).parameters[name].symbol;
}

/** Both symbols, such as `a, b`. */
export function parameterSymbols(family: FamilyName = DEFAULT_SHAPES.family): string {
  return `${parameterSymbol("a", family)}, ${parameterSymbol("b", family)}`;
}

/**
 * A point in words, by the parameters' symbols.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { placeText } from "./parameter_text.ts";
 *
 * assertEquals(placeText({ a: 1.25, b: 1 }), "a = 1.25, b = 1.00");
 * ```
 */
export function placeText(
  point: Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): string {
  return (["a", "b"] as const).map((name) =>
    `${parameterSymbol(name, family)} = ${parameterText(name, point[name], { family })}`
  ).join(", ");
}

/**
 * A hole in the words of a family, such as `disc of radius 0.3` or `strip of φ from 45° to 90°`.
 * Throws UsageError where the text is no hole.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shapeHoleWords } from "./parameter_text.ts";
 *
 * assertEquals(shapeHoleWords("strip:b,0,1", "rose"), "strip of b from 0 to 1");
 * ```
 */
export function shapeHoleWords(
  text: string,
  family: FamilyName = DEFAULT_SHAPES.family,
): string {
  if (readsAsPlane(family)) return holeWords(text);
  return holeWords(text, {
    symbol: (axis) => parameterSymbol(axis, family),
    value: (axis, coordinate) => shortParameterText(axis, coordinate, family),
  });
}

/** A tick of an axis. */
export interface ParameterTick {
  /** Where it stands, as a coordinate of the plane. */
  readonly coordinate: number;
  /** The parameter's value there. */
  readonly value: number;
  /** What is written at it, a round number of the parameter's. */
  readonly label: string;
}

/** The step between ticks: the least that leaves no more than {@linkcode MOST_TICKS}. */
function tickStep({ low, high, unit }: { low: number; high: number; unit: string }): number {
  const decade = 10 ** Math.floor(Math.log10((high - low) / 10));
  const steps = STEPS[unit] ?? [1, 2, 5, 10, 20, 50].map((step) => step * decade);
  const enough = (step: number) => Math.floor(high / step) - Math.ceil(low / step) < MOST_TICKS;
  return steps.find(enough) ?? steps.at(-1)!;
}

/**
 * Round values of a parameter over its range, seven at most.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameterTicks } from "./parameter_text.ts";
 *
 * assertEquals(
 *   parameterTicks("b", "rose").map(({ label }) => label),
 *   ["0.0", "0.5", "1.0", "1.5", "2.0"],
 * );
 * ```
 */
export function parameterTicks(
  name: keyof Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): ParameterTick[] {
  const { range: [low, high], unit } = familyOf(family).parameters[name];
  const step = tickStep({ low, high, unit });
  // Rounding must not lose a tick at an end.
  const [first, last] = [Math.ceil(low / step - 1e-9), Math.floor(high / step + 1e-9)];
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const [from] = SPACE[name];
  return Array.from({ length: last - first + 1 }, (_, k) => {
    const value = (first + k) * step;
    return {
      coordinate: from + (value - low) / parameterScale(name, family),
      value,
      label: numberText(value, digits) + (UNIT_SIGNS[unit] ?? ""),
    };
  });
}
