import fc from "fast-check";
import {
  binaryCrossEntropy,
  dice,
  entropy,
  imageErrors,
  meanErrors,
  meanSquaredError,
  structuralSimilarity,
} from "../../../lib/measure/mod.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";

const f64 = (...values: number[]) => Float64Array.from(values);
const pixel = fc.double({ min: 0, max: 1, noNaN: true });
const image = (pixels: number) =>
  fc.array(pixel, { minLength: pixels, maxLength: pixels }).map((values) => f64(...values));

Deno.test("binaryCrossEntropy() is ln 2 for a prediction of one half", () => {
  assertAlmostEquals(binaryCrossEntropy(f64(0, 1, 0.3), f64(0.5, 0.5, 0.5)), Math.LN2, 1e-15);
});

Deno.test("binaryCrossEntropy() averages -x ln p - (1 - x) ln(1 - p) over the pixels", () => {
  const expected = (-Math.log(0.9) - 0.25 * Math.log(0.2) - 0.75 * Math.log(0.8)) / 2;
  assertAlmostEquals(binaryCrossEntropy(f64(1, 0.25), f64(0.9, 0.2)), expected, 1e-15);
});

Deno.test("binaryCrossEntropy() stays finite for a prediction that is surely wrong", () => {
  assertAlmostEquals(binaryCrossEntropy(f64(1, 0), f64(0, 1)), 24 * Math.LN2, 1e-9);
});

Deno.test("pixels outside [0, 1], and what is no number, are refused by every measure", () => {
  const size = 11 * 11;
  const good = new Float64Array(size).fill(0.5);
  const measures = {
    binaryCrossEntropy,
    meanSquaredError,
    dice,
    structuralSimilarity: (x: Float64Array, y: Float64Array) =>
      structuralSimilarity(x, y, { width: 11 }),
    imageErrors: (x: Float64Array, y: Float64Array) => imageErrors(x, y, { width: 11 }),
  };
  for (const wrong of [255, -0.01, 1.0001, NaN, Infinity]) {
    const bad = good.with(7, wrong);
    for (const measure of Object.values(measures)) {
      assertThrows(() => measure(bad, good), RangeError, `target must be from 0 to 1, received`);
      assertThrows(() => measure(good, bad), RangeError, `received ${wrong} at 7`);
    }
    assertThrows(() => entropy(bad), RangeError, `received ${wrong} at 7`);
  }
});

Deno.test("entropy() is 0 for black and white, ln 2 for grey", () => {
  assertEquals(entropy(f64(0, 1, 1, 0)), 0);
  assertAlmostEquals(entropy(f64(0.5, 0.5)), Math.LN2, 1e-15);
  assertAlmostEquals(entropy(f64(0.5, 1)), Math.LN2 / 2, 1e-15);
});

Deno.test("entropy() is a lower bound of the cross-entropy, reached by the target itself", () => {
  fc.assert(fc.property(image(6), image(6), (x, p) => {
    assert(binaryCrossEntropy(x, p) >= entropy(x) - 1e-12);
    assertAlmostEquals(binaryCrossEntropy(x, x), entropy(x), 1e-6);
  }));
});

Deno.test("meanSquaredError() and dice() give the values done by hand", () => {
  assertAlmostEquals(meanSquaredError(f64(0, 1, 0.5), f64(0, 0.5, 0)), 0.5 / 3, 1e-15);
  assertAlmostEquals(dice(f64(1, 1, 0), f64(1, 0, 0)), 2 / 3, 1e-15);
  assertAlmostEquals(dice(f64(0.5, 0), f64(1, 1)), 1 / 2.25, 1e-15);
  assertEquals(dice(f64(0, 0), f64(0, 0)), 1);
  assertEquals(dice(f64(0, 0), f64(0, 1)), 0);
});

Deno.test("dice() is symmetric, in [0, 1], and 1 only for equal images", () => {
  fc.assert(fc.property(image(4), image(4), (x, y) => {
    const value = dice(x, y);
    assertEquals(value, dice(y, x));
    assert(value >= 0 && value <= 1 + 1e-12);
    // 1 − dice = Σ(x − y)² / Σ(x² + y²).
    const scale = x.reduce((s, v) => s + v * v, 0) + y.reduce((s, v) => s + v * v, 0);
    if (scale > 1e-100) assertAlmostEquals(1 - value, 4 * meanSquaredError(x, y) / scale, 1e-9);
  }));
});

/** The definition, window by window, with two-dimensional weights and centred moments. */
function slowSsim(x: Float64Array, y: Float64Array, width: number): number {
  const gauss = Array.from({ length: 11 }, (_, i) => Math.exp(-((i - 5) ** 2) / 4.5));
  const total = gauss.reduce((s, g) => s + g) ** 2;
  const height = x.length / width;
  const values: number[] = [];
  for (let top = 0; top + 11 <= height; top++) {
    for (let left = 0; left + 11 <= width; left++) {
      const over = (f: (at: number) => number) => {
        let sum = 0;
        for (let i = 0; i < 11; i++) {
          for (let j = 0; j < 11; j++) {
            sum += gauss[i] * gauss[j] / total * f((top + i) * width + left + j);
          }
        }
        return sum;
      };
      const mx = over((at) => x[at]);
      const my = over((at) => y[at]);
      const vx = over((at) => (x[at] - mx) ** 2);
      const vy = over((at) => (y[at] - my) ** 2);
      const cov = over((at) => (x[at] - mx) * (y[at] - my));
      values.push(
        ((2 * mx * my + 0.0001) * (2 * cov + 0.0009)) /
          ((mx ** 2 + my ** 2 + 0.0001) * (vx + vy + 0.0009)),
      );
    }
  }
  return values.reduce((s, v) => s + v) / values.length;
}

Deno.test("structuralSimilarity() agrees with the paper's definition, window by window", () => {
  fc.assert(
    fc.property(image(13 * 15), image(13 * 15), (x, y) => {
      const value = structuralSimilarity(x, y, { width: 15 });
      assertAlmostEquals(value, slowSsim(x, y, 15), 1e-10);
      assertAlmostEquals(structuralSimilarity(y, x, { width: 15 }), value, 1e-12);
    }),
    { numRuns: 20 },
  );
});

Deno.test("structuralSimilarity() gives what scikit-image 0.26 does with the paper's window", () => {
  // structural_similarity(x, y, win_size=11, gaussian_weights=True, sigma=1.5,
  //   use_sample_covariance=False, data_range=1)
  const x = Float64Array.from({ length: 256 }, (_, i) => (i * 7) % 11 / 10);
  const y = Float64Array.from({ length: 256 }, (_, i) => (i * 5) % 13 / 12);
  const mixed = x.map((value, i) => 0.7 * value + 0.3 * y[i]);
  assertAlmostEquals(structuralSimilarity(x, y, { width: 16 }), 0.024913205346769204, 1e-12);
  assertAlmostEquals(structuralSimilarity(x, mixed, { width: 16 }), 0.8906265435740546, 1e-12);
});

Deno.test("structuralSimilarity() of flat images is the luminance term alone", () => {
  const flat = (value: number) => new Float64Array(16 * 16).fill(value);
  const expected = (2 * 0.2 * 0.6 + 0.0001) / (0.04 + 0.36 + 0.0001);
  assertAlmostEquals(structuralSimilarity(flat(0.2), flat(0.6), { width: 16 }), expected, 1e-12);
  assertAlmostEquals(structuralSimilarity(flat(0.2), flat(0.2), { width: 16 }), 1, 1e-12);
});

Deno.test("structuralSimilarity() of an image and its negative is below 0", () => {
  const x = Float64Array.from({ length: 16 * 16 }, (_, i) => (i * 7 + (i >> 4)) % 2);
  assert(structuralSimilarity(x, x.map((v) => 1 - v), { width: 16 }) < -0.9);
});

Deno.test("images of different or wrong sizes are refused", () => {
  assertThrows(() => binaryCrossEntropy(f64(1), f64(1, 0)), RangeError, "1 and 2");
  assertThrows(() => meanSquaredError(f64(), f64()), RangeError, "> 0");
  const small = new Float64Array(10 * 12);
  assertThrows(() => structuralSimilarity(small, small, { width: 10 }), RangeError, "10 × 12");
  assertThrows(() => structuralSimilarity(small, small, { width: 12 }), RangeError, "12 × 10");
  assertThrows(() => structuralSimilarity(small, small, { width: 7 }), RangeError, "rows of 7");
});

Deno.test("imageErrors() names all six, and meanErrors() averages each over the images", () => {
  const target = Float64Array.from({ length: 256 }, (_, i) => i % 3 === 0 ? 1 : 0.2);
  const same = imageErrors(target, target, { width: 16 });
  const grey = imageErrors(target, Float32Array.from(target, () => 0.5), { width: 16 });
  assertEquals(Object.keys(same), ["bce", "entropy", "bceExcess", "mse", "ssim", "dice"]);
  assertAlmostEquals(same.bceExcess, 0, 1e-6);
  assertAlmostEquals(grey.bceExcess, Math.LN2 - entropy(target), 1e-12);
  const mean = meanErrors([same, grey]);
  assertEquals(mean.count, 2);
  assertAlmostEquals(mean.dice, (1 + grey.dice) / 2, 1e-12);
  assertAlmostEquals(mean.ssim, (1 + grey.ssim) / 2, 1e-12);
  assertThrows(() => meanErrors([]), RangeError, "at least one");
});
