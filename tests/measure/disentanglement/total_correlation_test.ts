import fc from "fast-check";
import { columnsOf } from "../../../lib/measure/disentanglement/columns.ts";
import { gaussianTotalCorrelation } from "../../../lib/measure/disentanglement/total_correlation.ts";
import { covariance } from "../../../lib/measure/latent/covariance.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("gaussianTotalCorrelation() of two codes is −½ ln(1 − ρ²)", () => {
  assertAlmostEquals(gaussianTotalCorrelation([[1, 0.9], [0.9, 1]]), 0.8304, 5e-5);
  for (const rho of [-0.99, -0.5, 0, 0.1, 0.999]) {
    const expected = -0.5 * Math.log(1 - rho ** 2);
    // Variances 4 and 9.
    assertAlmostEquals(gaussianTotalCorrelation([[4, 6 * rho], [6 * rho, 9]]), expected, 1e-9);
  }
});

Deno.test("gaussianTotalCorrelation() of three codes that correlate alike", () => {
  const [r, s] = [0.5, -0.3];
  const alike = (rho: number) => [[1, rho, rho], [rho, 1, rho], [rho, rho, 1]];
  for (const rho of [r, s]) {
    const expected = -0.5 * Math.log((1 - rho) ** 2 * (1 + 2 * rho));
    assertAlmostEquals(gaussianTotalCorrelation(alike(rho)), expected, 1e-12);
  }
});

Deno.test("gaussianTotalCorrelation() is 0 for codes that do not covary", () => {
  assertAlmostEquals(gaussianTotalCorrelation([[3, 0, 0], [0, 1e-4, 0], [0, 0, 50]]), 0, 1e-12);
  assertEquals(gaussianTotalCorrelation([[3]]), 0);
});

Deno.test("gaussianTotalCorrelation() leaves out dimensions that do not vary", () => {
  const with0 = [[1, 0, 0.9], [0, 0, 0], [0.9, 0, 1]];
  assertAlmostEquals(gaussianTotalCorrelation(with0), 0.8304, 5e-5);
  assertEquals(gaussianTotalCorrelation([[0, 0], [0, 0]]), 0);
  // A deviation of 10⁻¹⁵ beside one of 1 is rounding, whatever it seems to correlate with.
  assertEquals(gaussianTotalCorrelation([[1, 0.9e-15], [0.9e-15, 1e-30]]), 0);
  // The mean of many 0.1 is off by rounding, which must not count as variance.
  const codes = Float64Array.from({ length: 2000 }, (_, i) => i % 2 ? i : 0.1);
  assertEquals(gaussianTotalCorrelation(covariance(codes, { latents: 2 })), 0);
  assertEquals(gaussianTotalCorrelation(covariance(Float64Array.of(1, 2, 3), { latents: 3 })), 0);
});

Deno.test("gaussianTotalCorrelation() of codes that others determine is infinite", () => {
  assertEquals(gaussianTotalCorrelation([[2, 2], [2, 2]]), Infinity);
  assertEquals(gaussianTotalCorrelation([[1, 1, 1], [1, 1, 1], [1, 1, 1]]), Infinity);
  // The third is the sum of the others, and perfectly correlated with neither.
  assertEquals(gaussianTotalCorrelation([[1, 0, 1], [0, 2, 2], [1, 2, 3]]), Infinity);
  // Close to it is not there: ½ ln of the inverse of 1 − ρ².
  const rho = 1 - 1e-9;
  assertAlmostEquals(
    gaussianTotalCorrelation([[1, rho], [rho, 1]]),
    -0.5 * Math.log(1 - rho ** 2),
    1e-4,
  );
});

Deno.test("gaussianTotalCorrelation() ignores the order and scale of the codes", () => {
  const value = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(fc.array(value, { minLength: 30, maxLength: 30 }), (values) => {
    const codes = Float64Array.from(values);
    const matrix = covariance(codes, { latents: 3 });
    const total = gaussianTotalCorrelation(matrix);
    assert(total >= 0);
    fc.pre(total < 8 && matrix.every((row, i) => row[i] > 0.01));
    const columns = columnsOf(codes, { latents: 3 });
    const changed = codes.map((_, i) => -4 * (i % 3 + 1) * columns[2 - i % 3][Math.floor(i / 3)]);
    assertAlmostEquals(
      gaussianTotalCorrelation(covariance(changed, { latents: 3 })),
      total,
      1e-6,
    );
  }));
});

Deno.test("a matrix that is no covariance is refused", () => {
  const refused = (matrix: number[][]) =>
    assertThrows(() => gaussianTotalCorrelation(matrix), RangeError, "square matrix");
  refused([]);
  refused([[1, 0]]);
  refused([[1, NaN], [NaN, 1]]);
  refused([[-1]]);
});
