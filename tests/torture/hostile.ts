/**
 * Hostile values for fuzzing: nasty texts and numbers, and changes of texts, bytes and JSON values
 * that keep most of what was there, so that a parser gets past its first check.
 *
 * @module
 */

import fc from "fast-check";

/** Texts that have upset parsers, terminals, paths and prototypes. */
export const NASTY_TEXTS: readonly string[] = [
  ...[
    "",
    " ",
    "\0",
    "\n",
    "\r\n",
    "\t",
    "\u2028",
    "\ufeff",
    "\u202e",
    "é",
    "💥",
    "\ud800",
    "\x1b[2J",
  ],
  ...[
    "NaN",
    "Infinity",
    "-Infinity",
    "-0",
    "1e400",
    "1e-400",
    "0x10",
    "1_000",
    "٣",
    "9".repeat(400),
  ],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "null", "undefined", "true", "[]"],
  ...["..", "../../etc/passwd", "/etc/passwd", "C:\\x", "a/../b", "//x", "~", ".", "con", "%2e%2e"],
  ...['"', "'", "`", "\\", ",", ";", ":", "=", "--", "-", "--help", "-h", "$(id)", "<script>"],
  ...["a".repeat(20_000), ",".repeat(20_000), "[".repeat(100_000), '{"a":'.repeat(50_000)],
];

/** Numbers at and beyond the edges of what formats hold. */
export const NASTY_NUMBERS: readonly number[] = [
  ...[0, -0, 1, -1, 0.5, 1e-320, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 53 + 2, 1e9, 1e15, 1e300, -1e300],
];

/** A nasty text, or a plain one. */
export const nastyText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...NASTY_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(...NASTY_NUMBERS).map(String) },
);

/** A JSON value of the kinds that a schema must tell apart. */
export const nastyJson: fc.Arbitrary<unknown> = fc.oneof(
  nastyText,
  fc.constantFrom(...NASTY_NUMBERS),
  fc.constantFrom(null, true, false, [], {}, [[]], { length: 1e9 }, [null]),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 2000 }).map(deep),
);

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let k = 0; k < levels; k++) value = k % 2 ? [value] : { a: value };
  return value;
}

/** A share of a length, so that one value serves any text. */
const place = fc.double({ min: 0, max: 1, noNaN: true });

const textEdit = fc.oneof(
  fc.record({ kind: fc.constant("insert" as const), at: place, text: nastyText }),
  fc.record({ kind: fc.constant("cut" as const), at: place, to: place }),
  fc.record({ kind: fc.constant("repeat" as const), at: place, to: place }),
  fc.record({ kind: fc.constant("number" as const), at: place, text: nastyText }),
);

/** The text with one to four changes. */
export function changedText(text: string): fc.Arbitrary<string> {
  return fc.array(textEdit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((now, edit) => {
      const at = Math.floor(edit.at * now.length);
      if (edit.kind === "insert") return now.slice(0, at) + edit.text + now.slice(at);
      if (edit.kind === "number") {
        const [number] = now.slice(at).match(/\d+(\.\d+)?/) ?? [];
        return number ? now.slice(0, at) + now.slice(at).replace(number, () => edit.text) : now;
      }
      const [from, to] = [at, Math.floor(edit.to * now.length)].sort((a, b) => a - b);
      const part = now.slice(from, to);
      if (edit.kind === "cut") return now.slice(0, from) + now.slice(to);
      return now.slice(0, to) + part + now.slice(to);
    }, text)
  );
}

const byteEdit = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), at: place, byte: fc.nat(255) }),
  fc.record({ kind: fc.constant("cut" as const), at: place, to: place }),
  fc.record({
    kind: fc.constant("word" as const),
    at: place,
    word: fc.constantFrom(0, -1, 1 << 30),
  }),
  fc.record({ kind: fc.constant("append" as const), at: place, count: fc.nat(100) }),
);

/** The bytes with one to four changes, more often near their beginning, where headers are. */
export function changedBytes(bytes: Uint8Array): fc.Arbitrary<Uint8Array<ArrayBuffer>> {
  return fc.array(byteEdit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((now, edit) => {
      const at = Math.floor(edit.at ** 3 * now.length);
      if (edit.kind === "append") return Uint8Array.from([...now, ...new Uint8Array(edit.count)]);
      if (edit.kind === "cut") {
        const [from, to] = [at, Math.floor(edit.to * now.length)].sort((a, b) => a - b);
        return Uint8Array.from([...now.subarray(0, from), ...now.subarray(to)]);
      }
      if (edit.kind === "set") now[at] = edit.byte;
      else if (at + 4 <= now.length) new DataView(now.buffer).setInt32(at, edit.word, true);
      return now;
    }, Uint8Array.from(bytes))
  );
}

/** The JSON value with a member somewhere replaced, removed or added. */
export function changedJson(value: unknown): fc.Arbitrary<unknown> {
  const change = fc.record({
    path: fc.array(place, { minLength: 1, maxLength: 5 }),
    kind: fc.constantFrom("replace", "replace", "remove", "add"),
    name: nastyText,
    by: nastyJson,
  });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const copy = structuredClone(value);
    for (const { path, kind, name, by } of changes) {
      let [holder, key] = [{ top: copy } as Record<string, unknown>, "top"];
      for (const step of path) {
        const inner = holder[key];
        if (inner === null || typeof inner !== "object") break;
        const names = Object.keys(inner);
        if (names.length === 0) break;
        [holder, key] = [
          inner as Record<string, unknown>,
          names[Math.floor(step * (names.length - 1))],
        ];
      }
      // A later change must not reach the value that other cases are given too.
      const given = structuredClone(by);
      if (kind === "replace") holder[key] = given;
      else if (kind === "remove") delete holder[key];
      else if (Array.isArray(holder)) holder.push(given);
      else holder[name] = given;
    }
    return copy;
  });
}
