import { median, spread } from "../../lib/bench/statistics.ts";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("median() is the middle value of an odd number, the mean of two of an even one", () => {
  assertEquals(median([10, 9, 1]), 9);
  assertEquals(median([4, 100, 1, 3]), 3.5);
  assertEquals(median([7]), 7);
});

Deno.test("median() leaves its values in their order", () => {
  const values = [3, 1, 2];
  median(values);
  assertEquals(values, [3, 1, 2]);
});

Deno.test("median() of nothing is refused", () => {
  assertThrows(() => median([]), RangeError, "no values");
});

Deno.test("spread() is median and range", () => {
  assertEquals(spread([5, 1, 2]), { median: 2, min: 1, max: 5 });
});
