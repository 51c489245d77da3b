import fc from "fast-check";
import {
  binEntropy,
  chanceInformation,
  mutualInformation,
  mutualInformationMatrix,
} from "../../../lib/measure/disentanglement/mutual_information.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { anyData, degenerate, square } from "./samples.ts";

/** The numbers 0 … N − 1. */
const ramp = (length: number) => Float64Array.from({ length }, (_, i) => i);

Deno.test("binEntropy() of values that fill the bins evenly is ln bins", () => {
  for (const bins of [1, 2, 20, 1000]) {
    assertAlmostEquals(binEntropy(ramp(1000), { bins }), Math.log(bins), 1e-12);
  }
  assertAlmostEquals(binEntropy(ramp(1000)), Math.log(20), 1e-12);
  assertAlmostEquals(binEntropy(Float64Array.of(0, 0, 0, 1)), Math.log(4) - 0.75 * Math.log(3));
});

Deno.test("bins are of equal frequency, whatever the distance of the values", () => {
  const skewed = ramp(1000).map((i) => Math.exp(i / 20));
  assertAlmostEquals(binEntropy(skewed), Math.log(20), 1e-12);
  // Ranks 0, 1 | 2: entropy of thirds.
  const entropy = Math.log(3) - (2 / 3) * Math.log(2);
  assertAlmostEquals(binEntropy(Float64Array.of(0, 1, 1e9), { bins: 2 }), entropy, 1e-12);
});

Deno.test("equal values share a bin, and few different values have one each", () => {
  // Mean ranks of 0, 0, 0, 0, 1, 2 in two bins: 1.5, 4 and 5 of 6.
  const half = Math.log(6) - (4 / 6) * Math.log(4) - (2 / 6) * Math.log(2);
  assertAlmostEquals(binEntropy(Float64Array.of(0, 0, 0, 0, 1, 2), { bins: 2 }), half, 1e-12);
  // The rare value in front keeps its own bin.
  const rare = Float64Array.from({ length: 100 }, (_, i) => i === 0 ? -1 : i % 2);
  const shares = [1, 49, 50].map((count) => count / 100);
  const expected = -shares.reduce((sum, p) => sum + p * Math.log(p), 0);
  assertAlmostEquals(binEntropy(rare), expected, 1e-12);
});

Deno.test("mutualInformation() does not change under any rising function of a code", () => {
  const { factors: [x], codes: [y] } = square({ noise: 0.1 });
  for (const rise of [Math.exp, Math.cbrt, (value: number) => value ** 9 + value]) {
    assertEquals(mutualInformation(x, y.map(rise)), mutualInformation(x, y));
  }
});

Deno.test("chanceInformation() is (B − 1)² / 2N, and refuses what is no count", () => {
  assertAlmostEquals(chanceInformation(5000), 0.0361, 1e-12);
  assertEquals(chanceInformation(7, { bins: 1 }), 0);
  for (const points of [0, -1, 1.5, NaN]) {
    assertThrows(() => chanceInformation(points), RangeError, `received ${points}`);
  }
});

Deno.test("mutualInformation() of a column with itself is its entropy, of a grid's axes 0", () => {
  assertAlmostEquals(mutualInformation(ramp(1000), ramp(1000)), Math.log(20), 1e-12);
  assertAlmostEquals(mutualInformation(ramp(1000), ramp(1000).reverse()), Math.log(20), 1e-12);
  const [x, y] = [ramp(400).map((i) => i % 20), ramp(400).map((i) => Math.floor(i / 20))];
  assertAlmostEquals(mutualInformation(x, y), 0, 1e-12);
});

Deno.test("mutualInformation() of a binary channel is ln 2 less the entropy of its errors", () => {
  const x = Float64Array.of(0, 0, 0, 0, 1, 1, 1, 1);
  const y = Float64Array.of(0, 0, 0, 1, 0, 1, 1, 1);
  const noise = -0.25 * Math.log(0.25) - 0.75 * Math.log(0.75);
  assertAlmostEquals(mutualInformation(x, y, { bins: 2 }), Math.log(2) - noise, 1e-12);
});

Deno.test("independent columns measure (bins − 1)² / 2N, the bias of counting", () => {
  const { factors: [x, y] } = square({ points: 20_000 });
  assertAlmostEquals(mutualInformation(x, y), 19 ** 2 / 40_000, 0.002);
  assertAlmostEquals(mutualInformation(x, y, { bins: 40 }), 39 ** 2 / 40_000, 0.004);
});

Deno.test("mutualInformationMatrix() has a row a factor and a column a code", () => {
  const { factors: [a, b] } = square({ points: 500 });
  const matrix = mutualInformationMatrix({ factors: [a, b], codes: [b, a, b] }, { bins: 8 });
  assertEquals(matrix, [
    [mutualInformation(a, b, { bins: 8 }), binMatch(a), mutualInformation(a, b, { bins: 8 })],
    [binMatch(b), mutualInformation(b, a, { bins: 8 }), binMatch(b)],
  ]);
  function binMatch(x: Float64Array) {
    return mutualInformation(x, x, { bins: 8 });
  }
});

Deno.test("mutualInformation() is symmetric, and lies between 0 and the smaller entropy", () => {
  fc.assert(fc.property(anyData, ({ factors: [x], codes: [y] }) => {
    const information = mutualInformation(x, y);
    assertAlmostEquals(mutualInformation(y, x), information, 1e-12);
    assert(information >= 0);
    assert(information <= Math.min(binEntropy(x), binEntropy(y)) + 1e-12);
  }));
});

Deno.test("mutualInformation() does not change when a code is moved or scaled", () => {
  fc.assert(
    fc.property(anyData, fc.integer({ min: -9, max: 9 }), ({ factors: [x], codes: [y] }, n) => {
      const moved = y.map((value) => 2 ** n * (value + 3 * n));
      assertEquals(mutualInformation(x, moved), mutualInformation(x, y));
    }),
  );
});

Deno.test("mutualInformation() of degenerate data is finite, and 0 with a constant column", () => {
  for (const [name, data] of Object.entries(degenerate)) {
    assert(mutualInformationMatrix(data).flat().every(Number.isFinite), name);
  }
  const constant = new Float64Array(9).fill(0.1);
  assertEquals(mutualInformation(ramp(9), constant), 0);
  assertEquals(binEntropy(constant), 0);
  assertEquals(binEntropy(Float64Array.of(7)), 0);
});

Deno.test("bins that are no whole number from 1 to 1000 are refused, and so are ragged columns", () => {
  for (const bins of [0, -1, 1.5, 1001, NaN]) {
    assertThrows(() => binEntropy(ramp(3), { bins }), RangeError, `received ${bins}`);
    assertThrows(() => mutualInformation(ramp(3), ramp(3), { bins }), RangeError, "bins");
  }
  assertThrows(() => mutualInformation(ramp(3), ramp(4)), RangeError, "lengths 3, 4");
  assertThrows(() => binEntropy(Float64Array.of(1, NaN)), RangeError, "NaN");
});
