/**
 * Holes in the words of pages and menus.
 *
 * @module
 */

import { parseHole, PUBLISHED_HOLE } from "./hole.ts";
import type { Point } from "./space.ts";

/** What a text without a hole is called. */
export const NO_HOLE = "no hole";

/** How the coordinates of a hole are said. */
export interface CoordinateWords {
  /** What a coordinate is called. */
  symbol(axis: keyof Point): string;
  /** A value of it. */
  value(axis: keyof Point, coordinate: number): string;
}

/** Coordinates by their own names and numbers. */
const PLAIN: CoordinateWords = {
  symbol: (axis) => axis,
  value: (_, coordinate) => String(coordinate),
};

/**
 * A hole in words, such as `disc of radius 0.3`, with its centre where that is not the published
 * hole's. A radius is one of the plane. Throws UsageError where the text is no hole.
 *
 * @param words how its coordinates are said: by default as a and b
 */
export function holeWords(text: string, words: CoordinateWords = PLAIN): string {
  const range = (axis: keyof Point, ends: readonly [number, number]) =>
    `${words.symbol(axis)} from ${ends.map((end) => words.value(axis, end)).join(" to ")}`;
  const hole = parseHole(text);
  switch (hole.kind) {
    case "none":
      return NO_HOLE;
    case "disc": {
      const { a, b, radius } = hole;
      const published = PUBLISHED_HOLE.kind === "disc" && a === PUBLISHED_HOLE.a &&
        b === PUBLISHED_HOLE.b;
      const place = `(${words.value("a", a)}, ${words.value("b", b)})`;
      const symbols = `(${words.symbol("a")}, ${words.symbol("b")})`;
      const centre = words === PLAIN ? place : `${symbols} = ${place}`;
      return `disc of radius ${radius}${published ? "" : ` at ${centre}`}`;
    }
    case "strip":
      return `strip of ${range(hole.axis, [hole.low, hole.high])}`;
    case "box":
      return `box of ${range("a", hole.a)}, ${range("b", hole.b)}`;
  }
}
