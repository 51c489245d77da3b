/**
 * Text from a file, a flag or a folder's name on its way to a terminal or into a line of output: it
 * may hold line ends, or control sequences that a terminal obeys.
 *
 * @module
 */

/** Control characters, line separators, and what turns the direction of writing. */
// deno-lint-ignore no-control-regex
const UNPRINTABLE = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/g;

/** Whether a text is one line without control characters. */
export function isPrintable(text: string): boolean {
  return text.search(UNPRINTABLE) < 0;
}

/**
 * The text with each control character as `\u` and four hexadecimal digits: one line, and within a
 * JSON document the same value.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { printable } from "./printable.ts";
 *
 * assertEquals(printable("a\nb\x1b[2J"), "a\\u000ab\\u001b[2J");
 * ```
 */
export function printable(text: string): string {
  return text.replaceAll(
    UNPRINTABLE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A text of several lines, each of them printable. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}
