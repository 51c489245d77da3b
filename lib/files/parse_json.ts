/**
 * JSON from outside: what `JSON.parse()` takes, without the values that whatever reads it next
 * would fail on.
 *
 * @module
 */

import type { Json } from "./json.ts";

/** Levels of nesting; recursion over a JSON value stays far from the end of the stack. */
const DEEPEST = 100;

/**
 * Reads JSON text. Throws SyntaxError, to follow the name of a file, where it is no JSON, nested
 * deeper than 100 levels, or holds a number beyond float64 (which `JSON.parse()` makes Infinity) or
 * a lone surrogate (which no UTF-8 file can hold).
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { parseJson } from "./parse_json.ts";
 *
 * assertEquals(parseJson("[1, 2]"), [1, 2]);
 * ```
 */
export function parseJson(text: string): Json {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxError("is no JSON");
  }
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) throw new SyntaxError(`is nested deeper than ${DEEPEST} levels`);
    for (const item of level) {
      if (typeof item === "number" && !Number.isFinite(item)) {
        throw new SyntaxError("holds a number that is too large");
      }
      if (typeof item === "string" && !item.isWellFormed()) {
        throw new SyntaxError("holds half of a character");
      }
    }
    // The names of members too, which are texts like any other.
    level = level.flatMap((item) =>
      item === null || typeof item !== "object"
        ? []
        : Array.isArray(item)
        ? item
        : Object.entries(item).flat()
    );
  }
  return value;
}
