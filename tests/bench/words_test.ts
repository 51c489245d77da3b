import { splitWords } from "../../lib/bench/words.ts";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("splitWords() splits at blanks, however many", () => {
  assertEquals(splitWords("  python3\t../peer.py  --x 1 "), ["python3", "../peer.py", "--x", "1"]);
});

Deno.test("splitWords() keeps what is quoted in one word, and joins what touches", () => {
  assertEquals(splitWords(`a 'b c' "d e"f g''`), ["a", "b c", "d ef", "g"]);
  assertEquals(splitWords(`a '' "it's"`), ["a", "", "it's"]);
});

Deno.test("splitWords() takes a backslash for the next character, but not in single quotes", () => {
  assertEquals(splitWords(String.raw`a\ b "c\"d" 'e\f' g\\h`), ["a b", 'c"d', "e\\f", "g\\h"]);
});

Deno.test("splitWords() refuses an open quote and a line without words", () => {
  assertThrows(() => splitWords("a 'b"), SyntaxError, "left open");
  assertThrows(() => splitWords("  "), SyntaxError, "no word");
});
