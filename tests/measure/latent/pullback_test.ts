import fc from "fast-check";
import { pullbackMetric, volumeElement } from "../../../lib/measure/latent/pullback.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const component = fc.double({ min: -3, max: 3, noNaN: true });
const vector = fc.tuple(component, component, component);
/** Jacobians of a decoder from 3 latents to 5 pixels. */
const jacobians = fc.array(fc.array(component, { minLength: 5, maxLength: 5 }), {
  minLength: 3,
  maxLength: 3,
}).map((columns) => columns.map((column) => Float64Array.from(column)));

function cross(one: readonly number[], other: readonly number[]): number[] {
  return [0, 1, 2].map((i) => {
    const [j, k] = [(i + 1) % 3, (i + 2) % 3];
    return one[j] * other[k] - one[k] * other[j];
  });
}

/** Σ columnᵢ vᵢ: the image's change by a step v. */
function push(jacobian: readonly Float64Array[], step: readonly number[]): number[] {
  return Array.from(
    jacobian[0],
    (_, pixel) => jacobian.reduce((sum, column, i) => sum + column[pixel] * step[i], 0),
  );
}

function area(one: readonly number[], other: readonly number[]): number {
  const dot = (u: readonly number[], v: readonly number[]) =>
    u.reduce((sum, x, i) => sum + x * v[i], 0);
  return Math.sqrt(Math.max(0, dot(one, one) * dot(other, other) - dot(one, other) ** 2));
}

Deno.test("pullbackMetric() of a linear decoder is JᵀJ", () => {
  const jacobian = [Float32Array.of(1, 2, 0, 0), Float32Array.of(0, 1, 1, 0)];
  assertEquals(pullbackMetric(jacobian, { latents: 2 }), [[5, 2], [2, 2]]);
});

Deno.test("pullbackMetric() measures a step by the change of the image", () => {
  fc.assert(fc.property(jacobians, vector, (jacobian, step) => {
    const metric = pullbackMetric(jacobian, { latents: 3 });
    const squared = metric.reduce(
      (sum, row, i) => sum + step[i] * row.reduce((total, g, j) => total + g * step[j], 0),
      0,
    );
    const change = push(jacobian, step).reduce((sum, x) => sum + x * x, 0);
    assertAlmostEquals(squared, change, 1e-9 * (1 + change));
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < i; j++) assertEquals(metric[i][j], metric[j][i]);
    }
  }));
});

Deno.test("volumeElement() of a decoder that keeps lengths is 1 in every plane", () => {
  const identity = pullbackMetric([
    Float64Array.of(0, 1, 0, 0),
    Float64Array.of(0.6, 0, 0.8, 0),
    Float64Array.of(-0.8, 0, 0.6, 0),
  ], { latents: 3 });
  fc.assert(fc.property(vector, vector, (one, other) => {
    fc.pre(Math.hypot(...cross(one, other)) > 0.01);
    assertAlmostEquals(volumeElement(identity, [one, other]), 1, 1e-9);
  }));
});

Deno.test("volumeElement() is the area of two images over the area of the two steps", () => {
  fc.assert(fc.property(jacobians, vector, vector, (jacobian, one, other) => {
    const codes = Math.hypot(...cross(one, other));
    fc.pre(codes > 0.1);
    const expected = area(push(jacobian, one), push(jacobian, other)) / codes;
    const metric = pullbackMetric(jacobian, { latents: 3 });
    assertAlmostEquals(volumeElement(metric, [one, other]), expected, 1e-5 * (1 + expected));
  }));
});

Deno.test("volumeElement() leaves out what the decoder does across the plane", () => {
  const metric = [[4, 0, 0], [0, 9, 0], [0, 0, 1e6]];
  assertAlmostEquals(volumeElement(metric, [[5, 0, 0], [7, 0.1, 0]]), 6, 1e-9);
  assertAlmostEquals(volumeElement(metric, [[1, 0, 0], [0, 0, -1]]), 2000, 1e-6);
  // A plane that leans by 45°: half of 9 and half of 4 across it, and 1 along.
  const tilted = volumeElement([[4, 0, 0], [0, 9, 0], [0, 0, 1]], [[1, 1, 0], [0, 0, 2]]);
  assertAlmostEquals(tilted, Math.sqrt(6.5), 1e-12);
});

Deno.test("volumeElement() grows by s² when the images are scaled by s", () => {
  const scale = fc.double({ min: 0.1, max: 10, noNaN: true });
  fc.assert(fc.property(jacobians, vector, vector, scale, (jacobian, one, other, s) => {
    const at = (factor: number) =>
      volumeElement(
        pullbackMetric(jacobian.map((column) => column.map((x) => factor * x)), { latents: 3 }),
        [one, other],
      );
    assertAlmostEquals(at(s), s ** 2 * at(1), 1e-5 * (1 + s ** 2));
  }));
});

Deno.test("volumeElement() does not change when the latent space is rotated", () => {
  const angle = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(jacobians, vector, vector, angle, (jacobian, one, other, radians) => {
    fc.pre(Math.hypot(...cross(one, other)) > 0.1);
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const rotate = ([x, y, z]: readonly number[]) => [cos * x - sin * y, sin * x + cos * y, z];
    // The decoder of rotated codes: the columns turn with them.
    const rotated = [
      jacobian[0].map((x, i) => cos * x - sin * jacobian[1][i]),
      jacobian[0].map((x, i) => sin * x + cos * jacobian[1][i]),
      jacobian[2],
    ];
    const before = volumeElement(pullbackMetric(jacobian, { latents: 3 }), [one, other]);
    const after = volumeElement(pullbackMetric(rotated, { latents: 3 }), [
      rotate(one),
      rotate(other),
    ]);
    assertAlmostEquals(after, before, 1e-5 * (1 + before));
  }));
});

Deno.test("volumeElement() is 0 without a plane, and where the decoder is flat", () => {
  const metric = [[2, 1, 0], [1, 2, 0], [0, 0, 1]];
  assertEquals(volumeElement(metric, [[1, 2, 3], [-2, -4, -6]]), 0);
  assertEquals(volumeElement(metric, [[0.1, 0.2, 0.3], [0.3, 0.6, 0.9]]), 0);
  assertEquals(volumeElement(metric, [[0, 0, 0], [1, 0, 0]]), 0);
  assertEquals(volumeElement(metric, [[1, 0, 0], [0, 0, 0]]), 0);
  assertEquals(volumeElement([[3]], [[1], [2]]), 0);
  const flat = [[1, 1], [1, 1]];
  assertAlmostEquals(volumeElement(flat, [[1, 0], [0, 1]]), 0, 1e-7);
  assertEquals(volumeElement([[0, 0], [0, 0]], [[1, 0], [0, 1]]), 0);
});

Deno.test("volumeElement() holds for nearly parallel vectors, long or short", () => {
  const metric = [[4, 1, 0], [1, 9, 2], [0, 2, 5]];
  const expected = volumeElement(metric, [[1, 0, 0], [0, 1, 0]]);
  assertAlmostEquals(expected, Math.sqrt(35), 1e-12);
  assertAlmostEquals(volumeElement(metric, [[1e-9, 0, 0], [1e9, 1e3, 0]]), expected, 1e-9);
  assert(volumeElement(metric, [Float32Array.of(1, 0, 0), Float32Array.of(1, 1e-6, 0)]) > 5.9);
});

Deno.test("Jacobians and metrics that do not fit are refused", () => {
  const column = Float64Array.of(1, 2);
  assertThrows(() => pullbackMetric([column], { latents: 2 }), RangeError, "2 columns");
  assertThrows(() => pullbackMetric([], { latents: 0 }), RangeError, "0 columns");
  assertThrows(
    () => pullbackMetric([column, Float64Array.of(1)], { latents: 2 }),
    RangeError,
    "columns of 2, 1",
  );
  assertThrows(
    () => pullbackMetric([Float64Array.of(NaN)], { latents: 1 }),
    RangeError,
    "finite",
  );
  assertThrows(() => volumeElement([[1, 0]], [[1], [1]]), RangeError, "D × D");
  assertThrows(() => volumeElement([[1]], [[1], [1, 2]]), RangeError, "D finite numbers");
  assertThrows(() => volumeElement([], [[], []]), RangeError, "D × D");
  assertThrows(() => volumeElement([[NaN]], [[1], [1]]), RangeError, "finite");
});
