import { mean, median } from "../../lib/measure/statistics.ts";
import { assertEquals, assertThrows } from "@std/assert";

Deno.test("mean() sums in order, over arrays of every kind", () => {
  assertEquals(mean([1, 2, 6]), 3);
  assertEquals(mean(Float64Array.of(-1, 0.5)), -0.25);
  // From the first value on: 1e16 swallows the ones that come after it.
  assertEquals(mean([1e16, 1, -1e16, 0]), 0);
  assertEquals(mean([]), NaN);
});

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
