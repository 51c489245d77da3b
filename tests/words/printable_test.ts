import fc from "fast-check";
import { assertEquals } from "@std/assert";
import { isPrintable, printable, printableLines } from "../../lib/words/printable.ts";

Deno.test("printable() leaves nothing that a terminal obeys, and all else as it is", () => {
  assertEquals(printable("größe 試験💥 {x} %j $y \\n"), "größe 試験💥 {x} %j $y \\n");
  assertEquals(
    printable("a\x1b[2J\r\n\x9b\u202e\x7f"),
    "a\\u001b[2J\\u000d\\u000a\\u009b\\u202e\\u007f",
  );
  assertEquals(printableLines("a\n\tb\n"), "a\n\\u0009b\n");
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(isPrintable(printable(text)), true);
    assertEquals(isPrintable(text), printable(text) === text);
  }));
});

Deno.test("printable() of a JSON document is the same value", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const json = JSON.stringify({ [text]: [text] });
    assertEquals(JSON.parse(printable(json)), JSON.parse(json));
  }));
});
