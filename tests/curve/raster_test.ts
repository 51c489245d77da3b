import fc from "fast-check";
import { curvePoints } from "../../lib/curve/curve.ts";
import { defaultStroke } from "../../lib/curve/geometry.ts";
import { renderCurve, renderCurves } from "../../lib/curve/raster.ts";
import { createRandom } from "../../lib/random.ts";
import { samplePoints } from "../../lib/space/points.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

/** Share of each pixel that lies within half a stroke of the curve, by 4×4 samples a pixel. */
function coverage(
  frame: { width: number; height: number; stroke: number },
  distance: (x: number, y: number) => number,
): Float64Array {
  const { width, height, stroke } = frame;
  return Float64Array.from({ length: width * height }, (_, i) => {
    let inside = 0;
    for (let k = 0; k < 16; k++) {
      const x = i % width + (k % 4 + 0.5) / 4;
      const y = Math.floor(i / width) + (Math.floor(k / 4) + 0.5) / 4;
      if (distance(x, y) <= stroke / 2) inside++;
    }
    return inside / 16;
  });
}

function distanceToSegments(xy: Float64Array, x: number, y: number): number {
  let least = Infinity;
  for (let i = 2; i < xy.length; i += 2) {
    const [x0, y0, dx, dy] = [xy[i - 2], xy[i - 1], xy[i] - xy[i - 2], xy[i + 1] - xy[i - 1]];
    const t = Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)));
    least = Math.min(least, (x - x0 - t * dx) ** 2 + (y - y0 - t * dy) ** 2);
  }
  return Math.sqrt(least);
}

/** Dice coefficient 2Σxy / (Σx² + Σy²) of two pictures on [0, 1]. */
function dice(left: ArrayLike<number>, right: ArrayLike<number>): number {
  let both = 0, squares = 0;
  for (let i = 0; i < left.length; i++) {
    both += left[i] * right[i];
    squares += left[i] ** 2 + right[i] ** 2;
  }
  return 2 * both / squares;
}

const unit = (image: Uint8Array) => Float64Array.from(image, (value) => value / 255);

/** First and last column and row with at least half of full ink, as pixel edges. */
function extent(
  image: Uint8Array,
  size: number,
): [left: number, right: number, top: number, bottom: number] {
  const found = [Infinity, -Infinity, Infinity, -Infinity];
  image.forEach((value, i) => {
    if (value < 128) return;
    const x = i % size, y = Math.floor(i / size);
    found[0] = Math.min(found[0], x);
    found[1] = Math.max(found[1], x + 1);
    found[2] = Math.min(found[2], y);
    found[3] = Math.max(found[3], y + 1);
  });
  return found as [number, number, number, number];
}

Deno.test("renderCurve() of the square geometry agrees with distances in float64", () => {
  const at = (size: number, { a, b }: { a: number; b: number }, stroke: number) => {
    const xy = curvePoints({ a, b }).map((value, i) =>
      size / 2 + size / 8 * (i % 2 === 0 ? value : -value)
    );
    const frame = { width: size, height: size, stroke };
    const expected = coverage(frame, (x, y) => distanceToSegments(xy, x, y));
    const actual = unit(renderCurve({ a, b }, { size, stroke }));
    assert(dice(actual, expected) > 0.99, `(${a}, ${b}): Dice ${dice(actual, expected)}`);
    // Skia underestimates the coverage of a few pixels where a stroke's outline overlaps itself.
    const wrong = actual.filter((value, i) => Math.abs(value - expected[i]) > 0.2).length;
    const inked = expected.filter((value) => value > 0).length;
    assert(wrong <= 0.03 * inked, `(${a}, ${b}): ${wrong} of ${inked} pixels differ by over 0.2`);
  };
  at(32, { a: 1.25, b: 0 }, 2);
  at(32, { a: 1.25, b: 1 }, 2);
  at(48, { a: 0.5, b: 2 }, 1.5);
  at(32, { a: 2, b: 2 }, 3);
});

Deno.test("renderCurve() of the square geometry points its first petal right, up to the edge", () => {
  const size = 64;
  const image = renderCurve({ a: 2, b: 2 }, { size });
  const column = (x: number) =>
    Array.from({ length: size }, (_, y) => image[y * size + x]).reduce((sum, v) => sum + v, 0);
  assert(column(size - 1) > 500);
  assertEquals(column(0), 0);
});

Deno.test("renderCurve() of the square geometry is symmetric about the x axis", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 2, noNaN: true }), fc.nat({ max: 20 }), (a, tenths) => {
      const size = 64;
      const image = unit(renderCurve({ a, b: tenths / 10 }, { size }));
      const mirrored = image.map((_, i) =>
        image[(size - 1 - Math.floor(i / size)) * size + i % size]
      );
      assert(dice(image, mirrored) > 0.99);
    }),
    { numRuns: 30 },
  );
});

Deno.test("renderCurve() of the published geometry agrees with its description in float64", () => {
  const [width, height, size] = [229, 172, 256];
  const radius = 17.5 * 1.25;
  const drawn = coverage(
    { width, height, stroke: 4 * 0.55 },
    (x, y) => Math.abs(Math.hypot(x - 119, y - 83.4) - radius),
  );
  const pixel = (x: number, y: number) =>
    drawn[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
  const expected = Float64Array.from({ length: size * size }, (_, k) => {
    const u = (k % size + 0.5) * width / size - 0.5;
    const v = (Math.floor(k / size) + 0.5) * height / size - 0.5;
    const i = Math.floor(u), j = Math.floor(v);
    return (1 - u + i) * ((1 - v + j) * pixel(i, j) + (v - j) * pixel(i, j + 1)) +
      (u - i) * ((1 - v + j) * pixel(i + 1, j) + (v - j) * pixel(i + 1, j + 1));
  });
  const actual = unit(renderCurve({ a: 1.25, b: 0 }, { size, geometry: "published", stroke: 4 }));
  assert(dice(actual, expected) > 0.995, `Dice ${dice(actual, expected)}`);
});

Deno.test("renderCurve() of the published geometry centres each curve on its own extent", () => {
  const size = 256;
  for (const point of [{ a: 1.25, b: 1 }, { a: 0.5, b: 2 }, { a: 2, b: 1.5 }]) {
    const image = renderCurve(point, { size, geometry: "published" });
    const [left, right, top, bottom] = extent(image, size);
    assertAlmostEquals((left + right) / 2, 119 * 256 / 229, 1);
    assertAlmostEquals((top + bottom) / 2, 83.4 * 256 / 172, 1.2);
    const xs = curvePoints(point).filter((_, i) => i % 2 === 0);
    const wide = (Math.max(...xs) - Math.min(...xs)) * 17.5 + 2.2;
    assertAlmostEquals(right - left, wide * 256 / 229, 2);
  }
});

Deno.test("renderCurve() of the published geometry halves the line with the line width", () => {
  const ink = (stroke: number) =>
    renderCurve({ a: 2, b: 0 }, { size: 256, geometry: "published", stroke })
      .reduce((sum, value) => sum + value, 0) / 255;
  const scale = 256 / 229 * 256 / 172;
  const circle = 2 * Math.PI * 2 * 17.5 * scale;
  assertAlmostEquals(ink(4) / circle, 2.2, 0.03);
  assertAlmostEquals(ink(2) / circle, 1.1, 0.03);
});

Deno.test("renderCurves() draws each image as if it were alone", () => {
  const points = samplePoints(12, createRandom(0, "points"));
  for (const geometry of ["square", "published"] as const) {
    const images = renderCurves(points, { size: 40, geometry });
    assertEquals(images.length, 12 * 1600);
    points.toReversed().forEach((point, i) => {
      const at = (11 - i) * 1600;
      assertEquals(images.slice(at, at + 1600), renderCurve(point, { size: 40, geometry }));
    });
  }
  assertEquals(renderCurves([], { size: 16 }).length, 0);
});

Deno.test("defaultStroke() is 2 px at 64², about the published look at 256²", () => {
  assertEquals(defaultStroke("square", 64), 2);
  assertEquals(defaultStroke("square", 256), 2.83);
  assertEquals(defaultStroke("published", 256), 4);
});

Deno.test("renderCurve() rejects sizes, strokes, geometries and points outside their ranges", () => {
  const point = { a: 1, b: 1 };
  for (const size of [0, 15, 1025, 64.5, NaN, -64]) {
    assertThrows(() => renderCurve(point, { size }), RangeError, "size must be a whole number");
  }
  for (const stroke of [0, -1, NaN, Infinity, 101]) {
    assertThrows(() => renderCurve(point, { size: 16, stroke }), RangeError, "stroke must be > 0");
  }
  // deno-lint-ignore no-explicit-any
  const geometry = "round" as any;
  assertThrows(() => renderCurve(point, { size: 16, geometry }), RangeError, "square or published");
  assertThrows(() => renderCurve({ a: Infinity, b: 0 }, { size: 16 }), RangeError, "finite");
});
