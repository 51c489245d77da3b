/**
 * A hole as it is drawn by hand: a middle and half-widths, to be moved and resized, and the hole of
 * the suite that it stands for.
 *
 * @module
 */

import type { FamilyName } from "../../curve/family.ts";
import { parameterSymbol } from "../../curve/parameter_text.ts";
import { formatHole, type Hole, parseHole } from "../../space/hole.ts";
import { type Axis, pointNear, wrapped } from "../../space/periodic.ts";
import { type Point, SPACE } from "../../space/space.ts";
import { toView, withinSpace } from "../page/geometry.ts";
import { frameOf } from "./watched.ts";

/** Kinds of hole that can be drawn, by name. */
export const KINDS = ["disc", "strip-a", "strip-b", "box"] as const;

/** Name of a kind of hole. */
export type Kind = typeof KINDS[number];

/** The words of each kind's button. */
export function kindWords(family?: FamilyName): Readonly<Record<Kind, string>> {
  return {
    "disc": "Disc",
    "strip-a": `Strip of ${parameterSymbol("a", family)}`,
    "strip-b": `Strip of ${parameterSymbol("b", family)}`,
    "box": "Box",
  };
}

/** A hole that is being drawn, in axis units. */
export interface HoleShape {
  readonly kind: Kind;
  /** Its middle, within the space; that of a disc that was typed may lie beyond it. */
  readonly a: number;
  readonly b: number;
  /** Half its width along a and along b; a disc's radius is the first. */
  readonly halfA: number;
  readonly halfB: number;
  /** The axis whose range begins again where it ends; absent where there is none. */
  readonly periodic?: Axis;
}

/** Smallest and largest half-width that is drawn; a hole that is typed may have others. */
export const HALF = { low: 0.05, high: 0.9 };

/** To hundredths: what a person can draw, and what looks well in an address. */
const hundredths = (value: number) => Math.round(100 * value) / 100 + 0;

/** Without the rounding errors of sums. */
const exact = (value: number) => Math.round(1e9 * value) / 1e9 + 0;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The shape with its middle at a point, or the nearest within ranges; as wide as it was. */
function movedTo(shape: HoleShape, point: Point, { ranges = SPACE } = {}): HoleShape {
  const middle = (axis: Axis) =>
    axis === shape.periodic
      ? wrapped(axis, exact(wrapped(axis, point[axis])))
      : exact(clamp(point[axis], ...ranges[axis]));
  return { ...shape, a: middle("a"), b: middle("b") };
}

/**
 * The shape moved by hundredths, the nearest to a distance along both axes. A middle that lies beyond the
 * space is not led farther away.
 */
export function movedBy(shape: HoleShape, by: Point): HoleShape {
  const range = (axis: Axis): [number, number] => {
    const [low, high] = SPACE[axis];
    return [Math.min(low, shape[axis]), Math.max(high, shape[axis])];
  };
  return movedTo(
    shape,
    { a: shape.a + hundredths(by.a), b: shape.b + hundredths(by.b) },
    { ranges: { a: range("a"), b: range("b") } },
  );
}

/** The same with every number within the range of what is drawn, and rounded. */
export function tidied(shape: HoleShape): HoleShape {
  const half = (value: number) => hundredths(clamp(value, HALF.low, HALF.high));
  const { a, b } = movedTo(shape, shape);
  const middle = { a: hundredths(a), b: hundredths(b) };
  return { ...movedTo(shape, middle), halfA: half(shape.halfA), halfB: half(shape.halfB) };
}

/** The hole that a shape stands for. */
export function toHole(shape: HoleShape): Hole {
  const { periodic } = shape;
  const hole = planeHole(shape);
  return periodic ? parseHole(formatHole(hole), { periodic }) : hole;
}

function planeHole({ kind, a, b, halfA, halfB, periodic }: HoleShape): Hole {
  const side = (axis: "a" | "b"): [number, number] => {
    const [middle, half] = axis === "a" ? [a, halfA] : [b, halfB];
    const [low, high] = [middle - half, middle + half];
    if (axis === periodic) return [exact(low), exact(high)];
    return [exact(Math.max(SPACE[axis][0], low)), exact(Math.min(SPACE[axis][1], high))];
  };
  if (kind === "disc") return { kind, a, b, radius: halfA };
  if (kind === "box") return { kind, a: side("a"), b: side("b") };
  const axis = kind === "strip-a" ? "a" : "b";
  const [low, high] = side(axis);
  return { kind: "strip", axis, low, high };
}

/** The shape that stands for a hole; that of a disc of radius 0.3 in the middle for none. */
export function fromHole(hole: Hole): HoleShape {
  const seam = hole.periodic ? { periodic: hole.periodic } : {};
  if (hole.kind === "none") {
    return { kind: "disc", a: 1.25, b: 1, halfA: 0.3, halfB: 0.3, ...seam };
  }
  if (hole.kind === "disc") {
    const { a, b, radius } = hole;
    return { kind: "disc", a, b, halfA: radius, halfB: radius, ...seam };
  }
  const frame = frameOf(hole);
  const middle = ([low, high]: readonly [number, number]) => (low + high) / 2;
  const half = ([low, high]: readonly [number, number]) => (high - low) / 2;
  return {
    kind: hole.kind === "box" ? "box" : hole.axis === "a" ? "strip-a" : "strip-b",
    ...withinSpace({ a: middle(frame.a), b: middle(frame.b) }, hole.periodic),
    halfA: half(frame.a),
    halfB: half(frame.b),
    ...seam,
  };
}

/** The shape as another kind, in the same place and about as wide. */
export function withKind(shape: HoleShape, kind: Kind): HoleShape {
  const half = shape.kind === "strip-b" ? shape.halfB : shape.halfA;
  return tidied({ ...shape, kind, halfA: half, halfB: shape.kind === "box" ? shape.halfB : half });
}

/** The point at which a shape is moved: its middle, or the nearest of the space. */
export function middleOf(shape: HoleShape): Point {
  return withinSpace(shape, shape.periodic);
}

/** The edge of a shape along an axis: the upper one where the plane has room for it, else the lower. */
function edgeOf({ a, b, halfA, halfB, periodic }: HoleShape, axis: Axis): number {
  const [middle, half] = axis === "a" ? [a, halfA] : [b, halfB];
  const [low, high] = SPACE[axis];
  const above = axis === periodic || middle + half <= high || high - middle >= middle - low;
  return above ? middle + half : middle - half;
}

/**
 * The point at which a shape is resized: on its edge, to the right, above for a strip of b; on the other
 * side where the plane ends before that, and at the end of the plane where it has room for neither.
 */
export function gripOf(shape: HoleShape): Point {
  const { kind, a, b, halfA, periodic } = shape;
  // Half of the chord at the dot, which is the radius where the middle lies within the space.
  const chord = Math.sqrt(Math.max(0, halfA ** 2 - (b - middleOf(shape).b) ** 2));
  const cut = kind === "disc" ? { ...shape, halfA: chord } : shape;
  return withinSpace({
    a: kind === "strip-b" ? a : edgeOf(cut, "a"),
    b: kind === "strip-b" || kind === "box" ? edgeOf(shape, "b") : b,
  }, periodic);
}

/** The shape resized so that its edge goes through a point, its middle kept. */
export function stretchedTo(shape: HoleShape, point: Point): HoleShape {
  const { a: halfA, b: halfB } = reachOf(shape, point);
  const drawn = tidied({ ...shape, halfA, halfB });
  return { ...shape, halfA: drawn.halfA, halfB: drawn.halfB };
}

/** How far a point lies from a shape's middle, as its kind counts half-widths. */
function reachOf(shape: HoleShape, point: Point): { readonly a: number; readonly b: number } {
  const near = pointNear(point, shape, shape.periodic);
  const along = Math.abs(near.a - shape.a), up = Math.abs(near.b - shape.b);
  const disc = Math.hypot(along, up);
  return shape.kind === "disc" ? { a: disc, b: disc } : { a: along, b: up };
}

/**
 * The shape resized by as much as a pointer moves away from its middle. Its edge may lie beyond the
 * plane, where no pointer can take hold of it.
 */
export function stretchedBy(
  shape: HoleShape,
  { from, to }: { readonly from: Point; readonly to: Point },
): HoleShape {
  const before = reachOf(shape, from), after = reachOf(shape, to);
  const [byA, byB] = [after.a - before.a, after.b - before.b];
  switch (shape.kind) {
    case "disc":
    case "strip-a":
      return grown(shape, { a: byA, b: 0 });
    case "strip-b":
      return grown(shape, { a: 0, b: byB });
    case "box":
      return grown(shape, { a: byA, b: byB });
  }
}

/** A half-width with more or less of it; one that is beyond what is drawn is not led farther away. */
function widened(half: number, by: number): number {
  const next = clamp(half + by, Math.min(HALF.low, half), Math.max(HALF.high, half));
  return next === half ? half : hundredths(next);
}

/** The shape with other half-widths: `by` is added to those that its kind has. */
export function grown(shape: HoleShape, by: Point): HoleShape {
  const { kind, halfA, halfB } = shape;
  const sum = by.a + by.b;
  if (kind === "disc") {
    // One with its middle beyond the space stays as wide as it must be to reach into it.
    const { a, b } = middleOf(shape);
    const apart = Math.hypot(shape.a - a, shape.b - b);
    const least = apart === 0 ? 0 : Math.min(halfA, hundredths(apart + HALF.low));
    const radius = Math.max(least, widened(halfA, sum));
    return { ...shape, halfA: radius, halfB: radius };
  }
  if (kind === "box") {
    return { ...shape, halfA: widened(halfA, by.a), halfB: widened(halfB, by.b) };
  }
  return kind === "strip-a"
    ? { ...shape, halfA: widened(halfA, sum) }
    : { ...shape, halfB: widened(halfB, sum) };
}

/** How far from its dot a handle can be taken hold of, in units of the picture: fingers need 44 pixels. */
export const REACH = 22;

/** The handle that a press at a place of the picture means: of two within reach the nearer one. */
export function handleAt(
  shape: HoleShape,
  place: { readonly x: number; readonly y: number },
): "middle" | "grip" | undefined {
  const distance = (point: Point) => {
    const { x, y } = toView(point);
    return Math.hypot(place.x - x, place.y - y);
  };
  const [middle, grip] = [distance(middleOf(shape)), distance(gripOf(shape))];
  if (Math.min(middle, grip) > REACH) return undefined;
  return middle <= grip ? "middle" : "grip";
}
