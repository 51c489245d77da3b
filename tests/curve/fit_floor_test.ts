import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderLattice } from "../../lib/curve/fit_lattice.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { createRenderer } from "../../lib/curve/renderer.ts";
import { RECOVERY } from "../../lib/measure/image/recovery.ts";
import { createRandom } from "../../lib/random.ts";
import { copyNear, wrapped } from "../../lib/space/periodic.ts";
import { samplePoints } from "../../lib/space/points.ts";
import type { Point } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { ALL_SHAPES, fitFloor, shapesName } from "./fit_floor.ts";

Deno.test("the fit finds a and b of each family's shapes again, as its table says", async () => {
  const source = await Deno.readTextFile(new URL("../../lib/curve/fit.ts", import.meta.url));
  const rows = source.split("\n").map((line) => line.replace(/^ \* /, "").split(" | "));
  for (const size of [64, 32]) {
    for (const shapes of ALL_SHAPES) {
      const name = shapesName(shapes);
      const row = rows.find(([first, second]) => first === `| ${size}²` && second === name);
      assert(row, `${size}² ${name} stands in no table of fit.ts`);
      const [mean, largest] = row.slice(2, 4).map((cell) => cell.split(",").map(parseFloat));
      const found = fitFloor(shapes, { size, count: 40 });
      for (const [k, axis] of (["a", "b"] as const).entries()) {
        const text = `${size}² ${name}, ${axis}: ${found.mean[axis]}, ${found.largest[axis]}`;
        // A few of the table's points: their mean may be that of twice the errors. The table rounds.
        assert(found.mean[axis] <= 2 * mean[k] + 1e-4, text);
        assert(found.largest[axis] <= largest[k] + 1e-4, text);
      }
    }
  }
});

Deno.test("the fit goes around a periodic axis: points at the seam are found as well as others", () => {
  const drawing = { size: 64, family: "ellipse" } as const;
  const { fit } = createCurveFitter(drawing);
  const near: Point[] = samplePoints(40, createRandom(6, "tests/seam"))
    .map(({ a, b }) => ({ a, b: wrapped("b", 0.06 * (b - 1)) }));
  for (const point of [...near, { a: 1.2, b: 0 }, { a: 1.2, b: 2 }]) {
    const image = Float32Array.from(renderCurve(point, drawing), (value) => value / 255);
    const found = fit(image);
    assert(found.b >= 0 && found.b < 2, `${found.b}`);
    const error = RECOVERY.b_error.of(found, point, "b");
    assert(error < 0.003 && Math.abs(found.a - point.a) < 0.003, `${point.b}: ${found.b}`);
  }
  // Of no ink at all the first point of the lattice is as near as any.
  const { a, b, residual } = fit(new Float32Array(64 * 64));
  assert(a === 0.5 && b === 0 && residual === 1);
});

Deno.test("the fit's lattice is closed along a periodic axis: the seam is a place like any other", () => {
  const drawing = { size: 64, family: "ellipse" } as const;
  const lattice = renderLattice(createRenderer(drawing), { size: 64, periodic: "b" });
  const reduced = (point: Point) =>
    lattice.reduce(Float32Array.from(renderCurve(point, drawing), (value) => value / 255));
  // At a point of the lattice, the slope is the central difference of its neighbours.
  const [before, after] = [reduced({ a: 1.25, b: 1.95 }), reduced({ a: 1.25, b: 0.05 })];
  const slope = lattice.slopes({ a: 1.25, b: 0 }).b;
  for (let i = 0; i < slope.length; i++) {
    assertAlmostEquals(slope[i], (after[i] - before[i]) / 0.1, 1e-5);
  }
  // There is one valley at the seam, as half a period away, and its guess lies on the right side.
  for (const b of [1.99, 0.99, 0.01, 1.01]) {
    const valleys = lattice.valleys(reduced({ a: 1.25, b }));
    assertEquals(valleys.length, 1, `${b}`);
    const [guess] = valleys[0].guesses;
    assertEquals(valleys[0].guesses.length, 1);
    assertAlmostEquals(copyNear("b", guess.b, b), b, 0.005);
  }
});
