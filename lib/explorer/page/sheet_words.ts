/**
 * What is said below the sheet.
 *
 * @module
 */

import { counted } from "../../words/counted.ts";

/** How the sheet is used: while it waits for a person, and while it is active. */
export const HANDLING = {
  waits:
    "The sheet: where the encoder puts the plane. Click it, or press Enter on it, to turn it " +
    "and to choose shapes.",
  active:
    "The sheet is active: drag it or use the arrow keys to turn it, wheel or + and − to zoom; a " +
    "click, or Shift with arrow keys, chooses a shape. Escape, or a click elsewhere, lets the page " +
    "scroll.",
} as const;

/** That a network's codes have too few or too many dimensions for a picture. */
export function undrawable(latents: number): string {
  return `A code of ${counted(latents, "dimension")} cannot be drawn as a sheet.`;
}

/** That there is no sheet, and why. */
export function noSheet(why: string): string {
  return `No sheet is drawn: ${why}.`;
}
