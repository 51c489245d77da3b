import fc from "fast-check";
import { chooseDegree, crossValidatedR2 } from "../../../lib/measure/latent/regression.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined } from "../defined.ts";

function uniform(count: number, stream = "regression"): Float64Array {
  const random = createRandom(0, stream);
  return Float64Array.from({ length: count }, () => 2 * random.uniform() - 1);
}

function normal(count: number, stream = "regression/noise"): Float64Array {
  const random = createRandom(0, stream);
  return Float64Array.from({ length: count }, () => random.normal());
}

/** Targets of a row-major set of points of the plane. */
function onPlane(inputs: Float64Array, f: (x: number, y: number) => number): Float64Array {
  return Float64Array.from(
    { length: inputs.length / 2 },
    (_, i) => f(inputs[2 * i], inputs[2 * i + 1]),
  );
}

const r2 = (...given: Parameters<typeof crossValidatedR2>) => defined(crossValidatedR2(...given));

Deno.test("crossValidatedR2() of a map within its degree is 1", () => {
  const inputs = uniform(400);
  const line = onPlane(inputs, (x, y) => 3 * x - y + 5);
  assertAlmostEquals(r2({ inputs, targets: line }, { from: 2, degree: 1 }), 1, 1e-12);
  const bent = onPlane(inputs, (x, y) => x * y - y ** 3);
  assertAlmostEquals(r2({ inputs, targets: bent }, { from: 2, degree: 3 }), 1, 1e-12);
});

Deno.test("crossValidatedR2() of a parabola is none when linear, all when quadratic", () => {
  const inputs = uniform(1000);
  const data = { inputs, targets: inputs.map((x) => x * x) };
  const linear = r2(data, { from: 1, degree: 1 });
  assert(linear < 0.01 && linear > -0.05, `${linear}`);
  assertAlmostEquals(r2(data, { from: 1, degree: 2 }), 1, 1e-12);
});

Deno.test("crossValidatedR2() of noise over a line is the share of the line", () => {
  const inputs = uniform(4000);
  const noise = normal(4000);
  // Variances 1/3 and 1/9: the line has 3/4 of the sum.
  const targets = inputs.map((x, i) => x + noise[i] / 3);
  const linear = r2({ inputs, targets }, { from: 1, degree: 1 });
  assertAlmostEquals(linear, 0.75, 0.02);
});

Deno.test("crossValidatedR2() of noise alone does not rise with the degree", () => {
  const data = { inputs: uniform(2 * 150), targets: normal(150) };
  const [low, high] = [1, 8].map((degree) => r2(data, { from: 2, degree }));
  assert(low < 0.05, `${low}`);
  assert(high < low - 0.2, `${high}`);
});

Deno.test("crossValidatedR2() stops at −1 where the fit runs wild", () => {
  const data = { inputs: uniform(2 * 50), targets: normal(50) };
  assertEquals(crossValidatedR2(data, { from: 2, degree: 8 }), -1);
});

Deno.test("crossValidatedR2() leaves one point out where there are fewer points than folds", () => {
  // The mean of the other 4 is off by 5/4 of a point's distance from the mean of all 5.
  const data = { inputs: new Float64Array(5), targets: Float64Array.of(0, 1, 7, 2, -3) };
  assertAlmostEquals(r2(data, { from: 1, degree: 1 }), 1 - (5 / 4) ** 2, 1e-12);
});

Deno.test("crossValidatedR2() of a constant target or a single point has no value", () => {
  const options = { from: 2, degree: 3 };
  const targets = new Float64Array(100).fill(0.1);
  assertEquals(crossValidatedR2({ inputs: uniform(200), targets }, options), null);
  const single = { inputs: uniform(2), targets: Float64Array.of(4) };
  assertEquals(crossValidatedR2(single, options), null);
});

Deno.test("crossValidatedR2() is a value in [−1, 1] whatever the points", () => {
  const value = fc.integer({ min: -3, max: 3 });
  const rows = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 30 });
  fc.assert(fc.property(rows, fc.integer({ min: 0, max: 4 }), (points, degree) => {
    const data = {
      inputs: Float64Array.from(points.flatMap(([x, y]) => [x, y])),
      targets: Float64Array.from(points, ([, , z]) => z),
    };
    const found = crossValidatedR2(data, { from: 2, degree, folds: 3 });
    assert(found === null || (found >= -1 && found <= 1), `${found}`);
  }));
});

Deno.test("crossValidatedR2() does not change when either side is moved and scaled", () => {
  const inputs = uniform(240);
  const noise = normal(120);
  const targets = onPlane(inputs, (x, y) => x * y + x).map((z, i) => z + 0.3 * noise[i]);
  const options = { from: 2, degree: 2 };
  const expected = r2({ inputs, targets }, options);
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const shift = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(fc.property(scale, shift, (factor, offset) => {
    const moved = {
      inputs: inputs.map((x) => offset - factor * x),
      targets: targets.map((z) => factor * z + offset),
    };
    assertAlmostEquals(r2(moved, options), expected, 1e-7);
  }));
});

Deno.test("the split into folds is that of the seed", () => {
  const data = { inputs: uniform(200), targets: normal(100) };
  const of = (seed: number) => r2(data, { from: 2, degree: 2, seed });
  assertEquals(of(3), of(3));
  assert(of(3) !== of(4));
});

Deno.test("crossValidatedR2() has ten folds where none are asked for", () => {
  const data = { inputs: uniform(200), targets: normal(100) };
  const of = (folds?: number) => r2(data, { from: 2, degree: 2, ...(folds && { folds }) });
  assertEquals(of(), of(10));
  assert(of() !== of(5));
});

Deno.test("chooseDegree() takes a higher degree for a term that adds little, if it is there", () => {
  const inputs = uniform(400);
  // Of the sum of squares the fourth power makes less than a thousandth.
  const outputs = inputs.map((x) => x ** 3 + 0.01 * x ** 4);
  assertEquals(chooseDegree({ inputs, outputs }, { from: 1, to: 1, candidates: [2, 3, 4, 5] }), 4);
});

Deno.test("chooseDegree() finds the degree of an exact map, and of one with noise", () => {
  const inputs = uniform(800);
  const noise = normal(800);
  const cubic = Float64Array.from({ length: 800 }, (_, i) => {
    const [x, y] = inputs.subarray(i - i % 2, i - i % 2 + 2);
    return i % 2 ? x ** 3 - y : x * y * y + 2 * x;
  });
  const options = { from: 2, to: 2, candidates: [8, 1, 2, 3, 4, 5] };
  assertEquals(chooseDegree({ inputs, outputs: cubic }, options), 3);
  const noisy = cubic.map((z, i) => z + 0.05 * noise[i]);
  assertEquals(chooseDegree({ inputs, outputs: noisy }, options), 3);
  assertEquals(chooseDegree({ inputs, outputs: noise }, { ...options, candidates: [0, 2, 5] }), 0);
});

Deno.test("chooseDegree() of constant outputs is the lowest candidate", () => {
  const data = { inputs: uniform(200), outputs: new Float64Array(100).fill(0.1) };
  assertEquals(chooseDegree(data, { from: 2, to: 1, candidates: [4, 2, 3] }), 2);
});

Deno.test("chooseDegree() leaves out degrees with more terms than a third of the points", () => {
  const inputs = uniform(50);
  const data = { inputs, outputs: inputs.map((x) => x ** 5) };
  const options = { from: 1, to: 1, candidates: [1, 5] };
  assertEquals(chooseDegree(data, options), 5);
  const first = (count: number) => ({
    inputs: inputs.subarray(0, count),
    outputs: data.outputs.subarray(0, count),
  });
  // 5 folds of 22 points leave 17 to fit to, and 6 terms need 18.
  assertEquals(chooseDegree(first(22), options), 1);
  assertEquals(chooseDegree(first(23), options), 5);
  assertEquals(chooseDegree(first(1), { ...options, candidates: [5, 3] }), 3);
});

Deno.test("points and options that cannot be cross-validated are refused", () => {
  const data = { inputs: uniform(20), targets: normal(10) };
  const options = { from: 2, degree: 1 };
  assertThrows(
    () => crossValidatedR2({ ...data, targets: normal(9) }, options),
    RangeError,
    "received 20 and 9",
  );
  assertThrows(
    () => crossValidatedR2({ inputs: uniform(0), targets: normal(0) }, options),
    RangeError,
    "N ≥ 1",
  );
  assertThrows(() => crossValidatedR2(data, { ...options, folds: 1 }), RangeError, "received 1");
  assertThrows(() => crossValidatedR2(data, { ...options, degree: -1 }), RangeError, "degree");
  assertThrows(() => crossValidatedR2(data, { ...options, seed: -1 }), RangeError, "seed");
  const wild = { inputs: data.inputs.map((x, i) => i ? x : NaN), targets: data.targets };
  assertThrows(() => crossValidatedR2(wild, options), RangeError, "finite");
  assertThrows(
    () =>
      chooseDegree({ inputs: data.inputs, outputs: data.targets }, {
        from: 2,
        to: 1,
        candidates: [],
      }),
    RangeError,
    "at least 1 candidate",
  );
});
