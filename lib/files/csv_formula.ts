/**
 * Text in a table that a spreadsheet must not take for a formula. Excel, LibreOffice and others run
 * a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end (or the full-width forms of the
 * signs), which can call other programs (CWE-1236). Such a text gets an apostrophe before it; a
 * number keeps its sign. Another apostrophe goes before text that begins so already, so that the
 * change can be undone and every text reads back as it was.
 *
 * @module
 */

/** What a spreadsheet may take for a formula, after apostrophes. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/;

const NUMBER = /^[+-]?(\d+\.?\d*(e[+-]?\d+)?|\.\d+(e[+-]?\d+)?|Infinity)$/i;

function isFormula(text: string): boolean {
  return FORMULA.test(text) && !NUMBER.test(text);
}

/**
 * The text as it is written into a cell.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { guardFormula } from "./csv_formula.ts";
 *
 * assertEquals(
 *   ["=1+1", "-0.5", "'=1", "a=1"].map(guardFormula),
 *   ["'=1+1", "-0.5", "''=1", "a=1"],
 * );
 * ```
 */
export function guardFormula(text: string): string {
  return isFormula(text) ? `'${text}` : text;
}

/** The text that {@linkcode guardFormula} made a cell of; a cell of others stays as it is. */
export function unguardFormula(cell: string): string {
  return cell.startsWith("'") && isFormula(cell) ? cell.slice(1) : cell;
}
