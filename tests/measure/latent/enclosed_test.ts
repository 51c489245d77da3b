import fc from "fast-check";
import { enclosedShare } from "../../../lib/measure/latent/enclosed.ts";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Corners of a polygon on an ellipse around a middle. */
function polygon(
  [x, y]: readonly [number, number],
  [p, q]: readonly [number, number],
  count: number,
) {
  return Float64Array.from(
    Array.from({ length: count }, (_, k) => {
      const angle = 2 * Math.PI * k / count;
      return [x + p * Math.cos(angle), y + q * Math.sin(angle)];
    }).flat(),
  );
}

Deno.test("enclosedShare() of a lattice in an ellipse is the ellipse's share of the area", () => {
  const side = 200;
  const lattice = Float64Array.from(
    Array.from({ length: side ** 2 }, (_, n) => [
      4 * ((n % side) + 0.5) / side - 2,
      4 * (Math.floor(n / side) + 0.5) / side - 2,
    ]).flat(),
  );
  assertAlmostEquals(
    enclosedShare(lattice, polygon([0, 0], [1.5, 1], 400)),
    Math.PI * 1.5 / 16,
    2e-3,
  );
  // A polygon that leads around the same area the other way round has it inside too.
  const turned = polygon([0, 0], [1.5, -1], 400);
  assertAlmostEquals(enclosedShare(lattice, turned), Math.PI * 1.5 / 16, 2e-3);
});

Deno.test("a bay of the line is outside", () => {
  // A square with a notch from above.
  const notched = Float64Array.of(0, 0, 4, 0, 4, 4, 3, 4, 3, 1, 1, 1, 1, 4, 0, 4);
  assertEquals(enclosedShare(Float64Array.of(2, 3), notched), 0);
  assertEquals(enclosedShare(Float64Array.of(2, 0.5, 0.5, 3, 3.5, 3, 5, 3), notched), 3 / 4);
});

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });

Deno.test("points nearer to the middle than the nearest edge are inside, those beyond the corners are not", () => {
  const corners = fc.integer({ min: 3, max: 40 });
  const angles = fc.double({ min: 0, max: 7, noNaN: true });
  fc.assert(
    fc.property(coordinate, coordinate, corners, angles, (x, y, corners, angle) => {
      const loop = polygon([x, y], [2, 2], corners);
      const near = 0.99 * 2 * Math.cos(Math.PI / corners);
      const at = (distance: number) =>
        Float64Array.of(x + distance * Math.cos(angle), y + distance * Math.sin(angle));
      assertEquals(enclosedShare(at(near), loop), 1);
      assertEquals(enclosedShare(at(2.02), loop), 0);
    }),
  );
});

Deno.test("enclosedShare() refuses what is no line, no point or no number", () => {
  const square = Float64Array.of(0, 0, 2, 0, 2, 2, 0, 2);
  assertThrows(() => enclosedShare(new Float64Array(0), square), RangeError);
  assertThrows(() => enclosedShare(Float64Array.of(1, NaN), square), RangeError);
  assertThrows(() => enclosedShare(Float64Array.of(1, 1), square.slice(0, 4)), RangeError);
  assertThrows(() => enclosedShare(Float64Array.of(1, 1, 1), square), RangeError);
});
