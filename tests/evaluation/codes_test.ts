import { attributeVectors, type CodedPoints, measureCodes } from "../../lib/evaluation/codes.ts";
import { distanceRows } from "../../lib/evaluation/distances.ts";
import { createRandom } from "../../lib/random.ts";
import { parseHole, type Point, samplePoints } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "../assert.ts";

const POINTS = samplePoints(2000, createRandom(0, "points"));

/** Codes of all points by one function of each. */
function coded(code: (point: Point) => readonly number[]): CodedPoints {
  const rows = POINTS.map(code);
  return { points: POINTS, codes: Float64Array.from(rows.flat()), latents: rows[0].length };
}

function figures(code: (point: Point) => readonly number[]): Record<string, number> {
  return measureCodes(coded(code), { seed: 0 }).metrics as Record<string, number>;
}

Deno.test("attributeVectors() of a plane are its slopes, wherever it starts", () => {
  const { a, b } = attributeVectors(coded(({ a, b }) => [2 * a - b + 5, 3 * b, -a]));
  const near = (got: readonly number[], expected: readonly number[]) =>
    got.forEach((value, k) => assertAlmostEquals(value, expected[k], 1e-9));
  near(a, [2, 0, -1]);
  near(b, [-1, 3, 0]);
});

Deno.test("codes that are the factors, each in its own latent, are measured as aligned", () => {
  const found = figures(({ a, b }) => [a, b]);
  assertEquals(found.count, POINTS.length);
  for (const name of ["r2_linear_a", "r2_linear_b", "r2_nonlinear_a", "r2_nonlinear_b"]) {
    assertAlmostEquals(found[name], 1, 1e-9, name);
  }
  assertAlmostEquals(found.step_a_axis_angle, 0, 1e-6);
  assertAlmostEquals(found.step_b_axis_angle, 0, 1e-6);
  assertAlmostEquals(found.steps_angle, 90, 1e-6);
  assert(found.mig > 0.9 && found.sap > 0.95 && found.dci_forest_disentanglement > 0.9);
  assertAlmostEquals(found.intrinsic_dimension, 2, 0.2);
});

Deno.test("codes turned by 45° tell as much of the factors, and separate nothing", () => {
  // a has the smaller range: both as wide as the other, so that the turn mixes them evenly.
  const found = figures(({ a, b }) => [(a - 1.25) / 0.75 + (b - 1), (a - 1.25) / 0.75 - (b - 1)]);
  assertAlmostEquals(found.r2_linear_a, 1, 1e-9);
  // The factors of 2000 points are not quite uncorrelated, so the slopes not quite even.
  assertAlmostEquals(found.step_a_axis_angle, 45, 1e-6);
  assertAlmostEquals(found.step_b_axis_angle, 45, 1e-6);
  assert(found.mig < 0.05 && found.sap < 0.05);
});

Deno.test("a bent sheet is predicted better by a polynomial than by a plane", () => {
  const found = figures(({ a, b }) => [a, (b - 1) ** 2 * Math.sign(b - 1), 0]);
  assert(found.r2_nonlinear_b > found.r2_linear_b + 0.02);
});

Deno.test("measureCodes() of a constant code, or of one point, is finite throughout", () => {
  const finite = (value: unknown): boolean =>
    Array.isArray(value)
      ? value.every(finite)
      : typeof value === "object" && value !== null
      ? Object.values(value).every(finite)
      : typeof value === "string" || Number.isFinite(value);
  assert(finite(measureCodes(coded(() => [1, 1, 1]), { seed: 0 })));
  const one = { points: [{ a: 1, b: 1 }], codes: Float64Array.of(0.5, 2), latents: 2 };
  assert(finite(measureCodes(one, { seed: 0 })));
});

Deno.test("distanceRows() averages by distance to the hole's edge and to the space's", () => {
  const measured = [
    { a: 1.25, b: 1, dice: 0.5 },
    { a: 1.25, b: 1.02, dice: 0.7 },
    { a: 1.25, b: 1.35, dice: 0.9 },
  ].map(({ a, b, dice }) => ({
    point: { a, b },
    errors: { bce: 0, entropy: 0, bceExcess: 0, mse: 0, ssim: 0, dice },
    fit: { a: a + 0.1, b: b - 0.2, residual: 0 },
  }));
  const rows = distanceRows(measured, parseHole("disc:1.25,1,0.3"));
  const hole = rows.filter(({ edge }) => edge === "hole");
  assertEquals(hole.map(({ from, to, count }) => [from, to, count]), [[-0.3, -0.2, 2], [
    0,
    0.1,
    1,
  ]]);
  assertAlmostEquals(Number(hole[0].dice), 0.6, 1e-12);
  for (const { a_error, b_error } of rows) {
    assertAlmostEquals(Number(a_error), 0.1, 1e-12);
    assertAlmostEquals(Number(b_error), 0.2, 1e-12);
  }
  assertEquals(rows.filter(({ edge }) => edge === "space").length, 2);
  assert(distanceRows(measured, { kind: "none" }).every(({ edge }) => edge === "space"));
});
