/**
 * Parts of a montage: images of one size in rows, with words around them.
 *
 * @module
 */

import { escapeMarkup } from "./markup.ts";
import { COLOURS, FONT } from "./palette.ts";

/** Pixels of a figure that one image takes up. */
export const TILE = 64;

/** Pixels from one image to the next. */
export const PITCH: number = TILE + 4;

/** A place in a figure, in pixels from its upper left corner. */
export type Position = readonly [x: number, y: number];

/** How a text is set. */
export interface TextOptions {
  /** Font size, in pixels. Default 11. */
  readonly size?: number;
  /** Which end of the text stands at its place. Default start. */
  readonly anchor?: "start" | "middle" | "end";
  /** Default false. */
  readonly bold?: boolean;
  /** Default ink. */
  readonly colour?: string;
  /** Whether it reads upwards. Default false. */
  readonly turned?: boolean;
}

/** A line of text. */
export function text([x, y]: Position, words: string, options: TextOptions = {}): string {
  const { size = 11, anchor = "start", bold, colour = COLOURS.ink, turned } = options;
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${colour}"` +
    (bold ? ' font-weight="bold"' : "") +
    (turned ? ` transform="rotate(-90 ${x} ${y})"` : "") +
    `>${escapeMarkup(words)}</text>`;
}

/** An image at a place, from its data URL. */
export function picture([x, y]: Position, url: string): string {
  return `<image x="${x}" y="${y}" width="${TILE}" height="${TILE}" href="${url}"/>`;
}

/** The document around its parts; `title` is what a screen reader speaks. */
export function svg([width, height]: Position, title: string, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `viewBox="0 0 ${width} ${height}" font-family="${FONT}" role="img">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="${COLOURS.ground}"/>`,
    ...parts,
    "</svg>\n",
  ].join("\n");
}
