import fc from "fast-check";
import { holeWidth } from "../../../lib/measure/latent/hole_width.ts";
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** An ellipse of half axes p and q, the longer one at the given angle, in the last two of three latents. */
function ellipse([p, q]: readonly [number, number], turned: number, diameters: number) {
  return Float64Array.from(
    Array.from({ length: 2 * diameters }, (_, k) => {
      const angle = Math.PI * k / diameters;
      const [x, y] = [p * Math.cos(angle - turned), q * Math.sin(angle - turned)];
      return [7, x, y];
    }).flat(),
  );
}

Deno.test("holeWidth() of an ellipse is its axes, the narrow one across the long one", () => {
  const { narrowest, widest, direction } = holeWidth(ellipse([3, 0.5], 0, 24), { latents: 3 });
  assertAlmostEquals(narrowest, 1, 1e-12);
  assertAlmostEquals(widest, 6, 1e-12);
  assertAlmostEquals(direction, Math.PI / 2, 1e-12);
  const turned = holeWidth(ellipse([3, 0.5], Math.PI / 4, 24), { latents: 3 });
  assertAlmostEquals(turned.direction, 3 * Math.PI / 4, 1e-12);
});

Deno.test("holeWidth() of a circle is its diameter everywhere", () => {
  for (const diameters of [1, 2, 24]) {
    const { narrowest, mean, widest } = holeWidth(ellipse([2, 2], 0, diameters), { latents: 3 });
    for (const width of [narrowest, mean, widest]) assertAlmostEquals(width, 4, 1e-12);
  }
});

Deno.test("a bent loop is narrower than a flat one", () => {
  // The ends of the diameter at 90° are lifted to one point above the middle.
  const bent = Float64Array.of(1, 0, 0, 0, 0, 1, -1, 0, 0, 0, 0, 1);
  const { narrowest, mean, direction } = holeWidth(bent, { latents: 3 });
  assertEquals([narrowest, mean, direction], [0, 1, Math.PI / 2]);
});

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });

Deno.test("the widths stay under a shift and a rotation, and grow with the codes", () => {
  const loops = fc.array(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 8 })
    .chain((half) =>
      fc.array(fc.tuple(coordinate, coordinate), { minLength: half.length, maxLength: half.length })
        .map((other) => [...half, ...other])
    );
  fc.assert(fc.property(loops, coordinate, coordinate, (loop, angle, shift) => {
    const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
    const moved = loop.flatMap(([x, y]) => [
      3 * (cosine * x - sine * y) + shift,
      3 * (sine * x + cosine * y) - shift,
    ]);
    const one = holeWidth(Float64Array.from(loop.flat()), { latents: 2 });
    const other = holeWidth(Float64Array.from(moved), { latents: 2 });
    assertAlmostEquals(other.narrowest, 3 * one.narrowest, 1e-9);
    assertAlmostEquals(other.mean, 3 * one.mean, 1e-9);
    assertAlmostEquals(other.widest, 3 * one.widest, 1e-9);
  }));
});

Deno.test("holeWidth() refuses an odd number of codes, and codes that are no numbers", () => {
  assertThrows(() => holeWidth(new Float64Array(9), { latents: 3 }), RangeError);
  assertThrows(() => holeWidth(new Float64Array(0), { latents: 3 }), RangeError);
  assertThrows(() => holeWidth(Float64Array.of(0, NaN), { latents: 1 }), RangeError);
});
