import fc from "fast-check";
import { UsageError } from "../../lib/errors.ts";
import { createRandom } from "../../lib/random.ts";
import {
  canonicalHole,
  formatHole,
  type Hole,
  holeArea,
  insideHole,
  parseHole,
  PUBLISHED_HOLE,
  sampleHole,
} from "../../lib/space/hole.ts";
import { holeDistance } from "../../lib/space/distance.ts";
import { inSpace, SPACE } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });

/** Any text of the language with plausible numbers; some name holes beside the space. */
const texts = fc.oneof(
  fc.constant("none"),
  fc.tuple(number(-1, 4), number(-1, 4), number(0.01, 3)).map((n) => `disc:${n.join()}`),
  fc.tuple(fc.constantFrom("a", "b"), number(-1, 2), number(0.01, 3))
    .map(([axis, low, width]) => `strip:${axis},${low},${low + width}`),
  fc.tuple(number(-1, 2), number(0.01, 3), number(-1, 2), number(0.01, 3))
    .map(([a, w, b, h]) => `box:${a},${a + w},${b},${b + h}`),
);

/** The holes among them that meet the space. */
const holes = texts.map((text): Hole | undefined => {
  try {
    return parseHole(text);
  } catch {
    return undefined;
  }
}).filter((hole) => hole !== undefined);

function meanOverGrid(inside: (point: { a: number; b: number }) => boolean, steps = 400): number {
  const at = ([low, high]: readonly [number, number], i: number) =>
    low + (high - low) * (i + 0.5) / steps;
  let count = 0;
  for (let i = 0; i < steps; i++) {
    for (let j = 0; j < steps; j++) {
      if (inside({ a: at(SPACE.a, i), b: at(SPACE.b, j) })) count++;
    }
  }
  return count / steps ** 2;
}

Deno.test("parseHole() reads every kind", () => {
  assertEquals(parseHole("none"), { kind: "none" });
  assertEquals(parseHole("disc:1.25,1,0.3"), PUBLISHED_HOLE);
  assertEquals(parseHole("strip:a,1,1.5"), { kind: "strip", axis: "a", low: 1, high: 1.5 });
  assertEquals(parseHole("strip:b,.5,1e0"), { kind: "strip", axis: "b", low: 0.5, high: 1 });
  assertEquals(parseHole("box:1,2,0,1"), { kind: "box", a: [1, 2], b: [0, 1] });
});

Deno.test("parseHole() rejects a disc of radius 0, less, or not a number", () => {
  for (const radius of ["0", "-0.1", "-0"]) {
    assertThrows(() => parseHole(`disc:1,1,${radius}`), UsageError, "the radius must be > 0");
  }
  for (const radius of ["NaN", "Infinity", "1e999", "", " 1", "0x1", "1_0"]) {
    assertThrows(() => parseHole(`disc:1,1,${radius}`), UsageError, "is no finite number");
  }
});

Deno.test("parseHole() rejects an empty range", () => {
  for (const text of ["strip:a,1,1", "strip:b,2,1", "box:1,1,0,1", "box:1,2,1,0"]) {
    assertThrows(() => parseHole(text), UsageError, "must be < the upper end");
  }
});

Deno.test("parseHole() rejects what is not in the language, in one line that shows it", () => {
  const wrong = ["", "nothing", "none:", "none,1", "disc", "disc,1,1,1", "strip:c,0,1", "strip:a"];
  for (const text of [...wrong, "box:1,2", "disc:1,1", "disc:1,1,1,1", "Disc:1,1,1", "none\n"]) {
    const { message } = assertThrows(() => parseHole(text), UsageError, "hole must be none, disc:");
    assert(message.includes(JSON.stringify(text)) && !message.includes("\n"), message);
  }
});

Deno.test("parseHole() rejects a hole beside the space, or one that only touches it", () => {
  const beside = [
    "disc:3,1,0.5",
    "disc:3,1,1",
    "disc:2.3,2.4,0.499",
    "strip:a,2,3",
    "strip:b,-2,0",
  ];
  for (const text of [...beside, "strip:a,7,8", "box:0,0.5,0,1", "box:1,2,2.5,3"]) {
    assertThrows(() => parseHole(text), UsageError, "lies outside the space");
  }
  for (const text of ["disc:3,1,1.001", "disc:2.3,2.4,0.501", "strip:a,1.99,3", "box:0,0.51,0,1"]) {
    parseHole(text);
  }
});

Deno.test("formatHole() writes one canonical text that parseHole() reads back", () => {
  assertEquals(formatHole(parseHole("disc:1.250,+1.0,.3e0")), "disc:1.25,1,0.3");
  assertEquals(formatHole(parseHole("strip:b,-0,1")), "strip:b,0,1");
  fc.assert(fc.property(holes, (hole) => assertEquals(parseHole(formatHole(hole)), hole)));
});

Deno.test("canonicalHole() gives equal parts of the space one text", () => {
  const spell = (text: string, periodic?: "b") =>
    formatHole(canonicalHole(parseHole(text, { periodic })));
  for (const low of [0.5, 0.3, 0, -7]) {
    assertEquals(spell(`strip:a,${low},1`), "strip:a,0.5,1");
    assertEquals(spell(`box:${low},1,1.5,${2 - low + 0.5}`), "box:0.5,1,1.5,2");
    assertEquals(spell(`box:${low},2,1,1.5`), "strip:b,1,1.5");
  }
  assertEquals(spell("box:1,1.5,-1,3"), "strip:a,1,1.5");
  // A disc has its whole circle for an edge, and a periodic axis has no edge.
  assertEquals(spell("disc:0.2,1,0.5"), "disc:0.2,1,0.5");
  assertEquals(spell("strip:b,1.8,2.2", "b"), "strip:b,1.8,2.2");
  assertEquals(spell("box:0,3,1.8,2.2", "b"), "strip:b,1.8,2.2");
  assertEquals(spell("box:0,1,1.8,2.2", "b"), "box:0.5,1,1.8,2.2");
  assertEquals(spell("box:1,1.5,-3,3", "b"), "strip:a,1,1.5");
  assertEquals(spell("strip:a,0,1", "b"), "strip:a,0.5,1");
});

Deno.test("canonicalHole() changes no hole within the space, nor the distance to its edge", () => {
  const place = fc.tuple(number(SPACE.a[0], SPACE.a[1]), number(SPACE.b[0], SPACE.b[1]))
    .map(([a, b]) => ({ a, b }));
  fc.assert(
    fc.property(texts, fc.constantFrom(undefined, "a", "b"), place, (text, periodic, point) => {
      let hole: Hole;
      try {
        hole = parseHole(text, { periodic });
      } catch {
        return;
      }
      const spelled = canonicalHole(hole);
      assertEquals(parseHole(formatHole(spelled), { periodic }), spelled);
      assertEquals(canonicalHole(spelled), spelled);
      assertEquals(insideHole(spelled, point), insideHole(hole, point));
      assertEquals(holeDistance(spelled, point), holeDistance(hole, point));
      assertEquals(holeArea(spelled), holeArea(hole));
      const drawn = (from: Hole) => {
        try {
          return sampleHole(from, { count: 3, random: createRandom(0, "hole") });
        } catch (error) {
          return (error as Error).name;
        }
      };
      assertEquals(drawn(spelled), drawn(hole));
    }),
    { numRuns: 1000 },
  );
});

Deno.test("insideHole() counts the edge of every kind as inside", () => {
  const disc = parseHole("disc:1,1,0.5");
  assert(insideHole(disc, { a: 1.5, b: 1 }) && insideHole(disc, { a: 1.3, b: 1.4 }));
  assert(!insideHole(disc, { a: 1.5000001, b: 1 }) && !insideHole(disc, { a: 1.31, b: 1.4 }));
  const strip = parseHole("strip:b,0.5,1");
  assert(insideHole(strip, { a: 0.5, b: 0.5 }) && insideHole(strip, { a: 2, b: 1 }));
  assert(!insideHole(strip, { a: 1, b: 1.0001 }));
  const box = parseHole("box:1,1.5,0.5,1");
  assert(insideHole(box, { a: 1.5, b: 0.5 }) && !insideHole(box, { a: 1.6, b: 0.7 }));
  assert(!insideHole({ kind: "none" }, { a: 1, b: 1 }));
});

Deno.test("holeArea() of the published hole removes 471 of 5000 points on average", () => {
  assertAlmostEquals(holeArea(PUBLISHED_HOLE), Math.PI * 0.09, 1e-12);
  assertEquals(Math.round(5000 * holeArea(PUBLISHED_HOLE) / 3), 471);
});

Deno.test("holeArea() knows half and quarter discs, strips, boxes and the whole space", () => {
  assertEquals(holeArea({ kind: "none" }), 0);
  assertAlmostEquals(holeArea(parseHole("disc:0.5,1,0.4")), Math.PI * 0.16 / 2, 1e-12);
  assertAlmostEquals(holeArea(parseHole("disc:1,2,0.4")), Math.PI * 0.16 / 2, 1e-12);
  assertAlmostEquals(holeArea(parseHole("disc:2,0,0.4")), Math.PI * 0.16 / 4, 1e-12);
  assertAlmostEquals(holeArea(parseHole("disc:1,1,100")), 3, 1e-12);
  assertAlmostEquals(holeArea(parseHole("strip:a,1.5,9")), 1, 1e-12);
  assertAlmostEquals(holeArea(parseHole("box:1,1.5,-1,1")), 0.5, 1e-12);
});

Deno.test("holeArea() agrees with counting points of a fine grid", () => {
  fc.assert(
    fc.property(holes, (hole) => {
      const counted = 3 * meanOverGrid((point) => insideHole(hole, point), 200);
      assertAlmostEquals(holeArea(hole), counted, 0.035, formatHole(hole));
    }),
    { numRuns: 60 },
  );
});

Deno.test("sampleHole() draws points in the hole and in the space only", () => {
  fc.assert(fc.property(holes, fc.nat({ max: 1000 }), (hole, seed) => {
    if (hole.kind === "none") return;
    const points = sampleHole(hole, { count: 20, random: createRandom(seed, "hole") });
    assertEquals(points.length, 20);
    assert(points.every((point) => insideHole(hole, point) && inSpace(point)), formatHole(hole));
  }));
});

Deno.test("sampleHole() is uniform over a disc, even over a sliver that the corner leaves", () => {
  const random = createRandom(1, "hole");
  const disc = sampleHole(PUBLISHED_HOLE, { count: 20_000, random });
  const squared = disc.map(({ a, b }) => ((a - 1.25) ** 2 + (b - 1) ** 2) / 0.09);
  // The squared relative radius of a uniform point is uniform on [0, 1].
  for (const limit of [0.1, 0.5, 0.9]) {
    const share = squared.filter((value) => value < limit).length / squared.length;
    assertAlmostEquals(share, limit, 0.02);
  }
  const angles = disc.filter(({ a, b }) => a > 1.25 && b > 1).length / disc.length;
  assertAlmostEquals(angles, 0.25, 0.02);

  const sliver = parseHole("disc:2.7,2.7,0.99");
  const points = sampleHole(sliver, { count: 4000, random });
  const deep = ({ a, b }: { a: number; b: number }) => Math.hypot(a - 2.7, b - 2.7) < 0.9899999;
  assert(points.every((point) => insideHole(sliver, point) && inSpace(point)));
  assert(points.filter(deep).length > 2000);
});

Deno.test("sampleHole() cannot draw from no hole", () => {
  const random = createRandom(0, "hole");
  assertThrows(() => sampleHole({ kind: "none" }, { count: 1, random }), RangeError);
});
