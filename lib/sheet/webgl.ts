/**
 * Whether the browser has WebGL. Plotly does not fail without it: it writes an advertisement of another
 * site in the place of the sheet.
 *
 * @module
 */

let found: boolean | undefined;

/** Whether the browser draws in three dimensions. Looked at once: each look takes a context. */
export function hasWebGl(): boolean {
  return found ??= document.createElement("canvas").getContext("webgl") !== null;
}
