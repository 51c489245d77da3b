import fc from "fast-check";
import { splitPoints } from "../../lib/dataset/split.ts";
import { UsageError } from "../../lib/errors.ts";
import {
  createRandom,
  insideHole,
  parseHole,
  PUBLISHED_HOLE,
  samplePoints,
} from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "../assert.ts";

const draw = (count: number, seed = 0) => samplePoints(count, createRandom(seed, "points"));
const all = (...lists: Uint32Array[]) => lists.flatMap((list) => [...list]).sort((a, b) => a - b);

Deno.test("splitPoints() matches the published counts within what chance allows", () => {
  const { full, punctured, validation, validationInHole } = splitPoints(draw(5000), {
    hole: PUBLISHED_HOLE,
    validation: 0.1,
    seed: 0,
  });
  assertEquals([full.length, validation.length + validationInHole.length], [4500, 500]);
  // 471 expected of 5000, standard deviation 21.
  assertAlmostEquals(5000 - punctured.length - validation.length, 471, 100);
});

Deno.test("splitPoints() keeps every set what its name says", () => {
  const holes = ["none", "disc:1.25,1,0.3", "disc:1.25,1,0.6", "strip:a,0.5,0.9", "box:1,2,0,1"];
  fc.assert(fc.property(
    fc.integer({ min: 40, max: 300 }),
    fc.nat({ max: 1000 }),
    fc.constantFrom(...holes),
    fc.constantFrom(0.05, 0.1, 0.5),
    (count, seed, text, validation) => {
      const points = draw(count, seed);
      const hole = parseHole(text);
      const inside = (index: number) => insideHole(hole, points[index]);
      // Few validation points may all lie in the hole, which must then be refused.
      const whole = splitPoints(points, { hole: parseHole("none"), validation, seed });
      if (whole.validation.every(inside) || whole.full.every(inside)) {
        assertThrows(
          () => splitPoints(points, { hole, validation, seed }),
          UsageError,
          "leaves no",
        );
        return;
      }
      const sets = splitPoints(points, { hole, validation, seed });
      const indices = Array.from({ length: count }, (_, i) => i);
      assertEquals(all(sets.full, sets.validation, sets.validationInHole), indices);
      assertEquals(sets.punctured, sets.full.filter((index) => !inside(index)));
      assertEquals(sets.control.length, sets.punctured.length);
      assertEquals(all(sets.control), [...sets.control]);
      const full = new Set(sets.full);
      assertEquals(new Set(sets.control).size, sets.control.length);
      assert(sets.control.every((index) => full.has(index)));
      assert(!sets.validation.some(inside) && sets.validationInHole.every(inside));
    },
  ));
});

Deno.test("splitPoints() shares the validation points among all holes", () => {
  const points = draw(1000);
  const chosen = ["none", "disc:1.25,1,0.3", "disc:1.25,1,0.7", "strip:b,1,2"].map((text) => {
    const sets = splitPoints(points, { hole: parseHole(text), validation: 0.1, seed: 4 });
    return all(sets.validation, sets.validationInHole);
  });
  for (const others of chosen) assertEquals(others, chosen[0]);
});

Deno.test("splitPoints() drops control points at random, in and out of the hole alike", () => {
  const points = draw(5000);
  const { full, control, punctured } = splitPoints(points, {
    hole: parseHole("disc:1.25,1,0.6"),
    validation: 0.1,
    seed: 0,
  });
  const share = (list: Uint32Array) =>
    list.filter((index) => points[index].a > 1.25).length / list.length;
  assertAlmostEquals(share(control), share(full), 0.02);
  const hidden = full.filter((index) => !punctured.includes(index));
  const kept = new Set(control);
  const left = hidden.filter((index) => kept.has(index)).length / hidden.length;
  assertAlmostEquals(left, control.length / full.length, 0.05);
});

Deno.test("splitPoints() drops for a larger hole all that it drops for a smaller one", () => {
  const points = draw(1000);
  const [small, large] = ["disc:1.25,1,0.3", "disc:1.25,1,0.6"].map((text) =>
    splitPoints(points, { hole: parseHole(text), validation: 0.1, seed: 0 }).control
  );
  const kept = new Set(small);
  assert(large.length < small.length && large.every((index) => kept.has(index)));
});

Deno.test("splitPoints() changes with the seed", () => {
  const points = draw(200);
  const split = (seed: number) =>
    splitPoints(points, { hole: PUBLISHED_HOLE, validation: 0.1, seed });
  assert(split(0).validation.join() !== split(1).validation.join());
  assert(split(0).control.join() !== split(1).control.join());
});

Deno.test("splitPoints() refuses a hole that leaves nothing to train or to validate on", () => {
  const split = (count: number, text: string) => () =>
    splitPoints(draw(count), { hole: parseHole(text), validation: 0.1, seed: 0 });
  assertThrows(split(100, "box:0,3,0,3"), UsageError, "leaves no training image of 100 points");
  assertThrows(split(1, "none"), UsageError, "leaves no training image");
  // One validation point, which a hole of nearly everything holds while some training is left.
  assertThrows(split(10, "box:0,1.9,0,3"), UsageError, "leaves no");
});
