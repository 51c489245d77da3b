import fc from "fast-check";
import { gapOfLargest, mutualInformationGap } from "../../../lib/measure/disentanglement/mig.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined, inUnitInterval } from "../defined.ts";
import { anyData, deadCode, degenerate, square } from "./samples.ts";

Deno.test("mutualInformationGap() of a square falls from 0.988 aligned to 0.003 at 45°", () => {
  const expected = { 0: 0.988, 5: 0.670, 15: 0.392, 30: 0.167, 45: 0.003 };
  for (const [degrees, score] of Object.entries(expected)) {
    const data = square({ degrees: Number(degrees), noise: 1e-5 });
    assertAlmostEquals(defined(mutualInformationGap(data).score), score, 0.01, `at ${degrees}°`);
  }
});

Deno.test("mutualInformationGap() falls with noise on the codes", () => {
  assertAlmostEquals(defined(mutualInformationGap(square({ noise: 0.001 })).score), 0.955, 0.01);
  assert(defined(mutualInformationGap(square({ noise: 0.1 })).score) < 0.5);
});

Deno.test("mutualInformationGap() of codes that equal the factors of a grid is exactly 1", () => {
  const [x, y] = [0, 1].map((axis) =>
    Float64Array.from({ length: 400 }, (_, i) => axis ? i % 20 : Math.floor(i / 20))
  );
  const { score, perFactor } = mutualInformationGap({ factors: [x, y], codes: [y, x] });
  assertAlmostEquals(defined(score), 1, 1e-12);
  assertEquals(perFactor.length, 2);
  // Two equal codes leave no gap; one code alone has its gap to 0.
  assertEquals(mutualInformationGap({ factors: [x], codes: [x, x] }).score, 0);
  assertAlmostEquals(defined(mutualInformationGap({ factors: [x], codes: [x] }).score), 1, 1e-12);
});

Deno.test("mutualInformationGap() averages over the factors", () => {
  const { factors } = square();
  const { score, perFactor } = mutualInformationGap({
    factors,
    codes: [factors[0], deadCode(5000), deadCode(5000)],
  });
  const [first, second] = perFactor.map(defined);
  assert(first > 0.9 && second < 0.05);
  assertAlmostEquals(defined(score), (first + second) / 2, 1e-12);
});

Deno.test("gapOfLargest() compares the two largest of any order", () => {
  assertEquals(gapOfLargest([0.25, 1, 0.5]), 0.5);
  assertEquals(gapOfLargest([3, 3, 0]), 0);
  assertEquals(gapOfLargest([2]), 2);
});

Deno.test("mutualInformationGap() ignores the order, place and scale of the codes", () => {
  fc.assert(fc.property(anyData, fc.integer({ min: -9, max: 9 }), ({ factors, codes }, n) => {
    const { score } = mutualInformationGap({ factors, codes });
    assert(inUnitInterval(score));
    const changed = codes.toReversed().map((code) => code.map((x) => 2 ** n * (x - n)));
    assertEquals(mutualInformationGap({ factors, codes: changed }).score, score);
  }));
});

Deno.test("mutualInformationGap() of degenerate data lies in [0, 1]; a constant factor has none", () => {
  for (const [name, data] of Object.entries(degenerate)) {
    const { score, perFactor } = mutualInformationGap(data);
    assert([score, ...perFactor].every(inUnitInterval), name);
  }
  assertEquals(mutualInformationGap(degenerate["a constant factor"]), {
    score: null,
    perFactor: [null],
  });
  assertThrows(() => mutualInformationGap({ factors: [], codes: [] }), RangeError, "0 factors");
  assertThrows(() => mutualInformationGap(square(), { bins: 0 }), RangeError, "bins");
});

Deno.test("one value far out does not change the gap of a perfect code", () => {
  for (const far of [20, -1e6, 3e38]) {
    const { factors, codes } = square();
    const score = defined(mutualInformationGap({ factors, codes }).score);
    for (const column of [codes[0], factors[1]]) {
      column[17] = far;
      const moved = defined(mutualInformationGap({ factors, codes }).score);
      assertAlmostEquals(moved, score, 0.005, `${far}`);
    }
  }
});

Deno.test("mutualInformationGap() leaves a factor out that does not vary", () => {
  const { factors: [a], codes } = square();
  const of = (factors: Float64Array[]) => mutualInformationGap({ factors, codes });
  // Rounding alone, as of a constant that was computed, is no variation.
  const almost = a.map((x) => 0.3 + 1e-13 * x);
  for (const constant of [a.map(() => 0.1), almost]) {
    assertEquals(of([a, constant]).score, of([a]).score);
    assertEquals(of([a, constant]).perFactor[1], null);
  }
});
