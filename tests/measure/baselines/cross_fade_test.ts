import fc from "fast-check";
import { crossFade, crossFadeWalk } from "../../../lib/measure/baselines/cross_fade.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const f32 = (...values: number[]) => Float32Array.from(values);
const pixel = fc.float({ min: 0, max: 1, noNaN: true });
const pair = fc.array(fc.tuple(pixel, pixel), { minLength: 1, maxLength: 8 })
  .map((pixels) => [f32(...pixels.map(([x]) => x)), f32(...pixels.map(([, y]) => y))] as const);
const share = fc.double({ min: 0, max: 1, noNaN: true });

Deno.test("crossFade() weighs the second image with the share", () => {
  assertEquals(crossFade(f32(0, 1, 0.5), f32(1, 1, 0), 0.25), f32(0.25, 1, 0.375));
});

Deno.test("crossFade() starts at the first image and ends at the second, exactly", () => {
  fc.assert(fc.property(pair, ([from, to]) => {
    assertEquals(crossFade(from, to, 0), from);
    assertEquals(crossFade(from, to, 1), to);
  }));
});

Deno.test("crossFade() stays between the two images, and does not care which comes first", () => {
  fc.assert(fc.property(pair, share, ([from, to], weight) => {
    const [there, back] = [crossFade(from, to, weight), crossFade(to, from, 1 - weight)];
    there.forEach((value, i) => {
      assert(value >= Math.min(from[i], to[i]) && value <= Math.max(from[i], to[i]));
      assertAlmostEquals(value, back[i], 1e-7);
    });
  }));
});

Deno.test("crossFade() refuses images of different lengths and shares outside [0, 1]", () => {
  assertThrows(() => crossFade(f32(0), f32(0, 1), 0.5), RangeError, "1 and 2");
  assertThrows(() => crossFade(f32(), f32(), 0.5), RangeError, "> 0");
  for (const wrong of [-0.1, 1.1, NaN]) {
    assertThrows(() => crossFade(f32(0), f32(1), wrong), RangeError, `received ${wrong}`);
  }
});

Deno.test("crossFadeWalk() fades by step number between the images beside the hole", () => {
  const images = f32(0, 1, 0.2, 0.8, 9, 9, 9, 9, 9, 9, 1, 0);
  const inside = [false, false, true, true, true, false];
  const walk = crossFadeWalk(images, inside, { pixels: 2 });
  const expected = [0, 1, 0.2, 0.8, 0.4, 0.6, 0.6, 0.4, 0.8, 0.2, 1, 0];
  expected.forEach((value, i) => assertAlmostEquals(walk[i], value, 1e-7));
  assertEquals(images[4], 9, "the images given must stay as they are");
});

Deno.test("crossFadeWalk() treats each hole on the way by itself", () => {
  const inside = [false, true, false, true, true, false];
  const walk = crossFadeWalk(f32(0, 9, 0.5, 9, 9, 0.125), inside, { pixels: 1 });
  assertEquals(walk, f32(0, 0.25, 0.5, 0.375, 0.25, 0.125));
});

Deno.test("crossFadeWalk() repeats the one neighbour of a hole at an end of the transect", () => {
  const inside = [true, true, false, false, true];
  const walk = crossFadeWalk(f32(9, 9, 0.1, 0.7, 9), inside, { pixels: 1 });
  assertEquals(walk, f32(0.1, 0.1, 0.1, 0.7, 0.7));
});

Deno.test("crossFadeWalk() never looks at an image inside the hole, and keeps those outside", () => {
  const step = fc.tuple(pixel, pixel, fc.boolean());
  fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 15 }), (steps) => {
    const inside = steps.map(([, , hidden]) => hidden);
    fc.pre(inside.includes(false));
    const images = f32(...steps.flatMap(([x, y, hidden]) => hidden ? [NaN, NaN] : [x, y]));
    const walk = crossFadeWalk(images, inside, { pixels: 2 });
    walk.forEach((value, i) => {
      assert(value >= 0 && value <= 1);
      if (!inside[Math.floor(i / 2)]) assertEquals(value, images[i]);
    });
  }));
});

Deno.test("crossFadeWalk() of a straight line in pixel space rebuilds the line", () => {
  const line = Float32Array.from({ length: 9 }, (_, i) => i / 8);
  const inside = Array.from(line, (_, i) => i > 1 && i < 7);
  assertEquals(crossFadeWalk(line, inside, { pixels: 1 }), line);
});

Deno.test("crossFadeWalk() refuses a transect that never leaves the hole, and odd lengths", () => {
  const pixels = 1;
  assertThrows(
    () => crossFadeWalk(f32(0, 1), [true, true], { pixels }),
    RangeError,
    "received 2 inside",
  );
  assertThrows(() => crossFadeWalk(f32(0, 1), [false], { pixels }), RangeError, "2 numbers, N = 1");
  assertThrows(() => crossFadeWalk(f32(), [], { pixels }), RangeError, "N = 0");
  assertThrows(() => crossFadeWalk(f32(), [false], { pixels: 0 }), RangeError, "P = 0");
});
