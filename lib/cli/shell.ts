/**
 * Words of a command line as a reader can paste them into a shell.
 *
 * @module
 */

/** What no POSIX shell reads as anything but itself. */
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;

/**
 * A word in single quotes where a POSIX shell would read it as something else.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { shellWord } from "./shell.ts";
 *
 * assertEquals(
 *   [shellWord("strip:a,1,1.3"), shellWord("it's")],
 *   ["strip:a,1,1.3", `'it'\\''s'`],
 * );
 * ```
 */
export function shellWord(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
