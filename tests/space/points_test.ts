import fc from "fast-check";
import { createRandom } from "../../lib/random.ts";
import { lattice, samplePoints } from "../../lib/space/points.ts";
import { inSpace, SPACE } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("inSpace() takes the edges in and leaves NaN out", () => {
  assert(inSpace({ a: 0.5, b: 0 }) && inSpace({ a: 2, b: 2 }));
  for (const point of [{ a: 0.49, b: 1 }, { a: 1, b: 2.1 }, { a: NaN, b: 1 }, { a: 1, b: NaN }]) {
    assert(!inSpace(point));
  }
});

Deno.test("samplePoints() is uniform over the space", () => {
  const points = samplePoints(20_000, createRandom(0, "points"));
  assert(points.every(inSpace));
  const mean = (f: (p: { a: number; b: number }) => number) =>
    points.reduce((sum, point) => sum + f(point), 0) / points.length;
  assertAlmostEquals(mean(({ a }) => a), 1.25, 0.02);
  assertAlmostEquals(mean(({ b }) => b), 1, 0.025);
  assertAlmostEquals(mean(({ a }) => (a - 1.25) ** 2), 1.5 ** 2 / 12, 0.006);
  assertAlmostEquals(mean(({ b }) => (b - 1) ** 2), 2 ** 2 / 12, 0.01);
  assertAlmostEquals(mean(({ a, b }) => (a - 1.25) * (b - 1)), 0, 0.01);
});

Deno.test("samplePoints() of a longer draw begins with the shorter one", () => {
  const draw = (count: number) => samplePoints(count, createRandom(5, "points"));
  assertEquals(draw(100).slice(0, 30), draw(30));
});

Deno.test("lattice() runs along a in each row, edges included", () => {
  assertEquals(lattice(2, 3), [
    { a: 0.5, b: 0 },
    { a: 1.25, b: 0 },
    { a: 2, b: 0 },
    { a: 0.5, b: 2 },
    { a: 1.25, b: 2 },
    { a: 2, b: 2 },
  ]);
  assertEquals(lattice(1, 1), [{ a: 1.25, b: 1 }]);
  assertEquals(lattice().length, 100);
});

Deno.test("lattice() stays in the space and meets its corners for any size", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }), (r, c) => {
      const points = lattice(r, c);
      assert(points.every(inSpace));
      assertEquals(points[0], { a: SPACE.a[0], b: SPACE.b[0] });
      assertEquals(points[r * c - 1], { a: SPACE.a[1], b: SPACE.b[1] });
    }),
  );
});

Deno.test("samplePoints() and lattice() reject a count that is no whole number from 1", () => {
  for (const count of [0, -1, 1.5, NaN]) {
    assertThrows(() => samplePoints(count, createRandom(0, "x")), RangeError, "count must be");
    assertThrows(() => lattice(count), RangeError, "rows must be");
    assertThrows(() => lattice(1, count), RangeError, "columns must be");
  }
});
