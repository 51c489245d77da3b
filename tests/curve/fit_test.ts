import fc from "fast-check";
import { createCurveFitter, type CurveFit } from "../../lib/curve/fit.ts";
import type { RenderOptions } from "../../lib/curve/geometry.ts";
import { renderCurve, renderCurves } from "../../lib/curve/raster.ts";
import { createRenderer } from "../../lib/curve/renderer.ts";
import { createRandom } from "../../lib/random.ts";
import { samplePoints } from "../../lib/space/points.ts";
import { inSpace, type Point } from "../../lib/space/space.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const SQUARE: RenderOptions = { size: 64 };
const square = createCurveFitter(SQUARE);

function clean(point: Point, options = SQUARE): Float32Array {
  return Float32Array.from(renderCurve(point, options), (value) => value / 255);
}

/** The images' weighted sum. */
function blend(one: Float32Array, other: Float32Array, share = 0.5): Float32Array {
  return one.map((value, i) => (1 - share) * value + share * other[i]);
}

/** Moves `share` of each pixel to its two neighbours, in both directions. */
function blur(image: Float32Array, share: number): Float32Array {
  const size = Math.sqrt(image.length);
  const along = (pixels: Float32Array, stride: number) =>
    pixels.map((value, i) => {
      const at = Math.floor(i / stride) % size;
      const before = at > 0 ? pixels[i - stride] : value;
      const after = at < size - 1 ? pixels[i + stride] : value;
      return (1 - share) * value + share * (before + after) / 2;
    });
  return along(along(image, 1), size);
}

/** The residual in the words of its definition, Σ(x − r)² / (Σx² + Σr²). */
function residual(image: Float32Array, point: Point, options = SQUARE): number {
  const render = clean(point, options);
  let differences = 0, squares = 0;
  image.forEach((value, i) => {
    differences += (value - render[i]) ** 2;
    squares += value ** 2 + render[i] ** 2;
  });
  return differences / squares;
}

function assertNear(fit: CurveFit, point: Point, tolerance: number): void {
  const where = `(${point.a}, ${point.b}) was fitted as (${fit.a}, ${fit.b})`;
  assertAlmostEquals(fit.a, point.a, tolerance, where);
  assertAlmostEquals(fit.b, point.b, tolerance, where);
}

const points = fc.record({
  a: fc.double({ min: 0.5, max: 2, noNaN: true }),
  b: fc.double({ min: 0, max: 2, noNaN: true }),
});

Deno.test("fit() finds the shape of clean renders all over the space", () => {
  const errors = samplePoints(80, createRandom(7, "points")).map((point) => {
    const fit = square.fit(clean(point));
    assertNear(fit, point, 0.01);
    assert(fit.residual < 1e-3, `residual ${fit.residual} at (${point.a}, ${point.b})`);
    return Math.max(Math.abs(fit.a - point.a), Math.abs(fit.b - point.b));
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  assert(mean < 1.5e-3, `mean error ${mean}`);
});

Deno.test("fit() finds circles, corners of the space and shapes with a = b", () => {
  for (const a of [0.5, 1.23, 2]) {
    for (const b of [0, 0.004, a, 2]) assertNear(square.fit(clean({ a, b })), { a, b }, 0.01);
  }
});

Deno.test("fit() tells a shape with inner petals from the one without, either side of a = b", () => {
  for (const point of [{ a: 0.53, b: 0.465 }, { a: 0.465 + 0.05, b: 0.55 }]) {
    assertNear(square.fit(clean(point)), point, 0.01);
  }
});

Deno.test("fit() reports the residual of the render it names", () => {
  const image = blur(blend(clean({ a: 1.1, b: 0.3 }), clean({ a: 0.9, b: 1.8 }), 0.3), 0.4);
  const fit = square.fit(image);
  assertAlmostEquals(fit.residual, residual(image, fit), 1e-6);
});

Deno.test("fit() finds no worse a shape than the one that an image was made from", () => {
  fc.assert(
    fc.property(points, fc.double({ min: 0.3, max: 0.6, noNaN: true }), (point, share) => {
      const image = blur(clean(point), share);
      const fit = square.fit(image);
      assert(inSpace(fit));
      // The canvas' rounding leaves shallow valleys of about a thousandth.
      assert(fit.residual <= residual(image, point) + 2e-3);
    }),
    { numRuns: 30, seed: 1 },
  );
});

Deno.test("fit() keeps its place under a slight blur", () => {
  for (const point of samplePoints(20, createRandom(1, "points"))) {
    assertNear(square.fit(blur(clean(point), 0.25)), point, 0.03);
  }
});

Deno.test("fit() shows in the residual that an image is a blend of two shapes", () => {
  const [one, other] = [{ a: 0.8, b: 0.4 }, { a: 1.6, b: 1.6 }];
  assert(square.fit(blend(clean(one), clean(other))).residual > 0.15);
  for (const point of [one, other]) assert(square.fit(clean(point)).residual < 1e-3);
});

Deno.test("fit() follows a blend to the shape with the larger share", () => {
  const [one, other] = [{ a: 0.8, b: 0.6 }, { a: 1.6, b: 0.2 }];
  assertNear(square.fit(blend(clean(one), clean(other), 0.2)), one, 0.1);
  assertNear(square.fit(blend(clean(one), clean(other), 0.8)), other, 0.1);
});

Deno.test("fit() gives a blank image residual 1 at the lattice's first point", () => {
  assertEquals(square.fit(new Float32Array(64 * 64)), { a: 0.5, b: 0, residual: 1 });
});

Deno.test("fit() gives finite results within the space for images that hold no shape", () => {
  const random = createRandom(0, "noise");
  const dot = new Float64Array(64 * 64);
  dot[64 * 40 + 3] = 1;
  const images = [
    new Float32Array(64 * 64).fill(1),
    new Float32Array(64 * 64).fill(1e-20),
    Float64Array.from({ length: 64 * 64 }, () => random.uniform()),
    dot,
  ];
  for (const image of images) {
    const fit = square.fit(image);
    assert(inSpace(fit), `(${fit.a}, ${fit.b})`);
    assert(fit.residual > 0.5 && fit.residual <= 1, `residual ${fit.residual}`);
  }
});

Deno.test("fit() gives the same numbers whatever it fitted before, and as a fitter of its own", () => {
  const image = blur(clean({ a: 1.37, b: 0.91 }), 0.5);
  const first = square.fit(image);
  square.fit(clean({ a: 0.6, b: 1.9 }));
  assertEquals(square.fit(image), first);
  assertEquals(square.fit(Float64Array.from(image)), first);
  assertEquals(createCurveFitter(SQUARE).fit(image), first);
});

Deno.test("fit() finds shapes on images of the published geometry, and on larger ones", () => {
  for (const options of [{ size: 64, geometry: "published" }, { size: 144 }] as const) {
    const { fit } = createCurveFitter(options);
    for (const point of samplePoints(8, createRandom(2, "points"))) {
      const found = fit(clean(point, options));
      assertNear(found, point, 0.01);
      assert(found.residual < 1e-3, `residual ${found.residual}`);
    }
  }
});

Deno.test("fit() rejects images of another size and pixels outside [0, 1]", () => {
  for (const length of [0, 64, 64 * 64 - 1, 128 * 128]) {
    assertThrows(() => square.fit(new Float32Array(length)), RangeError, `received ${length}`);
  }
  for (const wrong of [NaN, Infinity, -0.1, 255]) {
    const image = clean({ a: 1, b: 1 });
    image[77] = wrong;
    assertThrows(() => square.fit(image), RangeError, "pixels must lie in [0, 1]");
  }
  assertThrows(() => createCurveFitter({ size: 8 }), RangeError, "size must be");
  assertThrows(() => createCurveFitter({ size: 0 }), RangeError, "size must be");
});

Deno.test("createRenderer() draws the bytes of renderCurves(), in any order", () => {
  const shapes = samplePoints(6, createRandom(0, "points"));
  for (const options of [{ size: 40 }, { size: 64, geometry: "published", stroke: 2 }] as const) {
    const render = createRenderer(options);
    const expected = renderCurves(shapes, options);
    const image = new Uint8Array(options.size ** 2).fill(7);
    for (const index of [5, 0, 3, 1, 4, 2, 5]) {
      render(shapes[index], image);
      assertEquals(image, expected.slice(index * image.length, (index + 1) * image.length));
    }
  }
});

Deno.test("createRenderer() rejects options, points and images outside their ranges", () => {
  assertThrows(() => createRenderer({ size: 1 }), RangeError, "size must be");
  const render = createRenderer({ size: 16 });
  const image = new Uint8Array(256);
  assertThrows(() => render({ a: NaN, b: 0 }, image), RangeError, "must be finite");
  assertThrows(() => render({ a: 1, b: 0 }, new Uint8Array(255)), RangeError, "received 255");
});
