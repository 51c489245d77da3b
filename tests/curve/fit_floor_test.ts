import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { RECOVERY } from "../../lib/measure/image/recovery.ts";
import { createRandom } from "../../lib/random.ts";
import { wrapped } from "../../lib/space/periodic.ts";
import { samplePoints } from "../../lib/space/points.ts";
import type { Point } from "../../lib/space/space.ts";
import { assert } from "@std/assert";
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
        // A fifth of the table's points: their mean may be that of twice the errors. The table rounds.
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
