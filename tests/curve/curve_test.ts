import fc from "fast-check";
import { curvePoints, radius } from "../../lib/curve/curve.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const points = fc.record({
  a: fc.double({ min: 0.5, max: 2, noNaN: true }),
  b: fc.double({ min: 0, max: 2, noNaN: true }),
});

Deno.test("radius() has five maxima a + b and five minima a − b, which may be negative", () => {
  const point = { a: 0.5, b: 2 };
  for (let k = 0; k < 5; k++) {
    assertAlmostEquals(radius(2 * Math.PI * k / 5, point), 2.5, 1e-12);
    assertAlmostEquals(radius(2 * Math.PI * (k + 0.5) / 5, point), -1.5, 1e-12);
  }
});

Deno.test("curvePoints() is a circle of radius a where b = 0, from −π to π", () => {
  const xy = curvePoints({ a: 1.5, b: 0 });
  assertEquals(xy.length, 1000);
  for (let i = 0; i < 500; i++) {
    assertAlmostEquals(Math.hypot(xy[2 * i], xy[2 * i + 1]), 1.5, 1e-12);
    const angle = Math.atan2(xy[2 * i + 1], xy[2 * i]);
    if (i > 0 && i < 499) assertAlmostEquals(angle, -Math.PI + 2 * Math.PI * i / 499, 1e-12);
  }
});

Deno.test("curvePoints() closes the curve and is symmetric about the x axis", () => {
  fc.assert(fc.property(points, (point) => {
    const xy = curvePoints(point);
    for (let i = 0; i < 500; i++) {
      assertAlmostEquals(xy[2 * i], xy[2 * (499 - i)], 1e-12);
      assertAlmostEquals(xy[2 * i + 1], -xy[2 * (499 - i) + 1], 1e-12);
    }
    assertAlmostEquals(xy[0], xy[998], 1e-12);
    assertAlmostEquals(xy[1], xy[999], 1e-12);
  }));
});

Deno.test("curvePoints() keeps the sign of the radius: it goes through the origin", () => {
  // R(π) = a − b < 0, so that the point at angle π lies on the positive side of the x axis.
  const [x, y] = curvePoints({ a: 0.5, b: 2 });
  assertAlmostEquals(x, 1.5, 1e-12);
  assertAlmostEquals(y, 0, 1e-12);
});

Deno.test("curvePoints() takes the number of samples, at least two", () => {
  assertEquals(curvePoints({ a: 1, b: 1 }, { samples: 2 }).length, 4);
  for (const samples of [1, 0, 2.5, NaN]) {
    assertThrows(() => curvePoints({ a: 1, b: 1 }, { samples }), RangeError, "samples must be");
  }
  const { message } = assertThrows(() => curvePoints({ a: NaN, b: 1 }), RangeError);
  assert(message.includes("(NaN, 1)"));
});
