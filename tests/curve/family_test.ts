import {
  areUsual,
  DEFAULT_SHAPES,
  FAMILIES,
  type Family,
  FAMILY_NAMES,
  familyOf,
  formulaOf,
  parameterTitle,
  type Shapes,
  shapesSlug,
  usualShapes,
} from "../../lib/curve/family.ts";
import { curvePoints, radius } from "../../lib/curve/curve.ts";
import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { createRandom } from "../../lib/random.ts";
import { lattice, samplePoints } from "../../lib/space/points.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

/** Every kind of shapes that can be asked for. */
const ALL: readonly Shapes[] = FAMILY_NAMES.flatMap((family) => {
  const entry: Family = FAMILIES[family];
  return entry.petals ? entry.petals.map((petals) => ({ family, petals })) : [{ family }];
});

const nameOf = ({ family, petals = 0 }: Shapes) => `${family} ${petals}`;

Deno.test("parameterTitle() names a parameter as an axis does", () => {
  assertEquals(parameterTitle("a"), "a: mean radius (axis units)");
  assertEquals(parameterTitle("b", { unit: false }), "b: petal amplitude");
});

Deno.test("roses of five petals are the study's shapes, and go without saying", () => {
  assertEquals(DEFAULT_SHAPES, { family: "rose", petals: 5 });
  assertEquals(formulaOf(DEFAULT_SHAPES), "R(θ) = b·cos 5θ + a");
  assertEquals(shapesSlug(DEFAULT_SHAPES), []);
  assertEquals(shapesSlug({ family: "rose", petals: 3 }), ["rose3"]);
  assertEquals(ALL.filter(areUsual), [DEFAULT_SHAPES]);
  for (const family of FAMILY_NAMES) {
    assertEquals(usualShapes(family).petals, familyOf(family).petals?.[0], family);
  }
});

Deno.test("each family's shapes are closed and lie within the axes, all over the plane", () => {
  for (const shapes of ALL) {
    for (const point of lattice(21, 16)) {
      const xy = curvePoints(point, { shapes });
      assert(xy.every((value) => Math.abs(value) <= 4), nameOf(shapes));
      assertAlmostEquals(xy[0], xy.at(-2)!, 1e-9, nameOf(shapes));
      assertAlmostEquals(xy[1], xy.at(-1)!, 1e-9, nameOf(shapes));
    }
  }
});

Deno.test("each family's shapes change with a and with b, as its formula's names do", () => {
  for (const shapes of ALL) {
    const draw = (a: number, b: number) => renderCurve({ a, b }, { size: 64, ...shapes });
    const middle = draw(1.25, 1);
    const changed = (other: Uint8Array) => other.some((value, i) => value !== middle[i]);
    assert(changed(draw(1.4, 1)), `${nameOf(shapes)}: a`);
    assert(changed(draw(1.25, 1.15)), `${nameOf(shapes)}: b`);
    const { a, b } = familyOf(shapes.family).parameters;
    assert([a, b].every(({ symbol }) => formulaOf(shapes).includes(symbol)), nameOf(shapes));
  }
});

Deno.test("the fit finds a and b of each family's shapes again", () => {
  for (const shapes of ALL) {
    const drawing = { size: 64, ...shapes };
    const { fit } = createCurveFitter(drawing);
    const points = samplePoints(40, createRandom(5, "tests/families"));
    const errors = points.map((point) => {
      const image = Float32Array.from(renderCurve(point, drawing), (value) => value / 255);
      const { a, b } = fit(image);
      return Math.max(Math.abs(a - point.a), Math.abs(b - point.b));
    });
    const mean = errors.reduce((sum, error) => sum + error) / errors.length;
    assert(mean < 0.003, `${nameOf(shapes)}: ${mean}`);
    assert(Math.max(...errors) < 0.05, `${nameOf(shapes)}: ${Math.max(...errors)}`);
  }
});

Deno.test("a rose has as many petals as it is asked for, and turns into itself by one of them", () => {
  const point = { a: 0.7, b: 1.6 };
  for (const petals of FAMILIES.rose.petals) {
    const shapes = { family: "rose", petals } as const;
    const at = (k: number) => radius(2 * Math.PI * k / 1000, point, shapes);
    const tops = Array.from({ length: 1000 }, (_, k) => k)
      .filter((k) => at(k) >= at(k - 1) && at(k) > at(k + 1));
    assertEquals(tops.length, petals);
    const turned = radius(0.3 + 2 * Math.PI / petals, point, shapes);
    assertAlmostEquals(turned, radius(0.3, point, shapes), 1e-12);
    // The curve is drawn from this radius.
    const xy = curvePoints(point, { samples: 1001, shapes });
    assertAlmostEquals(Math.hypot(xy[2 * 400], xy[2 * 400 + 1]), Math.abs(at(-100)), 1e-12);
  }
});
