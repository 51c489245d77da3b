/**
 * Titles of figures, and texts in lines of a width.
 *
 * @module
 */

import { textWidth } from "./palette.ts";

/** What the title of a figure says. */
export interface FigureTitle {
  /** The finding, in a few words. */
  readonly title: string;
  /** What is drawn and how it was computed; what the intervals are belongs here. */
  readonly subtitle?: string;
}

/** Width that a figure of several panels aims at, in pixels: it is read at about that size. */
export const FIGURE_WIDTH = 700;

/**
 * Breaks a text into as few lines as its spaces allow, of about equal width; a word that is too
 * long has a line of its own.
 *
 * @param text Any text.
 * @param limits Width of a line and font size, in pixels.
 * @returns Lines, at least one.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { wrapText } from "./titles.ts";
 *
 * assertEquals(
 *   wrapText("error in a, axis units", { width: 80, size: 12 }),
 *   ["error in a,", "axis units"],
 * );
 * ```
 */
export function wrapText(
  text: string,
  { width, size }: { readonly width: number; readonly size: number },
): string[] {
  let lines = fillLines(text, { width, size });
  const fewest = lines.length;
  for (let narrower = width - size; narrower > 0 && fewest > 1; narrower -= size) {
    const tried = fillLines(text, { width: narrower, size });
    if (tried.length > fewest) break;
    lines = tried;
  }
  return lines;
}

function fillLines(
  text: string,
  { width, size }: { readonly width: number; readonly size: number },
): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length > 0 && textWidth(longer, size) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/**
 * The title block of a figure of studies, in lines that fit {@linkcode FIGURE_WIDTH}.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { figureTitle } from "./titles.ts";
 *
 * assertEquals(figureTitle({ title: "Wide holes cost" }).text, ["Wide holes cost"]);
 * ```
 */
export function figureTitle(
  { title, subtitle }: FigureTitle,
): { text: string[]; subtitle?: string[]; frame: "bounds" } {
  return {
    text: wrapText(title, { width: FIGURE_WIDTH, size: 15 }),
    ...(subtitle && { subtitle: wrapText(subtitle, { width: FIGURE_WIDTH, size: 12 }) }),
    frame: "bounds",
  };
}
