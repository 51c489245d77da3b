/** What the canvas loses where a stroke overlaps itself; the numbers of `lib/curve/raster.ts`. */

import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { createRandom } from "../../lib/random.ts";
import { type Point, samplePoints } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals } from "@std/assert";
import { supersampled } from "./supersampled.ts";

const [SIZE, STROKE] = [64, 2];

/** Ink is in shares of a full pixel. */
interface Ink {
  /** Most that a pixel has less than its samples say. */
  readonly lost: number;
  /** Most that a pixel has more. */
  readonly gained: number;
  /** All ink of the image over that of the samples. */
  readonly ratio: number;
  /** Largest difference between a pixel and its mirror image about the x axis. */
  readonly asymmetry: number;
}

function compare(point: Point): Ink {
  const drawn = Array.from(renderCurve(point, { size: SIZE, stroke: STROKE }), (v) => v / 255);
  const exact = supersampled(point, { size: SIZE, stroke: STROKE, samples: 8 });
  const sum = (image: ArrayLike<number>) => Array.from(image).reduce((total, v) => total + v, 0);
  const mirrored = (i: number) => drawn[(SIZE - 1 - Math.floor(i / SIZE)) * SIZE + i % SIZE];
  return {
    lost: Math.max(...drawn.map((value, i) => exact[i] - value)),
    gained: Math.max(...drawn.map((value, i) => value - exact[i])),
    ratio: sum(drawn) / sum(exact),
    asymmetry: Math.max(...drawn.map((value, i) => Math.abs(value - mirrored(i)))),
  };
}

Deno.test("supersampled() draws a circle's ring with its area, alike on all sides", () => {
  const ring = supersampled({ a: 2, b: 0 }, { size: SIZE, stroke: STROKE, samples: 8 });
  const ink = ring.reduce((sum, value) => sum + value, 0);
  assertAlmostEquals(ink, 2 * Math.PI * 2 * (SIZE / 8) * STROKE, 0.3);
  ring.forEach((value, i) => {
    const [row, column] = [Math.floor(i / SIZE), i % SIZE];
    assertAlmostEquals(value, ring[(SIZE - 1 - row) * SIZE + column], 2 / 64);
  });
});

Deno.test("the canvas draws a circle, which does not overlap itself, within 0.08", () => {
  for (const a of [0.5, 1.25, 2]) {
    const { lost, gained, ratio, asymmetry } = compare({ a, b: 0 });
    assert(Math.max(lost, gained, asymmetry) < 0.085, `${a}: ${lost}, ${gained}, ${asymmetry}`);
    assertAlmostEquals(ratio, 1, 0.005);
  }
});

Deno.test("the canvas loses ink where a stroke overlaps itself, up to half a pixel's", () => {
  const found = samplePoints(60, createRandom(0, "points")).map(compare);
  const largest = (values: readonly number[]) => Math.max(...values);
  const lost = found.map(({ lost }) => lost).toSorted((one, other) => one - other);
  assertAlmostEquals(lost[30], 0.27, 0.03);
  assertAlmostEquals(largest(lost), 0.52, 0.04);
  assertAlmostEquals(largest(found.map(({ asymmetry }) => asymmetry)), 0.52, 0.04);
  assert(largest(found.map(({ gained }) => gained)) < 0.3);
  for (const { ratio } of found) assert(ratio > 0.975 && ratio < 1.002, `${ratio}`);
  const mean = found.reduce((sum, { ratio }) => sum + ratio, 0) / found.length;
  assertAlmostEquals(mean, 0.985, 0.004);
});

Deno.test("fit() errs by 0.0005 on renders of its own rasteriser, by 0.004 on those of another", () => {
  const { fit } = createCurveFitter({ size: SIZE });
  const points = samplePoints(60, createRandom(3, "points"));
  const mean = (image: (point: Point) => Float64Array) => {
    const errors = points.map((point) => {
      const { a, b } = fit(image(point));
      return (Math.abs(a - point.a) + Math.abs(b - point.b)) / 2;
    });
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  const own = mean((point) =>
    Float64Array.from(renderCurve(point, { size: SIZE }), (v) => v / 255)
  );
  const other = mean((point) => supersampled(point, { size: SIZE, stroke: STROKE, samples: 4 }));
  assertAlmostEquals(own, 0.0005, 0.0003);
  assertAlmostEquals(other, 0.0036, 0.0012);
});
