import {
  markdownCell,
  markdownTable,
  percent,
  textTable,
  threeDigits,
} from "../../lib/bench/tables.ts";
import { assertEquals } from "@std/assert";

Deno.test("threeDigits() keeps three digits that count, and no fewer before the point", () => {
  const cases: [number, string][] = [
    [0, "0"],
    [0.012345, "0.0123"],
    [4.5678, "4.57"],
    [9.999, "10.0"],
    [78.94, "78.9"],
    [1234.5, "1235"],
  ];
  for (const [value, text] of cases) assertEquals(threeDigits(value), text);
});

Deno.test("percent() shows a decimal only where there is one digit before it", () => {
  assertEquals([0.00412, 0.0996, 0.5, 1].map(percent), ["0.4 %", "10 %", "50 %", "100 %"]);
});

const table = { head: ["name", "n"], rows: [["a", "1"], ["long one", "1000"]], left: [0] };

Deno.test("textTable() aligns names at the left, numbers at the right", () => {
  assertEquals(textTable(table), "name         n\na            1\nlong one  1000");
});

Deno.test("markdownTable() says how each column is aligned", () => {
  assertEquals(
    markdownTable(table),
    "| name     |    n |\n| -------- | ---: |\n| a        |    1 |\n| long one | 1000 |",
  );
});

Deno.test("markdownTable() keeps every text in its cell", () => {
  assertEquals(markdownCell("a|b\\|c <b>\r\n d"), "a\\|b\\\\\\|c \\<b> d");
  const odd = { head: ["name|x", "n"], rows: [["a\n| b |", "1"]], left: [0] };
  assertEquals(
    markdownTable(odd),
    "| name\\|x   | n |\n| --------- | --: |\n| a \\| b \\| | 1 |",
  );
});
