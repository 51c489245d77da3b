import fc from "fast-check";
import { pairCorrelation } from "../../lib/measure/pair_correlation.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("pairCorrelation() gives Fisher's interval", () => {
  // Ranks of ten with r = 1 − 6·Σd²/(n³ − n) = 1 − 6·20/990; artanh and tanh by logarithms.
  const other = [2, 1, 4, 3, 6, 5, 9, 10, 7, 8];
  const pairs = other.map((y, k) => [k + 1, y] as const);
  const squares = other.reduce((sum, y, k) => sum + (y - k - 1) ** 2, 0);
  const r = 1 - 6 * squares / 990;
  const z = Math.log((1 + r) / (1 - r)) / 2;
  const end = (value: number) => (Math.exp(2 * value) - 1) / (Math.exp(2 * value) + 1);
  const { estimate, low, high } = pairCorrelation(pairs);
  assertAlmostEquals(estimate, r, 1e-12);
  assertAlmostEquals(low, end(z - 1.959964 / Math.sqrt(7)), 1e-6);
  assertAlmostEquals(high, end(z + 1.959964 / Math.sqrt(7)), 1e-6);
});

Deno.test("pairCorrelation() of three pairs says nothing", () => {
  for (const last of [3, 0]) {
    const { low, high } = pairCorrelation([[1, 2], [2, 1], [3, last]]);
    assertEquals([low, high], [-1, 1]);
  }
});

Deno.test("the correlation lies in its interval, and changes its sign with one of the numbers", () => {
  const number = fc.integer({ min: -50, max: 50 });
  const several = fc.array(fc.tuple(number, number), { minLength: 4, maxLength: 12 })
    .filter((pairs) => [0, 1].every((side) => new Set(pairs.map((pair) => pair[side])).size > 1));
  fc.assert(fc.property(several, (pairs) => {
    const { estimate, low, high } = pairCorrelation(pairs);
    assert(low <= estimate + 1e-9 && estimate <= high + 1e-9);
    const turned = pairCorrelation(pairs.map(([x, y]) => [x, -3 * y + 1] as const));
    assertAlmostEquals(turned.estimate, -estimate, 1e-9);
    assertAlmostEquals(turned.low, -high, 1e-6);
  }));
});

Deno.test("pairCorrelation() refuses too few pairs, and numbers that do not vary", () => {
  assertThrows(() => pairCorrelation([[1, 2], [2, 3]]), RangeError);
  assertThrows(() => pairCorrelation([[1, 2], [1, 3], [1, 4]]), RangeError);
  assertThrows(() => pairCorrelation([[1, 2], [2, 3], [NaN, 4]]), RangeError);
});
