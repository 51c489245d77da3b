/**
 * Holes in the words of pages and menus.
 *
 * @module
 */

import { parseHole, PUBLISHED_HOLE } from "./hole.ts";

/** What a text without a hole is called. */
export const NO_HOLE = "no hole";

/**
 * A hole in words, such as `disc of radius 0.3`, with its centre where that is not the published
 * hole's. Throws UsageError where the text is no hole.
 */
export function holeWords(text: string): string {
  const hole = parseHole(text);
  switch (hole.kind) {
    case "none":
      return NO_HOLE;
    case "disc": {
      const { a, b, radius } = hole;
      const published = PUBLISHED_HOLE.kind === "disc" && a === PUBLISHED_HOLE.a &&
        b === PUBLISHED_HOLE.b;
      return `disc of radius ${radius}${published ? "" : ` at (${a}, ${b})`}`;
    }
    case "strip":
      return `strip of ${hole.axis} from ${hole.low} to ${hole.high}`;
    case "box":
      return `box of a from ${hole.a.join(" to ")}, b from ${hole.b.join(" to ")}`;
  }
}
