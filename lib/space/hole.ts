/**
 * Holes: the parts of the space that a network never sees while it learns. A hole is written in a
 * little language, so that a flag, a folder's name and a manifest can all hold one:
 *
 * - `none`: nothing is missing
 * - `disc:a,b,r`: centre and radius; the published hole is `disc:1.25,1,0.3` (Lin 2021, part 1)
 * - `strip:a,lo,hi` and `strip:b,lo,hi`: a range of one parameter
 * - `box:a0,a1,b0,b1`: ranges of both
 *
 * Every hole is closed: its edge belongs to it. Distances are plain Euclidean ones in (a, b) units,
 * as published, although the space is wider in b than in a.
 *
 * Where a family of shapes has a periodic axis, a hole carries its name, and whatever takes the hole
 * takes the shorter way around. A disc's centre then lies within the range, the upper end of which is
 * the lower one; so does the lower end of a strip or box, whose upper end may lie beyond the seam:
 * `strip:b,1.8,2.2`. The text of a hole does not say which axis is periodic: the family does.
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import type { Random } from "../random.ts";
import { type Axis, periodOf, wrapped, wrappedPoint } from "./periodic.ts";
import { inSpace, type Point, SPACE } from "./space.ts";

/** A closed region of the (a, b) plane, in axis units. */
export type Hole =
  & (
    | { readonly kind: "none" }
    | { readonly kind: "disc"; readonly a: number; readonly b: number; readonly radius: number }
    | {
      readonly kind: "strip";
      readonly axis: "a" | "b";
      readonly low: number;
      readonly high: number;
    }
    | {
      readonly kind: "box";
      readonly a: readonly [low: number, high: number];
      readonly b: readonly [low: number, high: number];
    }
  )
  & {
    /** The axis whose range begins again where it ends; absent where there is none. */
    readonly periodic?: Axis;
  };

/** The words of the little language, to follow "must be". */
export const HOLE_GRAMMAR = "none, disc:a,b,r, strip:a,lo,hi, strip:b,lo,hi or box:a0,a1,b0,b1";

/** The published hole. */
export const PUBLISHED_HOLE: Hole = { kind: "disc", a: 1.25, b: 1, radius: 0.3 };

/** The published hole as flags, tables and keys write it. */
export const PUBLISHED_HOLE_TEXT: string = formatHole(PUBLISHED_HOLE);

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

interface Rectangle {
  readonly a: readonly [low: number, high: number];
  readonly b: readonly [low: number, high: number];
}

/** Sides of a strip or box, unbounded where it is. */
function sides(hole: Hole & { kind: "strip" | "box" }): Rectangle {
  if (hole.kind === "box") return hole;
  const free = [-Infinity, Infinity] as const;
  const bound = [hole.low, hole.high] as const;
  return hole.axis === "a" ? { a: bound, b: free } : { a: free, b: bound };
}

/**
 * The part of a range that the space has. On a periodic axis it has every range, but nothing of it
 * twice: a wider one is cut to a period around its middle.
 */
function clip(
  [low, high]: readonly [number, number],
  axis: "a" | "b",
  periodic: Axis | undefined,
): [number, number] {
  if (axis !== periodic) return [Math.max(low, SPACE[axis][0]), Math.min(high, SPACE[axis][1])];
  const period = periodOf(axis);
  if (high - low < period) return [low, high];
  // A strip along the other axis has no ends, and no middle.
  const middle = Number.isFinite(high - low) ? (low + high) / 2 : SPACE[axis][0] + period / 2;
  return [middle - period / 2, middle + period / 2];
}

/** How far a coordinate lies outside its range. */
function beyond(axis: "a" | "b", value: number): number {
  return Math.max(SPACE[axis][0] - value, 0, value - SPACE[axis][1]);
}

/** Distance from a point to the nearest one of the space; 0 within it. */
function distanceToSpace({ a, b }: Point): number {
  return Math.hypot(beyond("a", a), beyond("b", b));
}

/**
 * Smallest rectangle around the part of a hole within the space; of a hole that crosses the seam,
 * beyond the range.
 */
function bounds(hole: Hole & { kind: "disc" | "strip" | "box" }): Rectangle {
  const { periodic } = hole;
  if (hole.kind !== "disc") {
    const { a, b } = sides(hole);
    return { a: clip(a, "a", periodic), b: clip(b, "b", periodic) };
  }
  // Half the widest chord that the space leaves of the disc in each direction.
  const reach = (axis: "a" | "b") =>
    Math.sqrt(Math.max(0, hole.radius ** 2 - beyond(axis, hole[axis]) ** 2));
  const [alongA, alongB] = [reach("b"), reach("a")];
  return {
    a: clip([hole.a - alongA, hole.a + alongA], "a", periodic),
    b: clip([hole.b - alongB, hole.b + alongB], "b", periodic),
  };
}

/** A coordinate brought into its range; rounded where it is moved, so that 3.8 becomes 1.8. */
function broughtIn(axis: Axis, value: number): number {
  const inside = wrapped(axis, value);
  return inside === value ? value : wrapped(axis, rounded(inside));
}

function rounded(value: number): number {
  return Math.round(value * 1e12) / 1e12;
}

/**
 * A range of a periodic axis with its lower end brought into the axis' own range; the whole of that
 * where it is as wide.
 */
function wrappedRange(axis: Axis, [low, high]: readonly [number, number]): [number, number] {
  const period = periodOf(axis);
  const from = broughtIn(axis, low);
  const to = from === low ? high : rounded(high - period * Math.round((low - from) / period));
  return high - low >= period || to - from >= period ? [...SPACE[axis]] : [from, to];
}

/** The one spelling of a hole: equal regions of a cylinder give equal holes. */
function wrappedHole<H extends Hole>(hole: H, periodic: Axis): H {
  switch (hole.kind) {
    case "none":
      return { ...hole, periodic };
    case "disc":
      return { ...hole, [periodic]: broughtIn(periodic, hole[periodic]), periodic };
    case "strip": {
      if (hole.axis !== periodic) return { ...hole, periodic };
      const [low, high] = wrappedRange(periodic, [hole.low, hole.high]);
      return { ...hole, low, high, periodic };
    }
    case "box":
      return { ...hole, [periodic]: wrappedRange(periodic, hole[periodic]), periodic };
  }
}

/**
 * Reads a hole of the little language.
 *
 * @param text The hole.
 * @param options `periodic`: the axis whose range begins again where it ends; none where absent.
 *
 * Throws UsageError on a wrong word, a wrong number of numbers, a number that is not finite, a
 * radius ≤ 0, lo ≥ hi, and a hole that has no interior in common with the space.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseHole } from "./hole.ts";
 *
 * assertEquals(parseHole("disc:1.25,1,0.3"), { kind: "disc", a: 1.25, b: 1, radius: 0.3 });
 * ```
 */
export function parseHole(
  text: string,
  { periodic }: { readonly periodic?: Axis | undefined } = {},
): Hole {
  const refuse = (what: string): never => {
    throw new UsageError(`hole must be ${HOLE_GRAMMAR}, received ${JSON.stringify(text)}: ${what}`);
  };
  const match = /^(none$|disc:|strip:[ab],|box:)(.*)$/s.exec(text);
  if (!match) return refuse("no such hole");
  const [, word, list] = match;
  const numbers = (count: number): number[] => {
    const parts = list.split(",");
    if (parts.length !== count) {
      refuse(`${word.slice(0, -1)} takes ${count} numbers, not ${parts.length}`);
    }
    return parts.map((part) => {
      const value = DECIMAL.test(part) ? Number(part) + 0 : NaN;
      return Number.isFinite(value) ? value : refuse(`${JSON.stringify(part)} is no finite number`);
    });
  };
  const range = (low: number, high: number): [number, number] =>
    low < high ? [low, high] : refuse(`the lower end ${low} must be < the upper end ${high}`);

  let hole: Hole & { kind: "disc" | "strip" | "box" };
  if (word === "none") {
    return { kind: "none", ...(periodic ? { periodic } : {}) };
  } else if (word === "disc:") {
    const [a, b, radius] = numbers(3);
    if (!(radius > 0)) refuse(`the radius must be > 0, received ${radius}`);
    hole = { kind: "disc", a, b, radius };
  } else if (word === "box:") {
    const [a0, a1, b0, b1] = numbers(4);
    hole = { kind: "box", a: range(a0, a1), b: range(b0, b1) };
  } else {
    const [low, high] = range(...numbers(2) as [number, number]);
    hole = { kind: "strip", axis: word === "strip:a," ? "a" : "b", low, high };
  }
  if (periodic) hole = wrappedHole(hole, periodic);
  // A hole that only touches the space removes nothing, and nothing can be drawn in it.
  const { a, b } = bounds(hole);
  const apart = hole.kind === "disc"
    ? distanceToSpace(hole) >= hole.radius
    : a[0] >= a[1] || b[0] >= b[1];
  if (apart) {
    refuse(
      `it lies outside the space, which is a from ${SPACE.a.join(" to ")}, ` +
        `b from ${SPACE.b.join(" to ")}`,
    );
  }
  return hole;
}

/**
 * Writes a hole in the little language; equal holes give equal texts, and
 * `parseHole(formatHole(hole))` equals `hole`.
 */
export function formatHole(hole: Hole): string {
  switch (hole.kind) {
    case "none":
      return "none";
    case "disc":
      return `disc:${hole.a},${hole.b},${hole.radius}`;
    case "strip":
      return `strip:${hole.axis},${hole.low},${hole.high}`;
    case "box":
      return `box:${hole.a.join()},${hole.b.join()}`;
  }
}

/**
 * The spelling of a hole that a key and a folder's name are made from: equal parts of the space give
 * equal texts. Ends beyond the space are brought to its edge, and a box over a whole axis is a strip.
 * A disc counts with its whole circle, and stays as it is.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { formatHole, parseHole, canonicalHole } from "./hole.ts";
 *
 * assertEquals(formatHole(canonicalHole(parseHole("strip:a,-7,1"))), "strip:a,0.5,1");
 * assertEquals(formatHole(canonicalHole(parseHole("box:0,3,1,1.5"))), "strip:b,1,1.5");
 * ```
 */
export function canonicalHole(hole: Hole): Hole {
  if (hole.kind === "none" || hole.kind === "disc") return hole;
  const { periodic } = hole;
  // What crosses the seam of a periodic axis has one spelling already.
  const cut = (axis: Axis, range: readonly [number, number]) =>
    axis === periodic ? range : clip(range, axis, periodic);
  if (hole.kind === "strip") {
    const [low, high] = cut(hole.axis, [hole.low, hole.high]);
    return { ...hole, low, high };
  }
  const a = cut("a", hole.a), b = cut("b", hole.b);
  const isWhole = (axis: Axis, [low, high]: readonly [number, number]) =>
    low === SPACE[axis][0] && high === SPACE[axis][1];
  const strip = (axis: Axis, [low, high]: readonly [number, number]): Hole => ({
    ...{ kind: "strip", axis, low, high },
    ...(periodic ? { periodic } : {}),
  });
  if (isWhole("a", a)) return strip("b", b);
  if (isWhole("b", b)) return strip("a", a);
  return { ...hole, a, b };
}

/** Middle of a hole along an axis; `undefined` where it takes the whole of it, or is none. */
export function holeMiddle(hole: Hole, axis: Axis): number | undefined {
  switch (hole.kind) {
    case "none":
      return undefined;
    case "disc":
      return hole[axis];
    case "strip":
      return hole.axis === axis ? (hole.low + hole.high) / 2 : undefined;
    case "box":
      return (hole[axis][0] + hole[axis][1]) / 2;
  }
}

/**
 * Whether a point lies in the hole, its edge included. On a periodic axis a point may lie beyond the
 * range, as whole periods away.
 */
export function insideHole(hole: Hole, point: Point): boolean {
  const { periodic } = hole;
  if (periodic === undefined) return contains(hole, point);
  const value = wrapped(periodic, point[periodic]);
  // A hole lies within two periods from the lower end of the range on; a disc also before it.
  return [0, 1, -1].some((turns) =>
    contains(hole, { ...point, [periodic]: value + turns * periodOf(periodic) })
  );
}

/** The same on the plane, where no axis is periodic. */
function contains(hole: Hole, { a, b }: Point): boolean {
  switch (hole.kind) {
    case "none":
      return false;
    case "disc":
      return Math.hypot(a - hole.a, b - hole.b) <= hole.radius;
    default: {
      const { a: [a0, a1], b: [b0, b1] } = sides(hole);
      return a >= a0 && a <= a1 && b >= b0 && b <= b1;
    }
  }
}

/** ∫ √(r² − t²) dt from 0 to `t`, |t| ≤ r. */
function circleIntegral(t: number, r: number): number {
  const ratio = Math.min(1, Math.max(-1, t / r));
  return r * r / 2 * (ratio * Math.sqrt(1 - ratio * ratio) + Math.asin(ratio));
}

/**
 * Area of the part of the hole within the space, in squared axis units; the whole space has 3.
 *
 * Exact for every kind: a disc that the edge of the space cuts is integrated piece by piece.
 */
export function holeArea(hole: Hole): number {
  if (hole.kind === "none") return 0;
  const { a: [a0, a1], b: [b0, b1] } = bounds(hole);
  if (hole.kind !== "disc") return (a1 - a0) * (b1 - b0);

  const { radius, periodic } = hole;
  const reach = periodOf("b") / 2;
  const [bottom, top] = periodic === "b"
    ? [-reach, reach]
    : [SPACE.b[0] - hole.b, SPACE.b[1] - hole.b];
  const [from, to] = [a0 - hole.a, a1 - hole.a];
  // Between the places where the circle crosses an edge of constant b, each end of the chord lies
  // either on the circle or on that edge.
  const crossings = [bottom, top].flatMap((edge) => {
    const half = Math.sqrt(radius ** 2 - edge ** 2);
    return [-half, half].filter((t) => t > from && t < to);
  });
  const cuts = [from, ...crossings.sort((left, right) => left - right), to];
  let area = 0;
  for (let i = 1; i < cuts.length; i++) {
    const half = Math.sqrt(Math.max(0, radius ** 2 - ((cuts[i - 1] + cuts[i]) / 2) ** 2));
    const width = cuts[i] - cuts[i - 1];
    const arc = circleIntegral(cuts[i], radius) - circleIntegral(cuts[i - 1], radius);
    const upper = half < top ? arc : top * width;
    const lower = -half > bottom ? -arc : bottom * width;
    area += Math.max(0, upper - lower);
  }
  return area;
}

/**
 * Draws `count` points uniform over the part of the hole within the space, by rejection from the
 * smallest rectangle around it (which the hole fills at least by half).
 *
 * Throws RangeError for the hole `none`, or one too thin for floating-point numbers to hit.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { createRandom } from "../random.ts";
 * import { insideHole, PUBLISHED_HOLE, sampleHole } from "./hole.ts";
 *
 * const points = sampleHole(PUBLISHED_HOLE, { count: 500, random: createRandom(0, "hole") });
 * assert(points.every((point) => insideHole(PUBLISHED_HOLE, point)));
 * ```
 */
export function sampleHole(
  hole: Hole,
  { count, random }: { count: number; random: Random },
): Point[] {
  if (hole.kind === "none") {
    throw new RangeError("Cannot sample the hole: it must not be none");
  }
  const { a: [a0, a1], b: [b0, b1] } = bounds(hole);
  const points: Point[] = [];
  for (let misses = 0; points.length < count;) {
    const drawn = { a: a0 + (a1 - a0) * random.uniform(), b: b0 + (b1 - b0) * random.uniform() };
    const point = wrappedPoint(drawn, hole.periodic);
    if (insideHole(hole, point) && inSpace(point)) points.push(point);
    else if (++misses > 1000 + 100 * count) {
      throw new RangeError(`Cannot sample the hole: ${formatHole(hole)} is too thin`);
    }
  }
  return points;
}
