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
import { withinSpace } from "../page/geometry.ts";
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
  /** Its middle, within the space. */
  readonly a: number;
  readonly b: number;
  /** Half its width along a and along b; a disc's radius is the first. */
  readonly halfA: number;
  readonly halfB: number;
  /** The axis whose range begins again where it ends; absent where there is none. */
  readonly periodic?: Axis;
}

/** Smallest and largest half-width. */
const HALF = { low: 0.05, high: 0.9 };

/** To hundredths: what a person can draw, and what looks well in an address. */
const hundredths = (value: number) => Math.round(100 * value) / 100 + 0;

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The same with every number within its range and rounded. */
export function tidied({ kind, a, b, halfA, halfB, periodic }: HoleShape): HoleShape {
  const middle = (axis: Axis, value: number) =>
    axis === periodic
      ? wrapped(axis, hundredths(wrapped(axis, value)))
      : hundredths(clamp(value, ...SPACE[axis]));
  return {
    kind,
    a: middle("a", a),
    b: middle("b", b),
    halfA: hundredths(clamp(halfA, HALF.low, HALF.high)),
    halfB: hundredths(clamp(halfB, HALF.low, HALF.high)),
    ...(periodic ? { periodic } : {}),
  };
}

/** The hole that a shape stands for. */
export function toHole(shape: HoleShape): Hole {
  const { periodic } = shape;
  const hole = planeHole(tidied(shape));
  return periodic ? parseHole(formatHole(hole), { periodic }) : hole;
}

function planeHole({ kind, a, b, halfA, halfB, periodic }: HoleShape): Hole {
  const side = (axis: "a" | "b"): [number, number] => {
    const [middle, half] = axis === "a" ? [a, halfA] : [b, halfB];
    const [low, high] = [middle - half, middle + half];
    if (axis === periodic) return [hundredths(low), hundredths(high)];
    return [hundredths(Math.max(SPACE[axis][0], low)), hundredths(Math.min(SPACE[axis][1], high))];
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

/** The point at which a shape is resized: on its edge, to the right, above for a strip of b. */
export function gripOf({ kind, a, b, halfA, halfB, periodic }: HoleShape): Point {
  const { a: withinA, b: withinB } = withinSpace({ a: a + halfA, b: b + halfB }, periodic);
  switch (kind) {
    case "disc":
    case "strip-a":
      return { a: withinA, b };
    case "strip-b":
      return { a, b: withinB };
    case "box":
      return { a: withinA, b: withinB };
  }
}

/** The shape resized so that its edge goes through a point, its middle kept. */
export function stretchedTo(shape: HoleShape, point: Point): HoleShape {
  const near = pointNear(point, shape, shape.periodic);
  const along = Math.abs(near.a - shape.a), up = Math.abs(near.b - shape.b);
  if (shape.kind !== "disc") return tidied({ ...shape, halfA: along, halfB: up });
  const radius = Math.hypot(along, up);
  return tidied({ ...shape, halfA: radius, halfB: radius });
}

/** The shape with other half-widths: `by` is added to those that its kind has. */
export function grown(shape: HoleShape, by: Point): HoleShape {
  const sum = by.a + by.b;
  if (shape.kind === "disc") {
    return tidied({ ...shape, halfA: shape.halfA + sum, halfB: shape.halfA + sum });
  }
  if (shape.kind === "box") {
    return tidied({ ...shape, halfA: shape.halfA + by.a, halfB: shape.halfB + by.b });
  }
  return shape.kind === "strip-a"
    ? tidied({ ...shape, halfA: shape.halfA + sum })
    : tidied({ ...shape, halfB: shape.halfB + sum });
}
