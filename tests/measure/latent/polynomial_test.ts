import fc from "fast-check";
import { fitPolynomial, termCount } from "../../../lib/measure/latent/polynomial.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** A cubic map of the plane to three dimensions. */
function cubic(a: number, b: number): number[] {
  return [1 + a - 2 * b + a * b * b, a ** 3 - 0.5 * b ** 3 + a * a, 3 * b * a * a - b + 0.25];
}

const centre = [1.25, 1];

/** Points of the study's rectangle, either outside the disc of radius 0.6 or inside it. */
function points(count: number, { inside }: { inside: boolean }): Float64Array {
  const random = createRandom(0, `polynomial/${inside}`);
  const kept: number[] = [];
  while (kept.length < 2 * count) {
    const point = [0.5 + 1.5 * random.uniform(), 2 * random.uniform()];
    const distance = Math.hypot(point[0] - centre[0], point[1] - centre[1]);
    if (distance <= 0.6 === inside) kept.push(...point);
  }
  return Float64Array.from(kept);
}

function outputsOf(inputs: Float64Array): Float64Array {
  const rows = Array.from({ length: inputs.length / 2 }, (_, i) => i);
  return Float64Array.from(rows.flatMap((i) => cubic(inputs[2 * i], inputs[2 * i + 1])));
}

function largestDifference(one: Float64Array, other: Float64Array): number {
  assertEquals(one.length, other.length);
  return one.reduce((max, x, i) => Math.max(max, Math.abs(x - other[i])), 0);
}

Deno.test("fitPolynomial() recovers a cubic map, also in a disc that was left out", () => {
  const inputs = points(400, { inside: false });
  const hole = points(100, { inside: true });
  for (const degree of [3, 5, 8]) {
    const data = { inputs, outputs: outputsOf(inputs) };
    const map = fitPolynomial(data, { from: 2, to: 3, degree });
    assert(largestDifference(map.predict(inputs), data.outputs) < 1e-11);
    assert(largestDifference(map.predict(hole), outputsOf(hole)) < 1e-9, `degree ${degree}`);
    assertEquals([map.degree, map.terms], [degree, termCount(2, degree)]);
  }
});

Deno.test("fitPolynomial() of degree 2 cannot follow a cubic map", () => {
  const inputs = points(400, { inside: false });
  const data = { inputs, outputs: outputsOf(inputs) };
  const map = fitPolynomial(data, { from: 2, to: 3, degree: 2 });
  assert(largestDifference(map.predict(inputs), data.outputs) > 0.1);
});

Deno.test("fitPolynomial() of degree 0 is the mean", () => {
  const data = { inputs: Float64Array.of(0, 1, 5), outputs: Float64Array.of(1, 2, 2, 2, 3, 5) };
  const { predict, terms } = fitPolynomial(data, { from: 1, to: 2, degree: 0 });
  const [one, other] = predict(Float64Array.of(77));
  assertEquals(terms, 1);
  assertAlmostEquals(one, 2, 1e-12);
  assertAlmostEquals(other, 3, 1e-12);
});

Deno.test("fitPolynomial() of degree 1 is the line of least squares", () => {
  const value = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(fc.property(fc.array(value, { minLength: 12, maxLength: 12 }), (values) => {
    const inputs = Float64Array.from({ length: 12 }, (_, i) => i);
    const outputs = Float64Array.from(values);
    const fitted = fitPolynomial({ inputs, outputs }, { from: 1, to: 1, degree: 1 })
      .predict(inputs);
    const residuals = outputs.map((y, i) => y - fitted[i]);
    assertAlmostEquals(residuals.reduce((sum, r) => sum + r, 0), 0, 1e-10);
    assertAlmostEquals(residuals.reduce((sum, r, i) => sum + r * i, 0), 0, 1e-9);
    assertAlmostEquals(fitted[2] - fitted[1], fitted[1] - fitted[0], 1e-11);
  }));
});

Deno.test("fitPolynomial() does not change when inputs are moved and scaled", () => {
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const shift = fc.double({ min: -100, max: 100, noNaN: true });
  const shape = { from: 2, to: 3, degree: 3 };
  const inputs = points(60, { inside: false });
  const outputs = outputsOf(inputs).map((x, i) => x + Math.sin(17 * i));
  const expected = fitPolynomial({ inputs, outputs }, shape).predict(inputs);
  fc.assert(fc.property(scale, shift, (factor, offset) => {
    const moved = inputs.map((x, i) => i % 2 ? x : factor * x + offset);
    const actual = fitPolynomial({ inputs: moved, outputs }, shape).predict(moved);
    assert(largestDifference(actual, expected) < 1e-6);
  }));
});

Deno.test("fitPolynomial() stays close to a smooth map at degree 8 over a rectangle", () => {
  const inputs = points(2000, { inside: false }).map((x) => 1000 + x);
  const outputs = Float64Array.from(
    { length: 2000 },
    (_, i) => Math.sin(2 * inputs[2 * i]) * Math.cos(inputs[2 * i + 1]),
  );
  const map = fitPolynomial({ inputs, outputs }, { from: 2, to: 1, degree: 8 });
  assert(largestDifference(map.predict(inputs), outputs) < 1e-4);
});

Deno.test("fitPolynomial() ignores an input that does not vary", () => {
  const varying = Float64Array.from({ length: 40 }, (_, i) => i / 39);
  const outputs = varying.map((x) => x ** 3);
  const inputs = Float64Array.from({ length: 80 }, (_, i) => i % 2 ? 0.1 : varying[i >> 1]);
  const map = fitPolynomial({ inputs, outputs }, { from: 2, to: 1, degree: 3 });
  assert(largestDifference(map.predict(inputs), outputs) < 1e-12);
  assertAlmostEquals(map.predict(Float64Array.of(0.5, 99))[0], 0.125, 1e-12);
});

Deno.test("fitPolynomial() of one point, and of equal points, is their mean everywhere", () => {
  const shape = { from: 2, to: 1, degree: 4 };
  const one = { inputs: Float64Array.of(1, 2), outputs: Float64Array.of(7) };
  assertAlmostEquals(fitPolynomial(one, shape).predict(Float64Array.of(-5, 9))[0], 7, 1e-12);
  const equal = { inputs: Float64Array.of(1, 2, 1, 2), outputs: Float64Array.of(7, 9) };
  assertAlmostEquals(fitPolynomial(equal, shape).predict(Float64Array.of(-5, 9))[0], 8, 1e-12);
  const zero = { inputs: new Float32Array(6), outputs: new Float32Array(3) };
  assertEquals(fitPolynomial(zero, shape).predict(Float64Array.of(1, 1)), Float64Array.of(0));
});

Deno.test("fitPolynomial() passes through fewer points than terms, tame in between", () => {
  const coordinate = fc.integer({ min: -4, max: 4 });
  const point = fc.tuple(coordinate, coordinate);
  fc.assert(fc.property(
    fc.uniqueArray(point, { minLength: 1, maxLength: 6, selector: ([x, y]) => `${x},${y}` }),
    (corners) => {
      const doubled = [...corners, ...corners];
      const data = {
        inputs: Float64Array.from(doubled.flat()),
        outputs: Float64Array.from(doubled, ([x, y]) => Math.sin(x + 2 * y)),
      };
      const map = fitPolynomial(data, { from: 2, to: 1, degree: 8 });
      assert(largestDifference(map.predict(data.inputs), data.outputs) < 1e-8);
      const middle = [0, 1].map((i) => corners.reduce((sum, p) => sum + p[i], 0) / corners.length);
      assert(Math.abs(map.predict(Float64Array.from(middle))[0]) < 100);
    },
  ));
});

Deno.test("termCount() is the number of monomials", () => {
  assertEquals([termCount(2, 8), termCount(1, 5), termCount(3, 0), termCount(3, 4)], [
    45,
    6,
    1,
    35,
  ]);
  assertThrows(() => termCount(0, 3), RangeError, "from must be a whole number ≥ 1, received 0");
  assertThrows(() => termCount(2, -1), RangeError, "degree must be a whole number ≥ 0");
  assertThrows(() => termCount(2, 1.5), RangeError, "received 1.5");
});

Deno.test("points that make no map are refused", () => {
  const shape = { from: 2, to: 1, degree: 1 };
  const [two, four] = [new Float64Array(2), new Float64Array(4)];
  const none = { inputs: new Float64Array(0), outputs: new Float64Array(0) };
  assertThrows(() => fitPolynomial(none, shape), RangeError, "at least 1, received 0 and 0");
  assertThrows(
    () => fitPolynomial({ inputs: four, outputs: new Float64Array(3) }, shape),
    RangeError,
    "received 2 and 3",
  );
  const odd = { inputs: new Float64Array(3), outputs: two };
  assertThrows(() => fitPolynomial(odd, shape), RangeError, "received 3 numbers");
  const wild = { inputs: four, outputs: Float64Array.of(1, NaN) };
  assertThrows(() => fitPolynomial(wild, shape), RangeError, "the outputs must be finite");
  const map = fitPolynomial({ inputs: four, outputs: two }, shape);
  assertThrows(() => map.predict(Float64Array.of(1, Infinity)), RangeError, "finite");
  assertThrows(() => map.predict(Float64Array.of(1)), RangeError, "2 a point");
  assertEquals(map.predict(new Float64Array(0)).length, 0);
  assertThrows(
    () => fitPolynomial({ inputs: four, outputs: two }, { ...shape, to: 0 }),
    RangeError,
    "to must be",
  );
});
