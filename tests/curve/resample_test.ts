import fc from "fast-check";
import { createResampler } from "../../lib/curve/resample.ts";
import { createRandom } from "../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const side = fc.integer({ min: 1, max: 40 });

function noise(seed: number, length: number): Uint8Array {
  const random = createRandom(seed, "noise");
  return Uint8Array.from({ length }, () => random.integer(256));
}

function resample(source: Uint8Array, width: number, height: number, size: number): Uint8Array {
  const target = new Uint8Array(size * size);
  createResampler({ width, height, size })(source, target);
  return target;
}

Deno.test("createResampler() interpolates between pixel centres and repeats the edge", () => {
  const row = resample(Uint8Array.of(0, 100), 2, 1, 4);
  assertEquals([...row], [0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100, 0, 25, 75, 100]);
});

Deno.test("createResampler() changes nothing where the size stays, and no flat picture", () => {
  fc.assert(fc.property(side, side, fc.nat({ max: 255 }), (width, height, value) => {
    const flat = resample(new Uint8Array(width * height).fill(value), width, height, 23);
    assert(flat.every((pixel) => pixel === value));
    const picture = noise(value, width * width);
    assertEquals(resample(picture, width, width, width), picture);
  }));
});

Deno.test("createResampler() enlarges as bilinear interpolation in float64 does", () => {
  fc.assert(fc.property(side, side, fc.integer({ min: 0, max: 30 }), (width, height, more) => {
    const size = Math.max(width, height) + more;
    const source = noise(size, width * height);
    const actual = resample(source, width, height, size);
    const pixel = (x: number, y: number) =>
      source[
        Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))
      ];
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        const u = (x + 0.5) * width / size - 0.5, v = (y + 0.5) * height / size - 0.5;
        const i = Math.floor(u), j = Math.floor(v);
        const expected = (1 - u + i) * (1 - v + j) * pixel(i, j) +
          (u - i) * (1 - v + j) * pixel(i + 1, j) + (1 - u + i) * (v - j) * pixel(i, j + 1) +
          (u - i) * (v - j) * pixel(i + 1, j + 1);
        assertAlmostEquals(actual[y * size + x], expected, 0.501);
      }
    }
  }));
});

Deno.test("createResampler() keeps the mean brightness when it reduces", () => {
  const source = new Uint8Array(64 * 64);
  source[20 * 64 + 37] = 240;
  const reduced = resample(source, 64, 64, 16);
  const mean = reduced.reduce((sum, value) => sum + value, 0) / 256;
  // Each of the at most 4 pixels touched is rounded by up to a half.
  assertAlmostEquals(mean, 240 / 4096, 2 / 256);
});
