import { createHash } from "node:crypto";
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
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

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

Deno.test("splitPoints() leaves points in the hole, fewer among more, and as many to the control", () => {
  fc.assert(fc.property(
    fc.integer({ min: 80, max: 300 }),
    fc.nat({ max: 1000 }),
    fc.nat({ max: 20 }),
    fc.nat({ max: 20 }),
    (count, seed, one, other) => {
      const points = draw(count, seed);
      const hole = parseHole("disc:1.25,1,0.6");
      const split = (leak?: number) => splitPoints(points, { hole, validation: 0.1, leak, seed });
      const inside = (index: number) => insideHole(hole, points[index]);
      const none = split();
      assertEquals(split(0), none);
      const within = none.full.length - none.punctured.length;
      const [few, many] = [one, other].sort((a, b) => a - b).map((k) => Math.min(k, within));
      const [less, more] = [split(few), split(many)];
      const leaked = (set: Uint32Array) => [...set].filter(inside);
      assertEquals([less, more].map((sets) => leaked(sets.punctured).length), [few, many]);
      const kept = new Set(leaked(more.punctured));
      assert(leaked(less.punctured).every((index) => kept.has(index)));
      for (const sets of [less, more]) {
        assertEquals([...sets.punctured].filter((i) => !inside(i)), [...none.punctured]);
        assertEquals(sets.control.length, sets.punctured.length);
        assertEquals([sets.full, sets.validation], [none.full, none.validation]);
      }
      assertThrows(() => split(within + 1), UsageError, `leak must be at most the ${within} train`);
      assertEquals(split(within).punctured, none.full);
    },
  ));
});

Deno.test("splitPoints() leaves every copy of a point in the hole, or none", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 10 }),
    fc.nat({ max: 1000 }),
    (leak, seed) => {
      const own = draw(120, seed);
      const points = [...own, ...own];
      const hole = parseHole("disc:1.25,1,0.6");
      const { punctured } = splitPoints(points, { hole, validation: 0.1, leak, seed });
      const has = new Set(punctured);
      assertEquals(
        own.map((_, n) => has.has(n + own.length)),
        own.map((_, n) => has.has(n)),
      );
      assert([...punctured].some((index) => insideHole(hole, points[index])));
    },
  ));
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

/** Points of which some stand several times, in random order. */
const repeating = fc.record({
  seed: fc.nat({ max: 1000 }),
  copies: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 30, maxLength: 90 }),
}).map(({ seed, copies }) => {
  const rows = draw(copies.length, seed).flatMap((point, i) => Array(copies[i]).fill(point));
  return [...createRandom(seed, "rows").permutation(rows.length)].map((i) => rows[i]);
});

const nameOf = ({ a, b }: { a: number; b: number }) => `${a} ${b}`;

/** Splits points; a case that is refused, as few points may be, is none that a property is tried on. */
function splitOrSkip(...given: Parameters<typeof splitPoints>): ReturnType<typeof splitPoints> {
  try {
    return splitPoints(...given);
  } catch (error) {
    fc.pre(!(error instanceof UsageError));
    throw error;
  }
}

Deno.test("splitPoints() keeps copies of a point on one side of every split", () => {
  fc.assert(fc.property(
    repeating,
    fc.constantFrom("none", "disc:1.25,1,0.3", "strip:a,0.5,0.9"),
    (points, text) => {
      const hole = parseHole(text);
      const sets = splitOrSkip(points, { hole, validation: 0.4, seed: 3 });
      const names = (list: Uint32Array) => new Set([...list].map((i) => nameOf(points[i])));
      const distinct = new Set(points.map(nameOf));
      const [full, control] = [names(sets.full), names(sets.control)];
      const held = names(sets.validation).union(names(sets.validationInHole));
      assertEquals(full.isDisjointFrom(held), true);
      assertEquals(full.size + held.size, distinct.size);
      assertEquals(held.size, Math.round(0.4 * distinct.size));
      // What the control misses is in it as no copy, and it misses as much as the hole removes.
      const missed = sets.full.filter((index) => !sets.control.includes(index));
      assertEquals(names(missed).isDisjointFrom(control), true);
      assertEquals(sets.control.length, sets.punctured.length);
      assertEquals(control.size, names(sets.punctured).size);
      const all = [sets.full, sets.validation, sets.validationInHole];
      assertEquals(all.reduce((sum, list) => sum + list.length, 0), points.length);
    },
  ));
});

Deno.test("splitPoints() drops copies for a larger hole that it drops for a smaller one", () => {
  const points = draw(400).flatMap((point, i) => Array(1 + i % 3).fill(point));
  const [small, large] = ["disc:1.25,1,0.3", "disc:1.25,1,0.6"].map((text) =>
    splitPoints(points, { hole: parseHole(text), validation: 0.1, seed: 0 }).control
  );
  const kept = new Set(small);
  assert(large.length < small.length && large.every((index) => kept.has(index)));
});

Deno.test("splitPoints() refuses too few distinct points", () => {
  const copies = (count: number) => Array(count).fill({ a: 1, b: 1 });
  const split = (points: { a: number; b: number }[], hole = "none") => () =>
    splitPoints(points, { hole: parseHole(hole), validation: 0.1, seed: 0 });
  assertThrows(split(copies(200)), UsageError, "200 points (1 distinct, 1 of them for validation)");
  assert([1, 150].includes(split([...copies(150), ...draw(1)])().full.length));
  // Of 40 points only one stands three times, and the hole removes it.
  const centre = Array(3).fill({ a: 1.25, b: 1 });
  const outside = draw(400).filter(({ a }) => a < 0.9).slice(0, 40);
  const sets = [0, 1, 2, 3, 4].map((seed) => () =>
    splitPoints([...outside, ...centre], { hole: PUBLISHED_HOLE, validation: 0.1, seed })
  );
  const refused = sets.filter((split) => {
    try {
      return split().validationInHole.length < 3;
    } catch (error) {
      assert(error instanceof UsageError);
      return !error.message.includes("could only miss the same ones");
    }
  });
  assertEquals(refused, []);
});

Deno.test("splitPoints() gives points that do not repeat the sets that it always gave", () => {
  const hash = createHash("sha256");
  for (const text of ["none", "disc:1.25,1,0.3", "strip:b,1,2"]) {
    for (const seed of [0, 7]) {
      const hole = parseHole(text);
      const sets = splitPoints(draw(700, seed), { hole, validation: 0.1, seed });
      const { full, punctured, control, validation, validationInHole } = sets;
      for (const list of [full, punctured, control, validation, validationInHole]) {
        hash.update(new Uint8Array(list.buffer, list.byteOffset, list.byteLength));
      }
    }
  }
  assertEquals(
    hash.digest("hex"),
    "13787dc216bb06cb11c36aebaab1e56fd802731060c00c629857ccb22469e5df",
  );
});
