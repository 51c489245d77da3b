/**
 * Figures on a dark page. A figure shown by `<img>` cannot see the page's style, but knows the
 * reader's scheme: a style within the document exchanges the neutral colours there. The colours of
 * series keep their meaning, as each has a contrast of 3 to 1 or more with the dark ground too; only
 * words in one of them are lightened. What reads no media query (printers, LaTeX, a rasteriser) sees the light figure.
 *
 * @module
 */

import { COLOURS, OKABE_ITO } from "./palette.ts";

/** Ground of figures and pages for readers who asked for dark ones. */
export const DARK_GROUND = "#0d1117";

/** The same neutral colours on a dark ground. */
export const DARK: Readonly<Record<string, string>> = {
  [COLOURS.ink]: "#e6edf3",
  [COLOURS.quiet]: "#9aa4af",
  [COLOURS.line]: "#30363d",
  "#eaeef2": "#21262d",
  [OKABE_ITO.black]: "#e6edf3",
};

/**
 * What words become that are written in a series' colour which is dim as text on a dark ground. Its
 * lines and dots stay as they are: lighter, this blue could not be told from the sky blue.
 */
export const DARK_WORDS: Readonly<Record<string, string>> = { [OKABE_ITO.blue]: "#4c9fd8" };

/**
 * What words become that are written in a series' colour which is too pale as text on white: darker,
 * with a contrast of 4.5 to 1 or more (WCAG 2.2, 1.4.3). Lines and dots, which need 3 to 1, stay.
 */
export const LIGHT_WORDS: Readonly<Record<string, string>> = {
  [OKABE_ITO.vermillion]: "#b84f00",
  [OKABE_ITO.purple]: "#a34f7c",
  [OKABE_ITO.green]: "#007a59",
  [OKABE_ITO.orange]: "#8a5f00",
  [OKABE_ITO.skyBlue]: "#1f72a6",
};

const STYLE = [
  ...Object.entries(DARK).flatMap(([light, dark]) =>
    ["fill", "stroke"].map((property) => `[${property}="${light}"]{${property}:${dark}}`)
  ),
  ...Object.entries(DARK_WORDS).map(([light, dark]) => `text[fill="${light}"]{fill:${dark}}`),
  // White is the ground where it fills, and a mark's halo where it strokes. What strokes white and
  // is no mark is an outline on a heat map, white on either ground.
  `[fill="${COLOURS.ground}"]{fill:${DARK_GROUND}}`,
  `[role="graphics-symbol"][stroke="${COLOURS.ground}"]{stroke:${DARK_GROUND}}`,
  // Dots coloured by value are placed by a transform, where a heat map's cells have none. The dark
  // end of their scale is as dark as the ground.
  `path[transform][fill^="rgb("]{stroke:${DARK[COLOURS.quiet]};stroke-width:.5}`,
].join("");

// Only on a light page: on a dark one the series' own colours have the contrast, or DARK_WORDS do.
const WORDS = "@media (prefers-color-scheme: light){" +
  Object.entries(LIGHT_WORDS).map(([pale, dark]) => `text[fill="${pale}"]{fill:${dark}}`).join("") +
  "}";

/**
 * Adds the style to an SVG document of `lib/figures`, after its first tag.
 *
 * @throws {TypeError} The text is no SVG document.
 *
 * @example
 * ```ts
 * import { assertStringIncludes } from "@std/assert";
 * import { themed } from "./theme.ts";
 *
 * const svg = themed('<svg xmlns="http://www.w3.org/2000/svg"><text fill="#1f2328">x</text></svg>');
 * assertStringIncludes(svg, "prefers-color-scheme");
 * ```
 */
export function themed(svg: string): string {
  const tag = /<svg\b[^>]*>/.exec(svg);
  if (!tag) throw new TypeError("Cannot give the figure a dark theme: it is no SVG document");
  const end = tag.index + tag[0].length;
  const style = `<style>${WORDS}@media (prefers-color-scheme: dark){${STYLE}}</style>`;
  return svg.slice(0, end) + style + svg.slice(end);
}
