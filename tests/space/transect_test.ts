import { UsageError } from "../../lib/errors.ts";
import { parseTransect, PUBLISHED_TRANSECTS, transectPoints } from "../../lib/space/transect.ts";
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
