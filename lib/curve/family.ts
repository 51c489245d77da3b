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

import { wrapped } from "../space/periodic.ts";
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

/** What is known of every family. */
export interface FamilyFacts {
  /** Numbers of petals that can be asked for, the usual one first; absent where it has none. */
  readonly petals?: readonly [usual: number, ...others: number[]];
  /** Its formula. */
  readonly formula: (petals: number) => string;
  /** What it draws. */
  readonly draws: string;
  /** Its parameters, by the coordinate of a point. */
  readonly parameters: Readonly<Record<keyof Point, ShapeParameter>>;
}

/** A family whose shapes are closed curves around the origin, drawn with a line. */
export interface CurveFamily extends FamilyFacts {
  /** How its shapes are drawn. */
  readonly kind: "curve";
  /**
   * Signed radius R(θ), in axis units; θ from −π to π in radians. |R| ≤ 4, so that the shape lies
   * within the axes.
   */
  readonly radius: (theta: number, point: Point, petals: number) => number;
}

/** A family whose shapes are spots around a centre, filled without a line. */
export interface SpotFamily extends FamilyFacts {
  /** How its shapes are drawn. */
  readonly kind: "spot";
  /** The spot's centre, in axis units, y up. */
  readonly centre: (point: Point) => readonly [x: number, y: number];
  /**
   * Ink at a distance from the centre along x or y alone, in axis units; from 0 to 1, which is that
   * of the centre. The ink of any other place is the product of both.
   */
  readonly profile: (distance: number) => number;
}

/** A family of shapes. */
export type Family = CurveFamily | SpotFamily;

/** Standard deviation of a bump, in axis units: two pixels at 32². */
const BUMP_SIGMA = 0.5;

/** Places of a bump: two axis units for one of the plane in both directions, so that distances agree. */
const BUMP_PLACES = { a: [-1.5, 1.5], b: [-2, 2] } as const;

/** Semi-axes of an ellipse are this, times and divided by the root of their ratio; in axis units. */
const ELLIPSE_RADIUS = 1.5;

/** The families by name, that of the study first. */
export const FAMILIES = {
  rose: {
    kind: "curve",
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
    kind: "curve",
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
  bump: {
    kind: "spot",
    formula: (): string => `exp(−((u − x)² + (v − y)²) / 2σ²), σ = ${BUMP_SIGMA}`,
    draws: "a Gaussian spot, moved across the image and upwards",
    parameters: {
      a: { symbol: "x", words: "place across", unit: "axis units", range: BUMP_PLACES.a },
      b: { symbol: "y", words: "place upwards", unit: "axis units", range: BUMP_PLACES.b },
    },
    centre: ({ a, b }: Point): readonly [x: number, y: number] => [
      valueIn(BUMP_PLACES.a, "a", a),
      valueIn(BUMP_PLACES.b, "b", b),
    ],
    profile: (distance: number): number => Math.exp(-(distance ** 2) / (2 * BUMP_SIGMA ** 2)),
  },
  ellipse: {
    kind: "curve",
    formula: (): string =>
      `(${ELLIPSE_RADIUS}·2^(a/2)·cos t, ${ELLIPSE_RADIUS}·2^(−a/2)·sin t), turned by φ`,
    draws: "an ellipse of one area, 2^a times as long as wide, turned by up to half a turn",
    parameters: {
      a: { symbol: "a", words: "log₂ of length by width", unit: "octaves", range: SPACE.a },
      b: { symbol: "φ", words: "rotation", unit: "degrees", range: [0, 180], periodic: true },
    },
    radius: (theta: number, { a, b }: Point): number => {
      const [long, short] = [ELLIPSE_RADIUS * 2 ** (a / 2), ELLIPSE_RADIUS * 2 ** (-a / 2)];
      // Wrapped, so that both ends of the range are drawn to the same bytes.
      const angle = theta - Math.PI / 2 * wrapped("b", b);
      return long * short / Math.hypot(short * Math.cos(angle), long * Math.sin(angle));
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

/**
 * Unit of a coordinate of the plane, as data and tables hold it: that of the family's parameter,
 * where coordinate and parameter are the same number.
 */
export function coordinateUnit(name: keyof Point, family: FamilyName): string {
  return isCoordinate(name, family) ? familyOf(family).parameters[name].unit : `units of ${name}`;
}

/** Whether a family's parameter is the plane's coordinate itself. */
export function isCoordinate(
  name: keyof Point,
  family: FamilyName = DEFAULT_SHAPES.family,
): boolean {
  const { range } = familyOf(family).parameters[name];
  return range.every((end, side) => end === SPACE[name][side]);
}

/** Unit of distances in the plane: that of both coordinates, where they have the same. */
export function planeUnit(family: FamilyName): string {
  const [a, b] = [coordinateUnit("a", family), coordinateUnit("b", family)];
  return a === b ? a : "units of a and b";
}

/** The coordinate whose range begins again where it ends; `undefined` where there is none. */
export function periodicAxis(
  family: FamilyName = DEFAULT_SHAPES.family,
): keyof Point | undefined {
  const { parameters } = familyOf(family);
  return (["a", "b"] as const).find((axis) => parameters[axis].periodic);
}

/** Axes that are periodic in any family. */
export const PERIODIC_AXES: readonly (keyof Point)[] = [
  ...new Set(FAMILY_NAMES.map(periodicAxis).filter((axis) => axis !== undefined)),
];

/** Whether a family's shapes are drawn with a line, which has a width. */
export function hasStroke(family: FamilyName): boolean {
  return familyOf(family).kind === "curve";
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
  return valueIn(familyOf(family).parameters[name].range, name, coordinate);
}

/** The value in a range of its own that a coordinate stands for. */
function valueIn(
  [low, high]: readonly [number, number],
  axis: keyof Point,
  coordinate: number,
): number {
  const [from, to] = SPACE[axis];
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
