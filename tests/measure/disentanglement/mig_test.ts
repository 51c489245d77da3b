import fc from "fast-check";
import { gapOfLargest, mutualInformationGap } from "../../../lib/measure/disentanglement/mig.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "../../assert.ts";
import { anyData, deadCode, degenerate, square } from "./samples.ts";

Deno.test("mutualInformationGap() of a square falls from 0.988 aligned to 0.003 at 45°", () => {
  const expected = { 0: 0.988, 5: 0.670, 15: 0.392, 30: 0.167, 45: 0.003 };
  for (const [degrees, score] of Object.entries(expected)) {
    const data = square({ degrees: Number(degrees), noise: 1e-5 });
    assertAlmostEquals(mutualInformationGap(data).score, score, 0.01, `at ${degrees}°`);
  }
});

Deno.test("mutualInformationGap() falls with noise on the codes", () => {
  assertAlmostEquals(mutualInformationGap(square({ noise: 0.001 })).score, 0.955, 0.01);
  assert(mutualInformationGap(square({ noise: 0.1 })).score < 0.5);
});

Deno.test("mutualInformationGap() of codes that equal the factors of a grid is exactly 1", () => {
  const [x, y] = [0, 1].map((axis) =>
    Float64Array.from({ length: 400 }, (_, i) => axis ? i % 20 : Math.floor(i / 20))
  );
  const { score, perFactor } = mutualInformationGap({ factors: [x, y], codes: [y, x] });
  assertAlmostEquals(score, 1, 1e-12);
  assertEquals(perFactor.length, 2);
  // Two equal codes leave no gap; one code alone has its gap to 0.
  assertEquals(mutualInformationGap({ factors: [x], codes: [x, x] }).score, 0);
  assertAlmostEquals(mutualInformationGap({ factors: [x], codes: [x] }).score, 1, 1e-12);
});

Deno.test("mutualInformationGap() averages over the factors", () => {
  const { factors } = square();
  const { score, perFactor } = mutualInformationGap({
    factors,
    codes: [factors[0], deadCode(5000), deadCode(5000)],
  });
  assert(perFactor[0] > 0.9 && perFactor[1] < 0.05);
  assertAlmostEquals(score, (perFactor[0] + perFactor[1]) / 2, 1e-12);
});

Deno.test("gapOfLargest() compares the two largest of any order", () => {
  assertEquals(gapOfLargest([0.25, 1, 0.5]), 0.5);
  assertEquals(gapOfLargest([3, 3, 0]), 0);
  assertEquals(gapOfLargest([2]), 2);
});

Deno.test("mutualInformationGap() ignores the order, place and scale of the codes", () => {
  fc.assert(fc.property(anyData, fc.integer({ min: -9, max: 9 }), ({ factors, codes }, n) => {
    const { score } = mutualInformationGap({ factors, codes });
    assert(score >= 0 && score <= 1);
    const changed = codes.toReversed().map((code) => code.map((x) => 2 ** n * (x - n)));
    assertEquals(mutualInformationGap({ factors, codes: changed }).score, score);
  }));
});

Deno.test("mutualInformationGap() of degenerate data lies in [0, 1]; a constant factor scores 0", () => {
  for (const [name, data] of Object.entries(degenerate)) {
    const { score, perFactor } = mutualInformationGap(data);
    assert([score, ...perFactor].every((value) => value >= 0 && value <= 1), name);
  }
  assertEquals(mutualInformationGap(degenerate["a constant factor"]).score, 0);
  assertThrows(() => mutualInformationGap({ factors: [], codes: [] }), RangeError, "0 factors");
  assertThrows(() => mutualInformationGap(square(), { bins: 0 }), RangeError, "bins");
});
