import fc from "fast-check";
import { edgeDistance, holeDistance } from "../../lib/space/distance.ts";
import { chordThrough } from "../../lib/space/chord.ts";
import { insideHole, parseHole, sampleHole } from "../../lib/space/hole.ts";
import { createRandom } from "../../lib/random.ts";
import { type Point, SPACE } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const HOLES = [
  "disc:1.25,1,0.3",
  "disc:0.6,1.8,0.5",
  "strip:a,1.1,1.4",
  "strip:b,1.6,2",
  "box:1.2,2,1.2,2",
  "box:1,1.5,0.5,1.5",
].map((text) => parseHole(text));

const points = fc.record({
  a: fc.double({ min: SPACE.a[0], max: SPACE.a[1], noNaN: true }),
  b: fc.double({ min: SPACE.b[0], max: SPACE.b[1], noNaN: true }),
});

Deno.test("holeDistance() is negative exactly inside the hole", () => {
  fc.assert(fc.property(fc.constantFrom(...HOLES), points, (hole, point) => {
    const distance = holeDistance(hole, point);
    assert(insideHole(hole, point) ? distance <= 0 : distance > 0);
  }));
});

Deno.test("holeDistance() changes by no more than the step", () => {
  fc.assert(fc.property(fc.constantFrom(...HOLES), points, points, (hole, one, other) => {
    const step = Math.hypot(one.a - other.a, one.b - other.b);
    const change = Math.abs(holeDistance(hole, one) - holeDistance(hole, other));
    assert(change <= step + 1e-12);
  }));
});

Deno.test("holeDistance() of known points", () => {
  const at = (text: string, a: number, b: number) => holeDistance(parseHole(text), { a, b });
  assertAlmostEquals(at("disc:1.25,1,0.3", 1.25, 1.5), 0.2, 1e-12);
  assertAlmostEquals(at("strip:a,1.1,1.4", 1.2, 0), -0.1, 1e-12);
  // Beyond b = 2 nothing was trained on: the only edge is the lower one.
  assertAlmostEquals(at("strip:b,1.6,2", 1, 2), -0.4, 1e-12);
  assertAlmostEquals(at("box:1.2,2,1.2,2", 0.9, 0.8), 0.5, 1e-12);
  assertAlmostEquals(at("box:1.2,2,1.2,2", 1.9, 1.3), -0.1, 1e-12);
  assertEquals(at("none", 1, 1), Infinity);
});

Deno.test("edgeDistance() is the distance to the nearest of the four edges", () => {
  assertAlmostEquals(edgeDistance({ a: 0.6, b: 1 }), 0.1, 1e-12);
  assertAlmostEquals(edgeDistance({ a: 1.25, b: 1.95 }), 0.05, 1e-12);
  assertEquals(edgeDistance({ a: 2, b: 1 }) + 0, 0);
  assert(edgeDistance({ a: 2.5, b: 1 }) < 0);
});

Deno.test("chordThrough() ends just outside the hole, in the space, on a line through the point", () => {
  for (const hole of HOLES) {
    for (const point of sampleHole(hole, { count: 50, random: createRandom(0, "chord") })) {
      const chord = chordThrough(hole, point)!;
      const { ends, share } = chord;
      for (const end of ends) {
        assert(!insideHole(hole, end), JSON.stringify({ hole, point, end }));
        const distance = holeDistance(hole, end);
        assert(distance > 0 && distance < 1e-4, `${distance}`);
        assert(end.a === point.a || end.b === point.b);
      }
      if (ends.length === 2) {
        const along = (axis: keyof Point) =>
          ends[0][axis] + share * (ends[1][axis] - ends[0][axis]);
        assertAlmostEquals(along("a"), point.a, 1e-9);
        assertAlmostEquals(along("b"), point.b, 1e-9);
      } else assertEquals(share, 1);
    }
  }
});

Deno.test("chordThrough() takes the shorter way across, whichever axis it runs along", () => {
  for (const [text, axis] of [["box:1,1.2,0.5,1.5", "a"], ["box:0.8,1.8,1,1.2", "b"]] as const) {
    const { ends, share } = chordThrough(parseHole(text), { a: 1.05, b: 1.05 })!;
    const across = ends.map((end) => end[axis]);
    assertAlmostEquals(across[0], 1, 1e-5, text);
    assertAlmostEquals(across[1], 1.2, 1e-5, text);
    assertAlmostEquals(share, 0.25, 1e-4, text);
  }
  // A long way through is taken before a short one that the edge of the space cuts off.
  const { ends } = chordThrough(parseHole("box:0.5,0.7,0.5,1.5"), { a: 0.6, b: 1 })!;
  assertEquals([ends.length, ends[0].a], [2, 0.6]);
});

Deno.test("chordThrough() has one end where the hole reaches the edge of the space, or none", () => {
  assertEquals(chordThrough(parseHole("strip:b,1.6,2"), { a: 1, b: 1.8 })!.ends.length, 1);
  assertEquals(chordThrough(parseHole("box:0.5,2,0,2"), { a: 1, b: 1.8 }), undefined);
  const outside = () => chordThrough(parseHole("disc:1.25,1,0.3"), { a: 0.5, b: 0 });
  assertThrows(outside, RangeError, "the point must lie in the hole, received (0.5, 0)");
});
