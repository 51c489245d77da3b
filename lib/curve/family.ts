/**
 * The families of shapes in one table: the formula of each, its parameters with their words and
 * units, and the curve itself. The rasteriser, the fit back to (a, b), figures, tables, pages and
 * command lines follow from an entry.
 *
 * All families share the plane of `lib/space`: its coordinates a and b, its holes and its transects.
 * An entry says what a and b mean: each coordinate is a parameter of the shapes, in a unit and a
 * range of its own, which is linear in the coordinate. So holes of one size leave out the same share
 * of every family.
 *
 * @module
 */

import { type Point, SPACE } from "../space/space.ts";

/** A parameter of a family's shapes. */
export interface ShapeParameter {
  /** Its symbol in the formula. */
  readonly symbol: string;
  /** What it is, to follow "the". */
  readonly words: string;
  /** Its unit. */
  readonly unit: string;
  /** Its values, in its unit, at both ends of its coordinate's range; linear between them. */
  readonly range: readonly [low: number, high: number];
  /** Whether both ends of its range are the same shape. */
  readonly periodic?: true;
}

/** A family of shapes, each a closed curve around the origin. */
export interface Family {
  /** Numbers of petals that can be asked for, the usual one first; absent where it has none. */
  readonly petals?: readonly [usual: number, ...others: number[]];
  /** Its formula. */
  readonly formula: (petals: number) => string;
  /** What it draws. */
  readonly draws: string;
  /** Its parameters, by the coordinate of a point. */
  readonly parameters: Readonly<Record<keyof Point, ShapeParameter>>;
  /**
   * Signed radius R(θ), in axis units; θ from −π to π in radians. |R| ≤ 4, so that the shape lies
   * within the axes.
   */
  readonly radius: (theta: number, point: Point, petals: number) => number;
}

/** The families by name, that of the study first. */
export const FAMILIES = {
  rose: {
    petals: [5, 3, 7],
    formula: (petals: number): string => `R(θ) = b·cos ${petals}θ + a`,
    draws: "a closed curve of petals; from b > a on, they pass through the origin and cross",
    parameters: {
      a: { symbol: "a", words: "mean radius", unit: "axis units", range: SPACE.a },
      b: { symbol: "b", words: "petal amplitude", unit: "axis units", range: SPACE.b },
    },
    radius: (theta: number, { a, b }: Point, petals: number): number =>
      b * Math.cos(petals * theta) + a,
  },
  superellipse: {
    formula: (): string => "|x/a|ⁿ + |y/a|ⁿ = 1, n = 2^b",
    draws: "a Lamé curve: a diamond for b = 0, a circle for b = 1, almost a square for b = 2",
    parameters: {
      a: { symbol: "a", words: "semi-diameter", unit: "axis units", range: SPACE.a },
      b: { symbol: "b", words: "log₂ of the exponent", unit: "octaves", range: SPACE.b },
    },
    radius: (theta: number, { a, b }: Point): number => {
      const n = 2 ** b;
      return a * (Math.abs(Math.cos(theta)) ** n + Math.abs(Math.sin(theta)) ** n) ** (-1 / n);
    },
  },
} as const satisfies Readonly<Record<string, Family>>;

/** Name of a family. */
export type FamilyName = keyof typeof FAMILIES;

/** Names of all families, that of the study first. */
export const FAMILY_NAMES = Object.keys(FAMILIES) as [FamilyName, ...FamilyName[]];

/** Which shapes are drawn. */
export interface Shapes {
  /** The family. */
  readonly family: FamilyName;
  /** Number of their petals; absent where the family has none. */
  readonly petals?: number;
}

/** The shapes of everything that does not say which: roses of five petals. */
export const DEFAULT_SHAPES: Shapes = usualShapes(FAMILY_NAMES[0]);

/** Unit of distances in the plane of a family's parameters: theirs, where both have the same. */
export function planeUnit(family: FamilyName): string {
  const { a, b } = familyOf(family).parameters;
  return a.unit === b.unit ? a.unit : "units of a and b";
}

/** Whether shapes are the study's, which go without saying. */
export function areUsual({ family, petals }: Shapes): boolean {
  return family === DEFAULT_SHAPES.family && petals === DEFAULT_SHAPES.petals;
}

/** Shapes as a word of a folder's name, such as `rose3`; none for the study's. */
export function shapesSlug({ family, petals }: Shapes): string[] {
  return areUsual({ family, petals }) ? [] : [`${family}${petals ?? ""}`];
}

/** The family's entry. */
export function familyOf(name: FamilyName): Family {
  return FAMILIES[name];
}

/** Shapes of a family with the usual number of petals. */
export function usualShapes(family: FamilyName): Shapes {
  const { petals } = familyOf(family);
  return { family, ...(petals ? { petals: petals[0] } : {}) };
}

/**
 * A parameter's value in its own unit at a coordinate of the plane; linear, beyond the range too.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameterValue } from "./family.ts";
 *
 * assertEquals(parameterValue("a", 1.25), 1.25);
 * ```
 */
export function parameterValue(
  name: keyof Point,
  coordinate: number,
  family: FamilyName = DEFAULT_SHAPES.family,
): number {
  const { range: [low, high] } = familyOf(family).parameters[name];
  const [from, to] = SPACE[name];
  // Exact where both ranges are the same.
  if (low === from && high === to) return coordinate;
  return low + (high - low) * (coordinate - from) / (to - from);
}

/**
 * The formula of shapes.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formulaOf } from "./family.ts";
 *
 * assertEquals(formulaOf({ family: "rose", petals: 3 }), "R(θ) = b·cos 3θ + a");
 * ```
 */
export function formulaOf({ family, petals = 0 }: Shapes): string {
  return familyOf(family).formula(petals);
}

/**
 * A parameter as an axis or a legend names it.
 *
 * @param name Coordinate of a point.
 * @param options `unit`: whether its unit stands behind it. Default true. `family`: the study's
 * where none is given.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parameterTitle } from "./family.ts";
 *
 * assertEquals(parameterTitle("a"), "a: mean radius (axis units)");
 * assertEquals(parameterTitle("b", { unit: false }), "b: petal amplitude");
 * ```
 */
export function parameterTitle(
  name: keyof Point,
  { unit: withUnit = true, family = DEFAULT_SHAPES.family }: {
    readonly unit?: boolean;
    readonly family?: FamilyName | undefined;
  } = {},
): string {
  const { symbol, words, unit } = familyOf(family).parameters[name];
  return `${symbol}: ${words}` + (withUnit ? ` (${unit})` : "");
}
