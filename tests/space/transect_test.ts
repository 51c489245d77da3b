import { UsageError } from "../../lib/errors.ts";
import {
  axisBeyond,
  parseTransect,
  PUBLISHED_TRANSECTS,
  transectPoints,
  transectPointsAround,
} from "../../lib/space/transect.ts";
import { inSpace } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

Deno.test("the published transects all cross the hole's centre at the eighth of 15 points", () => {
  for (const transect of PUBLISHED_TRANSECTS) {
    const points = transectPoints(transect);
    assertEquals(points.length, 15);
    assertAlmostEquals(points[7].a, 1.25, 1e-15);
    assertAlmostEquals(points[7].b, 1, 1e-15);
    assert(points.every(inSpace));
  }
});

Deno.test("transectPoints() is equally spaced and ends exactly at the ends", () => {
  const transect = { name: "t", from: { a: 0.7, b: 0.1 }, to: { a: 1.9, b: 1.3 } };
  const points = transectPoints(transect, 8);
  assertEquals([points[0], points[7]], [transect.from, transect.to]);
  for (let i = 1; i < 8; i++) {
    assertAlmostEquals(points[i].a - points[i - 1].a, 1.2 / 7, 1e-12);
    assertAlmostEquals(points[i].b - points[i - 1].b, 1.2 / 7, 1e-12);
  }
});

Deno.test("transectPoints() rejects fewer than two points", () => {
  for (const count of [1, 0, -3, 2.5, NaN]) {
    assertThrows(() => transectPoints(PUBLISHED_TRANSECTS[0], count), RangeError, "count must be");
  }
});

Deno.test("parseTransect() reads the published names and pairs of end points", () => {
  assertEquals(parseTransect("P2"), PUBLISHED_TRANSECTS[1]);
  assertEquals(parseTransect("0.5,0.0:2,+2"), {
    name: "0.5,0:2,2",
    from: { a: 0.5, b: 0 },
    to: { a: 2, b: 2 },
  });
});

Deno.test("parseTransect() rejects other texts, outside points and equal ends", () => {
  for (
    const text of ["", "P4", "1,1", "1,1:2", "1,1:2,x", "1,1:2,2:3,3", "1,1:2,NaN", "1,1:1,1e"]
  ) {
    assertThrows(() => parseTransect(text), UsageError, "transect must be P1, P2, P3 or");
  }
  assertThrows(() => parseTransect("0,1:1,1"), UsageError, "(0, 1) lies outside the space");
  assertThrows(() => parseTransect("1,1:1,1e999"), UsageError, "lies outside the space");
  assertThrows(() => parseTransect("1,1:1.0,1"), UsageError, "must differ");
});

Deno.test("a walk along a periodic axis may cross its seam, once around at most", () => {
  const around = ["b"] as const;
  const walk = parseTransect("1,1.8:1.5,2.2", { around });
  assertEquals(walk, {
    name: "1,1.8:1.5,2.2",
    from: { a: 1, b: 1.8 },
    to: { a: 1.5, b: 2.2 },
  });
  assertEquals([axisBeyond(walk), axisBeyond(PUBLISHED_TRANSECTS[2])], ["b", undefined]);
  const points = transectPointsAround(walk, { count: 5, periodic: "b" });
  for (const [k, b] of [1.8, 1.9, 2, 0.1, 0.2].entries()) {
    assertAlmostEquals(points[k].b, b, 1e-12);
    assertAlmostEquals(points[k].a, 1 + k / 8, 1e-12);
  }
  // A walk within the range keeps its upper end, which is the lower one's shape.
  for (const periodic of ["b", undefined] as const) {
    const [p1] = PUBLISHED_TRANSECTS;
    assertEquals(transectPointsAround(p1, { count: 15, periodic }), transectPoints(p1));
  }
  assertThrows(() => parseTransect("1,1.8:1,2.2"), UsageError, "(1, 2.2) lies outside the space");
  const refused = (text: string) => () => parseTransect(text, { around });
  assertThrows(refused("1,1.8:2.2,1"), UsageError, "(2.2, 1) lies outside the space");
  assertThrows(refused("1,1.8:1,4.1"), UsageError, "(1, 4.1) lies outside the space");
  assertThrows(refused("1,2.1:1,1"), UsageError, "(1, 2.1) lies outside the space");
  assertThrows(refused("1,1.8:1,-0.2"), UsageError, "(1, -0.2) lies outside the space");
  for (const b of ["0.5", "0.7", "1.3", "2"]) {
    assertEquals(parseTransect(`1,${b}:1,${Number(b) + 2}`, { around }).to.b, Number(b) + 2);
  }
  for (const text of ["1,0:1,4", "1,0.5:1.5,2.6", "1,1.9:1,3.91"]) {
    assertThrows(refused(text), UsageError, "it must lead once around b at most");
  }
  assertThrows(refused("1,2:1,2"), UsageError, "must differ");
});
