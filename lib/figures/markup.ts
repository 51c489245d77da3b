/**
 * Text inside markup. Whatever comes from a file, a flag or a number goes through here before it
 * stands in an SVG document or a page.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Replaces what XML forbids, control characters and halves of surrogate pairs, by U+FFFD: a document
 * that holds one is none.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { xmlText } from "./markup.ts";
 *
 * assertEquals(xmlText("a\x01b"), "a\ufffdb");
 * ```
 */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    // deno-lint-ignore no-control-regex
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, "\ufffd");
}

/**
 * Makes a text safe as content or as a quoted attribute, in HTML and in SVG. Control characters,
 * which XML forbids, become U+FFFD.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { escapeMarkup } from "./markup.ts";
 *
 * assertEquals(escapeMarkup(`a < "b"`), 'a &lt; &quot;b&quot;');
 * ```
 */
export function escapeMarkup(text: string): string {
  return xmlText(text).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
