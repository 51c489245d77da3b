import { FAMILIES, type FamilyName, parameterTitle } from "../../lib/curve/family.ts";
import { curvePoints } from "../../lib/curve/curve.ts";
import { formatHole, inSpace, SPACE } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

Deno.test("parameterTitle() names a parameter as an axis does", () => {
  assertEquals(parameterTitle("a"), "a: mean radius (axis units)");
  assertEquals(parameterTitle("b", { unit: false }), "b: petal amplitude");
});

Deno.test("each family's hole and transects lie in its space", () => {
  for (const name of Object.keys(FAMILIES) as FamilyName[]) {
    const { hole, transects, parameters } = FAMILIES[name];
    assertEquals([parameters.a.range, parameters.b.range], [SPACE.a, SPACE.b], name);
    assert(transects.every(({ from, to }) => inSpace(from) && inSpace(to)), name);
    assert(formatHole(hole) !== "none", name);
  }
  assertEquals(formatHole(FAMILIES.rose.hole), "disc:1.25,1,0.3");
});

Deno.test("a rose has as many petals as its entry says, and turns into itself by one of them", () => {
  const { petals, radius } = FAMILIES.rose;
  const point = { a: 0.7, b: 1.6 };
  const at = (k: number) => radius(2 * Math.PI * k / 1000, point);
  const tops = Array.from({ length: 1000 }, (_, k) => k)
    .filter((k) => at(k) >= at(k - 1) && at(k) > at(k + 1));
  assertEquals(tops.length, petals);
  assertAlmostEquals(radius(0.3 + 2 * Math.PI / petals, point), radius(0.3, point), 1e-12);
  // The curve is drawn from this radius.
  const xy = curvePoints(point, 1001);
  assertAlmostEquals(Math.hypot(xy[2 * 400], xy[2 * 400 + 1]), Math.abs(at(-100)), 1e-12);
});
