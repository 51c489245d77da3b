/** A periodic axis: the plane is a cylinder, and nothing depends on where its seam lies. */

import fc from "fast-check";
import { createRandom } from "../../lib/random.ts";
import { chordThrough } from "../../lib/space/chord.ts";
import { edgeDistance, holeDistance, pointDistance } from "../../lib/space/distance.ts";
import {
  formatHole,
  type Hole,
  holeArea,
  insideHole,
  parseHole,
  sampleHole,
} from "../../lib/space/hole.ts";
import { holeOutline, holeOutlines } from "../../lib/space/outline.ts";
import {
  type Axis,
  copyNear,
  onCircle,
  periodOf,
  wrapped,
  wrappedPoint,
} from "../../lib/space/periodic.ts";
import { inSpace, type Point, SPACE } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const axes = fc.constantFrom<Axis>("a", "b");
const points = fc.record({ a: number(...SPACE.a), b: number(...SPACE.b) });

/** A hole of the plane, before an axis is periodic: none is as wide as the range of a or b. */
const shapes: fc.Arbitrary<Hole> = fc.oneof(
  fc.record({
    kind: fc.constant("disc" as const),
    a: number(...SPACE.a),
    b: number(...SPACE.b),
    radius: number(0.05, 0.7),
  }),
  fc.tuple(axes, number(0, 1), number(0.1, 0.9)).map(([axis, at, width]) => {
    const low = SPACE[axis][0] + at * periodOf(axis);
    return { kind: "strip" as const, axis, low, high: low + width * periodOf(axis) };
  }),
  fc.tuple(number(0, 1), number(0.1, 0.9), number(0, 1), number(0.1, 0.9)).map(([a, w, b, h]) => ({
    kind: "box" as const,
    a: [0.5 + 1.5 * a, 0.5 + 1.5 * (a + w)] as const,
    b: [2 * b, 2 * (b + h)] as const,
  })),
);

/** A hole moved along an axis. */
function moved(hole: Hole, axis: Axis, by: number): Hole {
  switch (hole.kind) {
    case "none":
      return hole;
    case "disc":
      return { ...hole, [axis]: hole[axis] + by };
    case "strip":
      return hole.axis === axis ? { ...hole, low: hole.low + by, high: hole.high + by } : hole;
    case "box":
      return { ...hole, [axis]: hole[axis].map((end) => end + by) };
  }
}

/** A hole with a periodic axis; `undefined` where it lies beside the space along the other one. */
function around(hole: Hole, periodic: Axis): Hole | undefined {
  try {
    return parseHole(formatHole(hole), { periodic });
  } catch {
    return undefined;
  }
}

/** Holes with a periodic axis, and the same moved along it. */
const pairs = fc.tuple(shapes, axes, number(-5, 5)).map(([hole, periodic, by]) => ({
  periodic,
  by,
  hole: around(hole, periodic),
  shifted: around(moved(hole, periodic, by), periodic),
})).filter((pair): pair is { periodic: Axis; by: number; hole: Hole; shifted: Hole } =>
  pair.hole !== undefined && pair.shifted !== undefined
);

const shift = (point: Point, periodic: Axis, by: number) =>
  wrappedPoint({ ...point, [periodic]: point[periodic] + by }, periodic);

Deno.test("wrapped() and copyNear() move a coordinate by whole periods", () => {
  fc.assert(fc.property(axes, number(-50, 50), number(-5, 5), (axis, value, near) => {
    const period = periodOf(axis);
    const turns = (other: number) => (other - value) / period;
    const inside = wrapped(axis, value);
    assert(inside >= SPACE[axis][0] && inside < SPACE[axis][1], `${inside}`);
    assertAlmostEquals(turns(inside), Math.round(turns(inside)), 1e-9);
    assertEquals(wrapped(axis, inside), inside);
    const copy = copyNear(axis, value, near);
    assert(Math.abs(copy - near) <= period / 2 + 1e-9);
    assertAlmostEquals(turns(copy), Math.round(turns(copy)), 1e-9);
    const [cosine, sine] = onCircle(axis, value);
    assertAlmostEquals(cosine, onCircle(axis, copy)[0], 1e-9);
    assertAlmostEquals(sine, onCircle(axis, copy)[1], 1e-9);
  }));
  for (const tiny of [-1e-17, -1e-300, 2 - 1e-16, 2, 4]) {
    assert(wrapped("b", tiny) >= 0 && wrapped("b", tiny) < 2, `${tiny}`);
  }
});

Deno.test("parseHole() brings a hole of a periodic axis into the range, in one spelling", () => {
  const spell = (text: string) => formatHole(parseHole(text, { periodic: "b" }));
  assertEquals(spell("disc:1.25,2.5,0.3"), "disc:1.25,0.5,0.3");
  assertEquals(spell("disc:1.25,2,0.3"), "disc:1.25,0,0.3");
  assertEquals(spell("disc:1.25,-0.5,0.3"), "disc:1.25,1.5,0.3");
  assertEquals(spell("strip:b,-0.2,0.2"), "strip:b,1.8,2.2");
  assertEquals(spell("strip:b,1.8,2.2"), "strip:b,1.8,2.2");
  assertEquals(spell("strip:b,3.8,4.2"), "strip:b,1.8,2.2");
  assertEquals(spell("strip:b,0.5,2.5"), "strip:b,0,2");
  assertEquals(spell("strip:b,-5,5"), "strip:b,0,2");
  assertEquals(spell("strip:a,1,1.4"), "strip:a,1,1.4");
  assertEquals(spell("box:1,1.5,-0.5,0.5"), "box:1,1.5,1.5,2.5");
  assertEquals(parseHole("none", { periodic: "b" }), { kind: "none", periodic: "b" });
  assertEquals(parseHole("disc:1,1,0.5", { periodic: "b" }).periodic, "b");
  assertEquals("periodic" in parseHole("disc:1,1,0.5"), false);
  // Beside the space along the other axis it is refused as ever.
  assertThrows(() => parseHole("disc:3,1,0.5", { periodic: "b" }), Error, "lies outside the space");
  assertThrows(() => parseHole("strip:a,2,3", { periodic: "b" }), Error, "lies outside the space");
  fc.assert(fc.property(pairs, ({ shifted, periodic }) => {
    assertEquals(parseHole(formatHole(shifted), { periodic }), shifted);
  }));
});

Deno.test("a hole moved around a periodic axis contains the moved points, and no others", () => {
  fc.assert(
    fc.property(pairs, points, ({ hole, shifted, periodic, by }, point) => {
      // On the very edge rounding decides.
      if (Math.abs(holeDistance(hole, point)) < 1e-9) return;
      assertEquals(insideHole(shifted, shift(point, periodic, by)), insideHole(hole, point));
      // A point beyond the range is the same point.
      const beyond = { ...point, [periodic]: point[periodic] + 3 * periodOf(periodic) };
      assertEquals(insideHole(hole, beyond), insideHole(hole, point));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("a hole moved around a periodic axis keeps its area, which is that of its points", () => {
  fc.assert(fc.property(pairs, ({ hole, shifted }) => {
    assertAlmostEquals(holeArea(shifted), holeArea(hole), 1e-9);
  }));
  fc.assert(
    fc.property(pairs, ({ shifted }) => {
      const steps = 200;
      const at = ([low, high]: readonly [number, number], i: number) =>
        low + (high - low) * (i + 0.5) / steps;
      let count = 0;
      for (let i = 0; i < steps; i++) {
        for (let j = 0; j < steps; j++) {
          if (insideHole(shifted, { a: at(SPACE.a, i), b: at(SPACE.b, j) })) count++;
        }
      }
      assertAlmostEquals(holeArea(shifted), 3 * count / steps ** 2, 0.035, formatHole(shifted));
    }),
    { numRuns: 30 },
  );
  const wide = (radius: number) =>
    holeArea(parseHole(`disc:1.25,0.1,${radius}`, { periodic: "b" }));
  assertAlmostEquals(wide(0.6), Math.PI * 0.36, 1e-12);
  assertAlmostEquals(wide(100), 3, 1e-12);
});

Deno.test("sampleHole() stays inside a hole across the seam, and in the space", () => {
  fc.assert(fc.property(pairs, fc.nat({ max: 1000 }), ({ shifted }, seed) => {
    const drawn = sampleHole(shifted, { count: 20, random: createRandom(seed, "hole") });
    assert(drawn.every((point) => insideHole(shifted, point) && inSpace(point)));
  }));
  const disc = parseHole("disc:1.25,0,0.4", { periodic: "b" });
  const drawn = sampleHole(disc, { count: 20_000, random: createRandom(1, "hole") });
  // Half on either side of the seam, and uniform: the squared relative radius is.
  assertAlmostEquals(drawn.filter(({ b }) => b < 1).length / drawn.length, 0.5, 0.02);
  const squared = drawn.map((p) => pointDistance({ a: 1.25, b: 0 }, p, "b") ** 2 / 0.16);
  for (const limit of [0.1, 0.5, 0.9]) {
    assertAlmostEquals(squared.filter((value) => value < limit).length / drawn.length, limit, 0.02);
  }
});

Deno.test("distances do not depend on where the seam lies", () => {
  fc.assert(
    fc.property(pairs, points, points, ({ hole, shifted, periodic, by }, one, other) => {
      const [moved, movedOther] = [shift(one, periodic, by), shift(other, periodic, by)];
      assertAlmostEquals(holeDistance(shifted, moved), holeDistance(hole, one), 1e-9);
      assertAlmostEquals(edgeDistance(moved, periodic), edgeDistance(one, periodic), 1e-9);
      const distance = pointDistance(one, other, periodic);
      assertAlmostEquals(pointDistance(moved, movedOther, periodic), distance, 1e-9);
      assert(distance <= pointDistance(one, other) + 1e-12);
      // As everywhere, no distance changes by more than the step.
      const change = Math.abs(holeDistance(hole, one) - holeDistance(hole, other));
      assert(change <= distance + 1e-9, `${change} > ${distance}`);
    }),
    { numRuns: 1000 },
  );
});

Deno.test("holeDistance() is the plain one where the seam lies on the hole's far side", () => {
  fc.assert(fc.property(axes, number(0.1, 0.6), points, (periodic, radius, point) => {
    // Discs around the middle of the space, from which no point is farther by way of the seam.
    const text = `disc:1.25,1,${radius}`;
    const distance = holeDistance(parseHole(text, { periodic }), point);
    assertAlmostEquals(distance, holeDistance(parseHole(text), point), 1e-12);
  }));
  fc.assert(fc.property(number(0.1, 0.6), number(0.1, 0.6), points, (wide, high, point) => {
    const text = `box:${1.25 - wide},${1.25 + wide},${1 - high},${1 + high}`;
    const distance = holeDistance(parseHole(text, { periodic: "b" }), point);
    assertAlmostEquals(distance, holeDistance(parseHole(text), point), 1e-12);
  }));
});

Deno.test("holeDistance() and edgeDistance() of known points of a cylinder", () => {
  const at = (text: string, a: number, b: number) =>
    holeDistance(parseHole(text, { periodic: "b" }), { a, b });
  assertAlmostEquals(at("disc:1.25,0.1,0.3", 1.25, 1.9), -0.1, 1e-12);
  assertAlmostEquals(at("strip:b,1.8,2.2", 1, 0.5), 0.3, 1e-12);
  // Both sides of a strip are edges, also one on the seam.
  assertAlmostEquals(at("strip:b,1.6,2", 1, 1.9), -0.1, 1e-12);
  assertAlmostEquals(at("strip:b,0,0.4", 1, 1.9), 0.1, 1e-12);
  assertEquals(at("strip:b,0,2", 1, 1), -Infinity);
  assertAlmostEquals(edgeDistance({ a: 1.25, b: 1.95 }, "b"), 0.75, 1e-12);
  assertAlmostEquals(edgeDistance({ a: 0.6, b: 1 }, "b"), 0.1, 1e-12);
});

Deno.test("chordThrough() leads across the seam, its ends just outside the hole and in the space", () => {
  const strip = parseHole("strip:b,1.8,2.2", { periodic: "b" });
  for (const [b, share] of [[1.9, 0.25], [0.1, 0.75], [0, 0.5]]) {
    const chord = chordThrough(strip, { a: 1, b })!;
    assertAlmostEquals(chord.ends[0].b, 1.8, 1e-5);
    assertAlmostEquals(chord.ends.at(-1)!.b, 0.2, 1e-5);
    assertAlmostEquals(chord.share, share, 1e-5);
  }
  // An end that the edge of the plane would cut off is there.
  assertEquals(chordThrough(parseHole("strip:b,1.6,2"), { a: 1, b: 1.9 })!.ends.length, 1);
  const closed = parseHole("strip:b,1.6,2", { periodic: "b" });
  assertEquals(chordThrough(closed, { a: 1, b: 1.9 })!.ends.length, 2);
  assertEquals(
    chordThrough(parseHole("strip:b,0,2", { periodic: "b" }), { a: 1, b: 1 }),
    undefined,
  );
  fc.assert(fc.property(pairs, fc.nat({ max: 1000 }), ({ shifted, periodic }, seed) => {
    const [point] = sampleHole(shifted, { count: 1, random: createRandom(seed, "chord") });
    const chord = chordThrough(shifted, point);
    if (chord === undefined) return;
    const { ends, share } = chord;
    for (const end of ends) {
      assert(inSpace(end));
      const distance = holeDistance(shifted, end);
      assert(distance > 0 && distance < 1e-5, `${distance}`);
    }
    if (ends.length === 1) return;
    // The point lies at its share of the way, whichever way round.
    const [from, to] = ends;
    const axis = from.a === point.a && to.a === point.a ? "b" : "a";
    const way = (start: number, end: number) =>
      axis === periodic
        ? wrapped(axis, end - start + SPACE[axis][0]) - SPACE[axis][0]
        : end - start;
    const [whole, part] = [way(from[axis], to[axis]), way(from[axis], point[axis])];
    assertAlmostEquals(part / whole, share, 1e-4);
  }));
});

Deno.test("holeOutlines() has a polygon at either end of the range where the hole crosses the seam", () => {
  const of = (text: string) => holeOutlines(parseHole(text, { periodic: "b" }));
  assertEquals(of("none"), []);
  assertEquals(of("disc:1.25,1,0.3"), [holeOutline(parseHole("disc:1.25,1,0.3"))]);
  assertEquals(of("disc:1.25,0.1,0.3").length, 2);
  assertEquals(of("strip:b,0,0.4").length, 1);
  const [upper, lower] = of("strip:b,1.8,2.2").map((outline) => outline.map(({ b }) => b));
  assertAlmostEquals(Math.min(...upper), 1.8);
  assertAlmostEquals(Math.min(...lower), -0.2);
  assertAlmostEquals(Math.max(...lower), 0.2);
});
