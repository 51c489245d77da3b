/**
 * One text for one value: keys must not change because an object was built in another order. The
 * form is that of the JSON Canonicalization Scheme (RFC 8785): members sorted by UTF-16 code
 * units, numbers and strings as ECMAScript writes them, no white space.
 *
 * @module
 */

function fail(path: string, what: string): never {
  throw new TypeError(
    `Cannot write canonical JSON: ${path} must be a JSON value, received ${what}`,
  );
}

function write(value: unknown, path: string, above: readonly object[]): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    return Number.isFinite(value) ? JSON.stringify(value) : fail(path, String(value));
  }
  if (typeof value === "string") {
    return value.isWellFormed() ? JSON.stringify(value) : fail(path, "a lone surrogate");
  }
  if (typeof value !== "object") return fail(path, typeof value);
  if (above.includes(value)) return fail(path, "a cycle");
  const within = [...above, value];
  if (Array.isArray(value)) {
    // Array.from visits holes, which map() would skip.
    const items = Array.from(value, (item, i) => write(item, `${path}[${i}]`, within));
    return `[${items.join(",")}]`;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    return fail(path, `an object of class ${value.constructor?.name}`);
  }
  const members = Object.entries(value)
    .sort(([left], [right]) => left < right ? -1 : 1)
    .map(([name, member]) =>
      `${write(name, path, within)}:${write(member, `${path}.${name}`, within)}`
    );
  return `{${members.join(",")}}`;
}

/**
 * The canonical text of a JSON value. Throws TypeError on anything that JSON cannot hold: NaN,
 * Infinity, undefined (a member that is undefined included), lone surrogates, cycles, and objects
 * of a class.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { canonicalJson } from "./canonical_json.ts";
 *
 * assertEquals(canonicalJson({ b: [1e21, -0], a: "é" }), '{"a":"é","b":[1e+21,0]}');
 * ```
 */
export function canonicalJson(value: unknown): string {
  return write(value, "value", []);
}

/**
 * The same for people to read: indented by two spaces, ending in a newline. Throws like
 * {@linkcode canonicalJson}.
 */
export function prettyJson(value: unknown): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`;
}
