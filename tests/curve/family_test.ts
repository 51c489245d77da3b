import {
  areUsual,
  coordinateUnit,
  DEFAULT_SHAPES,
  FAMILIES,
  FAMILY_NAMES,
  familyOf,
  formulaOf,
  parameterTitle,
  parameterValue,
  periodicAxis,
  planeUnit,
  type Shapes,
  shapesSlug,
  usualShapes,
} from "../../lib/curve/family.ts";
import { curvePoints, radius } from "../../lib/curve/curve.ts";
import { createRendererOn } from "../../lib/curve/drawing.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { createRandom } from "../../lib/random.ts";
import { lattice, samplePoints } from "../../lib/space/points.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { ALL_SHAPES as ALL } from "./fit_floor.ts";

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

Deno.test("each family's curves are closed and lie within the axes, all over the plane", () => {
  for (const shapes of ALL.filter(({ family }) => familyOf(family).kind === "curve")) {
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

Deno.test("the unit of a coordinate is its parameter's where both are one number", () => {
  assertEquals(coordinateUnit("a", "rose"), "axis units");
  assertEquals(coordinateUnit("b", "bump"), "units of b");
  assertEquals(coordinateUnit("b", "ellipse"), "units of b");
  assertEquals(FAMILY_NAMES.map(planeUnit), [
    "axis units",
    "units of a and b",
    "units of a and b",
    "units of a and b",
  ]);
  assertEquals(parameterValue("a", 0.5, "bump"), -1.5);
  assertEquals(parameterValue("b", 2, "bump"), 2);
  assertEquals(parameterValue("b", 0.5, "ellipse"), 45);
  assertEquals(parameterTitle("b", { family: "ellipse" }), "φ: rotation (degrees)");
});

Deno.test("an ellipse has one area, the ratio 2^a and the rotation 90°·b", () => {
  for (const { a, b } of samplePoints(50, createRandom(2, "tests/ellipse"))) {
    const at = (angle: number) => radius(angle, { a, b }, { family: "ellipse" });
    const [long, short] = [at(Math.PI / 2 * b), at(Math.PI / 2 * (b + 1))];
    assertAlmostEquals(Math.log2(long / short), a, 1e-12);
    assertAlmostEquals(long * short, 1.5 ** 2, 1e-12);
    // Any other point lies on the ellipse of these axes.
    const t = 0.7;
    const [x, y] = [at(t) * Math.cos(t - Math.PI / 2 * b), at(t) * Math.sin(t - Math.PI / 2 * b)];
    assertAlmostEquals((x / long) ** 2 + (y / short) ** 2, 1, 1e-12);
  }
});

Deno.test("both ends of a periodic range are drawn to the same bytes, as is a point beyond them", () => {
  assertEquals(FAMILY_NAMES.map(periodicAxis), [undefined, undefined, undefined, "b"]);
  const draw = (b: number) => renderCurve({ a: 1.3, b }, { size: 64, family: "ellipse" });
  assertEquals(draw(0), draw(2));
  assertEquals(draw(0.5), draw(2.5));
  assert(draw(0).some((value, i) => value !== draw(1)[i]));
});

/** A bump's ink in float64: of a pixel whose middle lies at (x, y), in axis units. */
function inkAt({ a, b }: { a: number; b: number }, [x, y]: readonly [number, number]): number {
  const squared = (x - (2 * a - 2.5)) ** 2 + (y - (2 * b - 2)) ** 2;
  return 255 * Math.exp(-squared / (2 * 0.5 ** 2));
}

Deno.test("a bump's pixels are its formula's, without a canvas", () => {
  const noCanvas = () => {
    throw new Error("no canvas may be made");
  };
  for (const size of [32, 64, 100]) {
    const image = new Uint8Array(size * size);
    for (const point of samplePoints(10, createRandom(size, "tests/bump"))) {
      createRendererOn({ size, family: "bump" }, noCanvas)(point, image);
      assertEquals(image, renderCurve(point, { size, family: "bump" }));
      image.forEach((ink, i) => {
        const [column, row] = [i % size, Math.floor(i / size)];
        const scale = 8 / size;
        const exact = inkAt(point, [(column + 0.5) * scale - 4, 4 - (row + 0.5) * scale]);
        assertAlmostEquals(ink, exact, 0.5 + 1e-9);
      });
    }
  }
});

Deno.test("a bump's ink lies around its place in both geometries", () => {
  // The published frame shows (0, 0) at 119.0 of 229 pixels across and 83.4 of 172 down.
  const places = {
    square: (x: number, y: number) => [32 + 8 * x, 32 - 8 * y],
    published: (x: number, y: number) => [
      (119 + 17.5 * x) * 64 / 229,
      (83.4 - 17.5 * y) * 64 / 172,
    ],
  };
  for (const geometry of ["square", "published"] as const) {
    for (const point of samplePoints(20, createRandom(3, "tests/bump"))) {
      const image = renderCurve(point, { size: 64, geometry, family: "bump" });
      let [ink, across, down] = [0, 0, 0];
      image.forEach((value, i) => {
        ink += value;
        across += value * (i % 64 + 0.5);
        down += value * (Math.floor(i / 64) + 0.5);
      });
      const [x, y] = places[geometry](2 * point.a - 2.5, 2 * point.b - 2);
      assertAlmostEquals(across / ink, x, 0.02);
      assertAlmostEquals(down / ink, y, 0.02);
    }
  }
});

Deno.test("a bump has no line: a stroke is refused, as is a curve of it", () => {
  const point = { a: 1.25, b: 1 };
  assertThrows(
    () => renderCurve(point, { size: 64, family: "bump", stroke: 2 }),
    RangeError,
    "stroke must be left out with family bump, received 2",
  );
  assertThrows(() => curvePoints(point, { shapes: { family: "bump" } }), RangeError, "of curves");
  assertThrows(() => renderCurve({ a: NaN, b: 1 }, { size: 64, family: "bump" }), RangeError);
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
