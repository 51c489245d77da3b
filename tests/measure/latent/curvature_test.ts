import fc from "fast-check";
import { lineCurvature } from "../../../lib/measure/latent/curvature.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** A line in three dimensions, sampled at equal steps of t in [0, 1]. */
function line(count: number, at: (t: number) => readonly number[]): Float64Array {
  return Float64Array.from(Array.from({ length: count }, (_, i) => at(i / (count - 1))).flat());
}

/** Part of a circle of radius 2, in a plane that is oblique to all three axes. */
function arc(count: number, radians: number, place = (t: number) => t): Float64Array {
  return line(count, (t) => {
    const [x, y] = [2 * Math.cos(radians * place(t)), 2 * Math.sin(radians * place(t))];
    return [x * 0.6 + 1, x * 0.8 * 0.8 - y * 0.6, x * 0.8 * 0.6 + y * 0.8];
  });
}

function jitter(points: Float64Array, size: number, seed: number): Float64Array {
  const random = createRandom(seed, "curvature/jitter");
  return points.map((x) => x + size * random.normal());
}

function rotate(points: Float64Array, angles: readonly number[]): Float64Array {
  const rotated = points.slice();
  angles.forEach((angle, axis) => {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    for (let start = 0; start < points.length; start += 3) {
      const [one, other] = [start + axis, start + (axis + 1) % 3];
      const [x, y] = [rotated[one], rotated[other]];
      rotated[one] = cos * x - sin * y;
      rotated[other] = sin * x + cos * y;
    }
  });
  return rotated;
}

Deno.test("lineCurvature() of a straight line is 0, 1, 1, also at uneven speed", () => {
  for (const speed of [1, 2, 3]) {
    const points = line(20, (t) => [3 * t ** speed, 1 - t ** speed, 2]);
    const { turning, arcOverChord, straightness } = lineCurvature(points, { latents: 3 });
    assertAlmostEquals(turning, 0, 1e-6);
    assertAlmostEquals(arcOverChord, 1, 1e-12);
    assertAlmostEquals(straightness, 1, 1e-12);
  }
});

Deno.test("lineCurvature() of a quarter and a half circle turns by as much", () => {
  for (const radians of [Math.PI / 4, Math.PI / 2, Math.PI]) {
    for (const count of [9, 15, 60, 200]) {
      const { turning, arcOverChord } = lineCurvature(arc(count, radians), { latents: 3 });
      assertAlmostEquals(turning / radians, 1, 0.005, `${radians} in ${count} points`);
      const step = radians / (count - 1);
      const expected = (count - 1) * Math.sin(step / 2) / Math.sin(radians / 2);
      assertAlmostEquals(arcOverChord, expected, 1e-9);
    }
  }
});

/** Ways along a path from 0 to 1, whose speed falls to 0 at the start, at the end, or at both. */
const SLOW_ENDS: Readonly<Record<string, (t: number) => number>> = {
  "t²": (t) => t ** 2,
  "t³": (t) => t ** 3,
  "t^1.5": (t) => t ** 1.5,
  "1 − (1 − t)²": (t) => 1 - (1 - t) ** 2,
  "sin²": (t) => Math.sin(t * Math.PI / 2) ** 2,
};

Deno.test("lineCurvature() of a quarter, a half and three quarters of a circle, at any density", () => {
  for (const quarters of [1, 2, 3]) {
    for (const count of [15, 16, 21, 40, 60, 200]) {
      const expected = quarters * Math.PI / 2;
      const { turning } = lineCurvature(arc(count, expected), { latents: 3 });
      assertAlmostEquals(turning / expected, 1, 0.001, `${quarters} quarters, ${count} points`);
    }
  }
});

Deno.test("lineCurvature() of an arc does not change where its speed falls to 0 at an end", () => {
  for (const [name, place] of Object.entries(SLOW_ENDS)) {
    for (const quarters of [1, 2, 3]) {
      for (const count of [15, 16, 21, 40, 60, 200]) {
        const expected = quarters * Math.PI / 2;
        const { turning } = lineCurvature(arc(count, expected, place), { latents: 3 });
        const where = `${name}, ${quarters} quarters, ${count} points`;
        assertAlmostEquals(turning / expected, 1, 0.002, where);
      }
    }
  }
});

Deno.test("lineCurvature() of a straight line is 0 where its speed falls to 0 at an end", () => {
  for (const place of Object.values(SLOW_ENDS)) {
    const points = line(21, (t) => [3 * place(t), 1 - place(t), 2]);
    assertAlmostEquals(lineCurvature(points, { latents: 3 }).turning, 0, 1e-6);
  }
});

Deno.test("lineCurvature() of a path with a slow end and jitter stays near its turning", () => {
  const points = arc(21, Math.PI / 2, (t) => t ** 2).map((x) => x / Math.PI);
  const turnings = Array.from(
    { length: 40 },
    (_, seed) => lineCurvature(jitter(points, 0.005, seed), { latents: 3 }).turning,
  );
  const mean = turnings.reduce((sum, turning) => sum + turning, 0) / turnings.length;
  assertAlmostEquals(mean, Math.PI / 2, 0.25);
});

Deno.test("lineCurvature() of a path with a cusp inside turns by π more there", () => {
  // (t², t³): its slope goes from −3/2 to 0 and, after the cusp, from 0 to 3/2.
  const points = line(41, (t) => [(2 * t - 1) ** 2, (2 * t - 1) ** 3, 0]);
  const { turning } = lineCurvature(points, { latents: 3 });
  // Near the cusp the steps of the sum leave out 4·atan(1.5 / 256).
  assertAlmostEquals(turning, 2 * Math.atan(1.5) + Math.PI, 0.025);
});

Deno.test("lineCurvature() of points that repeat along a line is that of the line", () => {
  const points = line(60, (t) => [Math.min(1, Math.max(0, 3 * t - 1)), 0, 1]);
  assertAlmostEquals(lineCurvature(points, { latents: 3 }).turning, 0, 1e-6);
});

Deno.test("lineCurvature() gives the straightness of an arc by its variances", () => {
  // Of a half circle of radius 1: variance 1/2 along the chord and 1/2 − 4/π² across it.
  const { straightness } = lineCurvature(arc(2001, Math.PI), { latents: 3 });
  assertAlmostEquals(straightness, 0.5 / (1 - 4 / Math.PI ** 2), 1e-3);
});

Deno.test("lineCurvature() adds up bends to both sides", () => {
  // The slope of t³ − t goes from 2 to −1 and back.
  const points = line(101, (t) => [2 * t - 1, (2 * t - 1) ** 3 - (2 * t - 1), 0]);
  const { turning } = lineCurvature(points, { latents: 3 });
  assertAlmostEquals(turning, 2 * (Math.atan(2) + Math.atan(1)), 1e-3);
});

Deno.test("lineCurvature() of a line that goes back on itself turns by π", () => {
  const points = line(41, (t) => [t * (1 - t), 2 * t * (1 - t), 0]);
  const { turning, straightness, arcOverChord } = lineCurvature(points, { latents: 3 });
  assertAlmostEquals(turning, Math.PI, 1e-6);
  assertAlmostEquals(straightness, 1, 1e-12);
  assertEquals(arcOverChord, 1e6);
});

Deno.test("lineCurvature() does not take jitter for turning", () => {
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);
  const mean = (points: Float64Array) =>
    seeds.reduce(
      (sum, seed) => sum + lineCurvature(jitter(points, 0.02, seed), { latents: 3 }).turning,
      0,
    ) / seeds.length;
  assert(mean(line(60, (t) => [t, 0, 0])) < 0.05);
  // Length 1 as well.
  const quarter = arc(60, Math.PI / 2).map((x) => x / Math.PI);
  assertAlmostEquals(mean(quarter), Math.PI / 2, 0.1);
});

Deno.test("lineCurvature() does not change with a rotation, a shift or a scaling", () => {
  const angle = fc.double({ min: -3, max: 3, noNaN: true });
  const scale = fc.double({ min: 0.01, max: 100, noNaN: true });
  const seed = fc.integer({ min: 0, max: 1000 });
  fc.assert(fc.property(angle, angle, angle, scale, seed, (one, two, three, factor, seed) => {
    const points = jitter(arc(15, 1 + 0.001 * seed), 0.05, seed);
    const expected = lineCurvature(points, { latents: 3 });
    const moved = rotate(points, [one, two, three]).map((x, i) => factor * (x + i % 3 - 1.5));
    const actual = lineCurvature(moved, { latents: 3 });
    assertAlmostEquals(actual.turning, expected.turning, 1e-7);
    assertAlmostEquals(actual.arcOverChord, expected.arcOverChord, 1e-9);
    assertAlmostEquals(actual.straightness, expected.straightness, 1e-9);
  }));
});

Deno.test("lineCurvature() is the same from either end", () => {
  const rows = fc.array(fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 2, maxLength: 2 }), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(fc.property(rows, (points) => {
    const forth = lineCurvature(Float64Array.from(points.flat()), { latents: 2 });
    const back = lineCurvature(Float64Array.from(points.toReversed().flat()), { latents: 2 });
    assert(Object.values(forth).every(Number.isFinite));
    assert(forth.turning >= 0 && forth.arcOverChord >= 1 && forth.arcOverChord <= 1e6);
    assert(forth.straightness > 0.5 - 1e-9 && forth.straightness <= 1 + 1e-9);
    assertAlmostEquals(back.turning, forth.turning, 1e-6);
    assertAlmostEquals(back.arcOverChord, forth.arcOverChord, 1e-9);
    assertAlmostEquals(back.straightness, forth.straightness, 1e-9);
  }));
});

Deno.test("lineCurvature() of fewer than 3 points, or of equal ones, is straight", () => {
  const straight = { turning: 0, arcOverChord: 1, straightness: 1 };
  assertEquals(lineCurvature(Float64Array.of(1, 2), { latents: 2 }), straight);
  assertEquals(lineCurvature(Float64Array.of(1, 2, 3, 5), { latents: 2 }), straight);
  const equal = Float64Array.from({ length: 30 }, (_, i) => i % 2 ? 0.1 : 0.7);
  assertEquals(lineCurvature(equal, { latents: 2 }), straight);
  assertEquals(lineCurvature(new Float32Array(30), { latents: 3 }), straight);
});

Deno.test("lineCurvature() of three points follows them exactly", () => {
  // c(t) = (t, t(1 − t)·2): its slope goes from 2 to −2.
  const points = Float64Array.of(0, 0, 0.5, 0.5, 1, 0);
  const { turning, arcOverChord } = lineCurvature(points, { latents: 2 });
  assertAlmostEquals(turning, 2 * Math.atan(2), 1e-3);
  assertAlmostEquals(arcOverChord, Math.SQRT2, 1e-12);
});

Deno.test("points that are no line of codes are refused", () => {
  assertThrows(() => lineCurvature(new Float64Array(7), { latents: 3 }), RangeError, "7 numbers");
  assertThrows(() => lineCurvature(new Float64Array(0), { latents: 3 }), RangeError, "0 numbers");
  const wild = Float64Array.of(1, 2, NaN);
  assertThrows(() => lineCurvature(wild, { latents: 1 }), RangeError, "finite");
});
