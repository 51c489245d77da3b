/**
 * The families of shapes in one table: the formula of each, its parameters with their words, units
 * and ranges, and what the study published of it. There is one so far. Figures, tables, pages and
 * command lines take words and ranges from here.
 *
 * The plane of the parameters itself (ranges, holes, transects) belongs to `lib/space`, which knows no
 * family; an entry here says which part of it is the family's.
 *
 * @module
 */

import { type Hole, PUBLISHED_HOLE } from "../space/hole.ts";
import { type Point, SPACE } from "../space/space.ts";
import { PUBLISHED_TRANSECTS, type Transect } from "../space/transect.ts";

/** A parameter of a family's shapes. */
export interface ShapeParameter {
  /** Its symbol in the formula. */
  readonly symbol: string;
  /** What it is, to follow "the". */
  readonly words: string;
  /** Its unit. */
  readonly unit: string;
  /** Smallest and largest value in the study. */
  readonly range: readonly [low: number, high: number];
}

/** A family of shapes. */
export interface Family {
  /** Number of petals. */
  readonly petals: number;
  /** Its formula. */
  readonly formula: string;
  /** What it draws. */
  readonly draws: string;
  /** Its parameters, by the coordinate of a point. */
  readonly parameters: Readonly<Record<keyof Point, ShapeParameter>>;
  /** Signed radius R(θ), in axis units; θ in radians. */
  readonly radius: (theta: number, point: Point) => number;
  /** The hole that was published, or is the standard one. */
  readonly hole: Hole;
  /** The walks that were published, or are the standard ones. */
  readonly transects: readonly Transect[];
}

/** The families by name. */
export const FAMILIES = {
  rose: {
    petals: 5,
    formula: "R(θ) = b·cos 5θ + a",
    draws: "a closed curve of five petals; from b > a on, they pass through the origin and cross",
    parameters: {
      a: { symbol: "a", words: "mean radius", unit: "axis units", range: SPACE.a },
      b: { symbol: "b", words: "petal amplitude", unit: "axis units", range: SPACE.b },
    },
    radius: (theta: number, { a, b }: Point): number => b * Math.cos(5 * theta) + a,
    hole: PUBLISHED_HOLE,
    transects: PUBLISHED_TRANSECTS,
  },
} as const satisfies Readonly<Record<string, Family>>;

/** Name of a family. */
export type FamilyName = keyof typeof FAMILIES;

/** The family of the study. */
export const DEFAULT_FAMILY: FamilyName = "rose";

/** Which shapes were drawn. */
export interface FamilyChoice {
  /** The family. */
  readonly family: FamilyName;
  /** Number of its petals. */
  readonly petals: number;
}

/** The shapes of everything that does not say which: roses of five petals. */
export const DEFAULT_SHAPES: FamilyChoice = {
  family: DEFAULT_FAMILY,
  petals: FAMILIES[DEFAULT_FAMILY].petals,
};

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
  { unit: withUnit = true, family = DEFAULT_FAMILY }: {
    readonly unit?: boolean;
    readonly family?: FamilyName;
  } = {},
): string {
  const { symbol, words, unit } = FAMILIES[family].parameters[name];
  return `${symbol}: ${words}` + (withUnit ? ` (${unit})` : "");
}
