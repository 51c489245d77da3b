import fc from "fast-check";
import { lineCurvature } from "../../../lib/measure/latent/curvature.ts";
import { polyline } from "../../../lib/measure/latent/polyline.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Part of a circle of radius 2 in a plane that is oblique to two axes. */
function arc(count: number, radians: number): Float64Array {
  return Float64Array.from(
    Array.from({ length: count }, (_, i) => {
      const angle = radians * i / (count - 1);
      return [2 * Math.cos(angle) * 0.6, 2 * Math.cos(angle) * 0.8, 2 * Math.sin(angle)];
    }).flat(),
  );
}

Deno.test("polyline() of an arc of n points turns by its angle less one step's", () => {
  for (const count of [3, 15, 100]) {
    for (const radians of [0.5, Math.PI, 6]) {
      const { turn, length, chord } = polyline(arc(count, radians), { latents: 3 });
      const step = radians / (count - 1);
      assertAlmostEquals(turn, radians - step, 1e-9);
      assertAlmostEquals(length, (count - 1) * 4 * Math.sin(step / 2), 1e-9);
      assertAlmostEquals(chord, 4 * Math.abs(Math.sin(radians / 2)), 1e-9);
    }
  }
});

Deno.test("polyline() of a straight line turns by nothing, and back by π", () => {
  const there = polyline(Float64Array.of(0, 0, 1, 2, 5, 10), { latents: 2 });
  assertAlmostEquals(there.turn, 0, 1e-12);
  assertAlmostEquals(there.length, there.chord);
  const back = polyline(Float64Array.of(0, 0, 1, 2, 0, 0), { latents: 2 });
  assertAlmostEquals(back.turn, Math.PI, 1e-12);
  assertEquals(back.chord, 0);
});

Deno.test("polyline() leaves out segments of no length, and one point is nothing", () => {
  const still = polyline(Float64Array.of(0, 0, 3, 0, 3, 0, 3, 4), { latents: 2 });
  assertAlmostEquals(still.turn, Math.PI / 2);
  assertEquals(still.length, 7);
  assertEquals(polyline(Float64Array.of(1, 2), { latents: 2 }), { length: 0, chord: 0, turn: 0 });
});

const coordinate = fc.double({ min: -10, max: 10, noNaN: true });
const codes = fc.array(fc.tuple(coordinate, coordinate, coordinate), {
  minLength: 3,
  maxLength: 15,
});

Deno.test("the turn and the ratio stay under a rotation, a shift and a scaling", () => {
  fc.assert(fc.property(codes, fc.double({ min: 0.1, max: 5, noNaN: true }), (rows, scale) => {
    // Points that nearly coincide have a direction of rounding alone.
    const apart = rows.slice(1).every((row, i) =>
      Math.hypot(...row.map((x, k) => x - rows[i][k])) > 1e-3
    );
    fc.pre(apart);
    const angle = 0.7;
    const moved = rows.map(([x, y, z]) => [
      scale * (Math.cos(angle) * x - Math.sin(angle) * z) + 3,
      scale * y - 1,
      scale * (Math.sin(angle) * x + Math.cos(angle) * z),
    ]);
    const one = polyline(Float64Array.from(rows.flat()), { latents: 3 });
    const other = polyline(Float64Array.from(moved.flat()), { latents: 3 });
    assertAlmostEquals(one.turn, other.turn, 1e-6);
    assertAlmostEquals(one.length * scale, other.length, 1e-6);
    assertAlmostEquals(one.chord * scale, other.chord, 1e-6);
    assert(one.chord <= one.length + 1e-9);
  }));
});

Deno.test("length over chord is that of lineCurvature()", () => {
  const points = arc(15, 2);
  const { length, chord } = polyline(points, { latents: 3 });
  assertAlmostEquals(length / chord, lineCurvature(points, { latents: 3 }).arcOverChord, 1e-12);
});

Deno.test("polyline() refuses codes that are none", () => {
  assertThrows(() => polyline(new Float64Array(), { latents: 3 }), RangeError);
  assertThrows(() => polyline(Float64Array.of(1, 2), { latents: 3 }), RangeError);
  assertThrows(() => polyline(Float64Array.of(1, NaN), { latents: 2 }), RangeError, "finite");
});
