import fc from "fast-check";
import {
  alignment,
  codeMean,
  correlation,
  covariance,
  directionErrors,
  largestCorrelation,
  offDiagonalPenalty,
  principalAxes,
  publishedPenalty,
} from "../../../lib/measure/mod.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { defined } from "../defined.ts";

/** A grid over the rectangle [−halfA, halfA] × [−halfB, halfB], rotated: as good as uniform. */
function rectangle(halfA: number, halfB: number, { degrees = 0, side = 400 } = {}): Float64Array {
  const codes = new Float64Array(2 * side * side);
  const [cos, sin] = [Math.cos(degrees * Math.PI / 180), Math.sin(degrees * Math.PI / 180)];
  for (let i = 0; i < side * side; i++) {
    const a = halfA * ((2 * (i % side) + 1) / side - 1);
    const b = halfB * ((2 * Math.floor(i / side) + 1) / side - 1);
    codes[2 * i] = cos * a - sin * b;
    codes[2 * i + 1] = sin * a + cos * b;
  }
  return codes;
}

Deno.test("publishedPenalty() prefers the mixed code: 1/4 aligned, 1/6 rotated by 45°", () => {
  assertAlmostEquals(publishedPenalty(rectangle(1, 1), { latents: 2 }), 1 / 4, 1e-4);
  const rotated = rectangle(1, 1, { degrees: 45 });
  assertAlmostEquals(publishedPenalty(rotated, { latents: 2 }), 1 / 6, 1e-4);
});

Deno.test("offDiagonalPenalty() is 0 for an aligned rectangle and largest at 45°", () => {
  const at = (degrees: number) =>
    offDiagonalPenalty(covariance(rectangle(2, 1, { degrees }), { latents: 2 }));
  assertAlmostEquals(at(0), 0, 1e-12);
  // Variances 4/3 and 1/3: the covariance at 45° is half their difference, 1/2, and counts twice.
  assertAlmostEquals(at(45), 0.5, 1e-4);
  assert(at(20) < at(45) && at(20) > at(10));
});

Deno.test("covariance() of a rectangle is its variances on the diagonal, divided by N", () => {
  const matrix = covariance(rectangle(2, 1), { latents: 2 });
  assertAlmostEquals(matrix[0][0], 4 / 3, 1e-4);
  assertAlmostEquals(matrix[1][1], 1 / 3, 1e-4);
  assertEquals(covariance(Float64Array.of(1, 3), { latents: 1 }), [[1]]);
});

Deno.test("principalAxes() finds the rotation of a rectangle", () => {
  for (const degrees of [0, 10, 30, 45, 80]) {
    const codes = rectangle(2, 1, { degrees });
    const axes = principalAxes(covariance(codes, { latents: 2 }));
    assertAlmostEquals(axes[0].angles[0], degrees, 1e-6);
    assertAlmostEquals(axes[0].angles[1], 90 - degrees, 1e-6);
    assertAlmostEquals(axes[0].share, 0.8, 1e-6);
    assertAlmostEquals(axes[1].share, 0.2, 1e-6);
    const { nearest, largestAngle } = alignment(axes);
    assertAlmostEquals(defined(largestAngle), Math.min(degrees, 90 - degrees), 1e-6);
    if (degrees !== 45) assertEquals(nearest[0].latent, degrees < 45 ? 0 : 1);
    assertAlmostEquals(nearest[0].cosine, Math.cos(defined(largestAngle) * Math.PI / 180), 1e-9);
  }
});

Deno.test("principalAxes() are orthonormal and rebuild the covariance", () => {
  const entry = fc.double({ min: -10, max: 10, noNaN: true });
  fc.assert(fc.property(fc.array(entry, { minLength: 30, maxLength: 30 }), (values) => {
    const matrix = covariance(Float64Array.from(values), { latents: 3 });
    const axes = principalAxes(matrix);
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        const dot = axes[i].direction.reduce((s, x, k) => s + x * axes[j].direction[k], 0);
        assertAlmostEquals(dot, i === j ? 1 : 0, 1e-9);
        const rebuilt = axes.reduce(
          (s, { variance, direction }) => s + variance * direction[i] * direction[j],
          0,
        );
        assertAlmostEquals(rebuilt, matrix[i][j], 1e-9);
      }
      assert(axes[i].angles.every((angle) => angle >= 0 && angle <= 90));
      assert(i === 0 || axes[i].variance <= axes[i - 1].variance);
    }
  }));
});

Deno.test("alignment() leaves out the axes that carry next to no variance", () => {
  const axes = principalAxes([[1, 0, 0], [0, 1e-6, 0.9e-6], [0, 0.9e-6, 1e-6]]);
  assertAlmostEquals(defined(alignment(axes).largestAngle), 0, 1e-9);
  assertAlmostEquals(defined(alignment(axes, { minimumShare: 0 }).largestAngle), 45, 1e-6);
  // Next to no variance is less than a hundredth: the middle axis has so much, or half of it.
  const largest = (share: number) =>
    defined(
      alignment(principalAxes([[1, 0, 0], [0, share, 0.9 * share], [0, 0.9 * share, share]]))
        .largestAngle,
    );
  assertAlmostEquals(largest(0.006), 45, 1e-6);
  assertAlmostEquals(largest(0.004), 0, 1e-9);
});

Deno.test("directionErrors() is what the directions of random normal codes stray by", () => {
  const [wide, narrow, count] = [2, 1, 400];
  const squares = Array.from({ length: 300 }, (_, seed) => {
    const random = createRandom(seed, "covariance/direction");
    const codes = Float64Array.from(
      { length: 2 * count },
      (_, i) => Math.sqrt(i % 2 ? narrow : wide) * random.normal(),
    );
    return principalAxes(covariance(codes, { latents: 2 }))[0].angles[0] ** 2;
  });
  const strayed = Math.sqrt(squares.reduce((sum, x) => sum + x, 0) / squares.length);
  const [expected] = directionErrors(principalAxes([[wide, 0], [0, narrow]]), { count });
  // √2 / 20 in radians; the deviation of 300 is good to 4 %.
  assertAlmostEquals(expected, Math.SQRT2 / 20 * 180 / Math.PI, 1e-9);
  assertAlmostEquals(strayed / expected, 1, 0.15);
});

Deno.test("alignment() gives no angle to axes whose variances cannot be told apart", () => {
  const angle = (variances: readonly number[], count?: number) => {
    const matrix = variances.map((value, i) => variances.map((_, j) => i === j ? value : 0));
    return alignment(principalAxes(matrix), { count }).largestAngle;
  };
  assertEquals(angle([1, 1]), null);
  assertEquals(angle([2, 1, 1]), null);
  assertEquals(angle([2, 1]), 0);
  assertEquals(angle([2, 1], 5000), 0);
  assertEquals(angle([2, 1], 50), null);
  assertEquals(angle([1.02, 1], 5000), null);
  assertEquals(angle([1.02, 1], 5_000_000), 0);
  // Axes that carry next to nothing are not looked at, alike as they may be.
  assertEquals(angle([1, 1e-6, 1e-6]), 0);
  assertEquals(angle([0, 0]), null);
});

Deno.test("correlation() does not change when a dimension is moved or scaled", () => {
  const value = fc.double({ min: -3, max: 3, noNaN: true });
  fc.assert(fc.property(fc.array(value, { minLength: 20, maxLength: 20 }), (values) => {
    const codes = Float64Array.from(values);
    const before = correlation(codes, { latents: 2 });
    const deviations = covariance(codes, { latents: 2 }).map((row, i) => Math.sqrt(row[i]));
    fc.pre(Math.min(...deviations) > 0.01);
    const after = correlation(codes.map((x, i) => i % 2 ? x : 5 - 2 * x), { latents: 2 });
    assertAlmostEquals(after[0][1], -before[0][1], 1e-9);
    assertEquals(before[0][0], 1);
    assertAlmostEquals(largestCorrelation(before), Math.abs(before[0][1]), 0);
  }));
});

Deno.test("correlation() of a constant code is 0 off the diagonal, not NaN", () => {
  // 0.1 summed 1000 times is not 100: the mean is off by rounding, and must not count as variance.
  const codes = Float64Array.from({ length: 2000 }, (_, i) => i % 2 ? i : 0.1);
  assertEquals(correlation(codes, { latents: 2 }), [[1, 0], [0, 1]]);
  assertEquals(correlation(Float64Array.of(1, 2, 3), { latents: 3 })[0], [1, 0, 0]);
});

Deno.test("a single latent dimension has no pairs", () => {
  const codes = Float64Array.of(1, 2, 3);
  assertEquals(codeMean(codes, { latents: 1 }), Float64Array.of(2));
  assertEquals(publishedPenalty(codes, { latents: 1 }), 0);
  assertEquals(offDiagonalPenalty(covariance(codes, { latents: 1 })), 0);
  assertEquals(alignment(principalAxes(covariance(codes, { latents: 1 }))).largestAngle, 0);
});

Deno.test("codes that are no N × D array are refused", () => {
  assertThrows(() => covariance(new Float64Array(7), { latents: 3 }), RangeError, "7 numbers");
  assertThrows(() => codeMean(new Float64Array(0), { latents: 3 }), RangeError, "0 numbers");
  assertThrows(() => publishedPenalty(new Float64Array(4), { latents: 0 }), RangeError, "D = 0");
  assertThrows(() => principalAxes([[1, NaN], [NaN, 1]]), RangeError, "finite");
  assertThrows(() => principalAxes([[1, 2]]), RangeError, "square");
});
