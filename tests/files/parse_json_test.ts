import fc from "fast-check";
import { assertEquals, assertThrows } from "@std/assert";
import { parseJson } from "../../lib/files/parse_json.ts";

Deno.test("parseJson() gives what JSON.parse() gives", () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    const text = JSON.stringify(value);
    assertEquals(parseJson(text), JSON.parse(text));
  }));
});

Deno.test("parseJson() refuses what readers further on would fail on", () => {
  const cases: [string, string][] = [
    ["", "is no JSON"],
    ["{", "is no JSON"],
    ["NaN", "is no JSON"],
    ["1e400", "too large"],
    ['{"a": [-1e999]}', "too large"],
    ['["\\ud800"]', "half of a character"],
    ['{"\\udc00": 1}', "half of a character"],
    ["[".repeat(102) + "]".repeat(102), "deeper than 100 levels"],
    ['{"a":'.repeat(100_000) + "1" + "}".repeat(100_000), "deeper than 100 levels"],
  ];
  for (const [text, message] of cases) assertThrows(() => parseJson(text), SyntaxError, message);
  assertEquals(JSON.stringify(parseJson("[".repeat(100) + "]".repeat(100))).length, 200);
});
