/**
 * Figures on a dark page. A figure shown by `<img>` cannot see the page's style, but knows the
 * reader's scheme: a style within the document exchanges the neutral colours there, and lightens a
 * blue. All colours of series keep their meaning, and have a contrast of 3 to 1 or more with the
 * dark ground. What reads no media query (printers, LaTeX, a rasteriser) sees the light figure.
 *
 * @module
 */

import { COLOURS, OKABE_ITO } from "./palette.ts";

/** Ground of figures and pages for readers who asked for dark ones. */
export const DARK_GROUND = "#0d1117";

/** The same colours on a dark ground. */
export const DARK: Readonly<Record<string, string>> = {
  [COLOURS.ink]: "#e6edf3",
  [COLOURS.quiet]: "#9aa4af",
  [COLOURS.line]: "#30363d",
  "#eaeef2": "#21262d",
  [OKABE_ITO.black]: "#e6edf3",
  // Legible as a line on both grounds, but dim as text on the dark one.
  [OKABE_ITO.blue]: "#4c9fd8",
};

const STYLE = [
  ...Object.entries(DARK).flatMap(([light, dark]) =>
    ["fill", "stroke"].map((property) => `[${property}="${light}"]{${property}:${dark}}`)
  ),
  // White is the ground where it fills, and a halo around a line where it strokes.
  `[fill="${COLOURS.ground}"]{fill:${DARK_GROUND}}`,
].join("");

/**
 * Adds the style to an SVG document of `lib/figures`, after its first tag.
 *
 * @throws {TypeError} The text is no SVG document.
 *
 * @example
 * ```ts
 * import { themed } from "./theme.ts";
 *
 * themed('<svg xmlns="http://www.w3.org/2000/svg"><text fill="#1f2328">x</text></svg>');
 * ```
 */
export function themed(svg: string): string {
  const tag = /<svg\b[^>]*>/.exec(svg);
  if (!tag) throw new TypeError("Cannot give the figure a dark theme: it is no SVG document");
  const end = tag.index + tag[0].length;
  const style = `<style>@media (prefers-color-scheme: dark){${STYLE}}</style>`;
  return svg.slice(0, end) + style + svg.slice(end);
}
