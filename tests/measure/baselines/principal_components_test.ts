import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { Matrix, SVD } from "ml-matrix";
import {
  fitPrincipalComponents,
  type PrincipalComponents,
  reconstructFromComponents,
} from "../../../lib/measure/baselines/principal_components.ts";
import { createRandom } from "../../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { testOnBackends, useBackend } from "../../backend/devices.ts";

const f32 = (...values: number[]) => Float32Array.from(values);

function uniform(length: number, seed: number): Float32Array<ArrayBuffer> {
  const random = createRandom(seed, "tests/principal components");
  return Float32Array.from({ length }, () => random.uniform());
}

/** Three orthonormal patterns of 16 pixels: rows, columns and a chequerboard of ± 1/4. */
const PATTERNS = [
  (x: number, _: number) => x % 2 ? -0.25 : 0.25,
  (_: number, y: number) => y % 2 ? -0.25 : 0.25,
  (x: number, y: number) => (x + y) % 2 ? -0.25 : 0.25,
].map((value) => Array.from({ length: 16 }, (_, i) => value(i % 4, Math.floor(i / 4))));

/** Deviations along each pattern; their squares are its variances. */
const DEVIATIONS = [1, 0.5, 0.25];

/** Grey, plus every pattern with every sign in turn: eight images, over and over. */
function patterned(count: number): Float32Array<ArrayBuffer> {
  const eight = Float32Array.from({ length: 8 * 16 }, (_, at) =>
    DEVIATIONS.reduce(
      (sum, deviation, k) => sum + (at >> 4 >> k & 1 ? -1 : 1) * deviation * PATTERNS[k][at % 16],
      0.5,
    ));
  const images = new Float32Array(16 * count);
  for (let at = 0; at < images.length; at += eight.length) images.set(eight, at);
  return images;
}

function row({ components, mean }: PrincipalComponents, k: number): number[] {
  return [...components.subarray(k * mean.length, (k + 1) * mean.length)];
}

function dot(one: readonly number[], other: readonly number[]): number {
  return one.reduce((sum, x, i) => sum + x * other[i], 0);
}

function assertOrthonormal(model: PrincipalComponents, tolerance = 1e-12): void {
  const rows = Array.from(model.variances, (_, k) => row(model, k));
  rows.forEach((one, i) =>
    rows.forEach((other, j) => {
      assertAlmostEquals(dot(one, other), i === j ? 1 : 0, tolerance, `rows ${i} and ${j}`);
    })
  );
}

/** The first components by an exact decomposition, and all variances. */
function exact(images: Float32Array, pixels: number): { axes: Matrix; variances: number[] } {
  const matrix = Matrix.from1DArray(images.length / pixels, pixels, [...images]).center("column");
  const { rightSingularVectors, diagonal } = new SVD(matrix, { autoTranspose: true });
  return { axes: rightSingularVectors, variances: diagonal.map((s) => s ** 2 / matrix.rows) };
}

testOnBackends("fitPrincipalComponents() recovers three known patterns", async () => {
  const model = await fitPrincipalComponents(patterned(80), { pixels: 16, components: 3 });
  model.mean.forEach((value) => assertAlmostEquals(value, 0.5, 1e-7));
  DEVIATIONS.forEach((deviation, k) => {
    assertAlmostEquals(model.variances[k], deviation ** 2, 1e-6);
    assertAlmostEquals(Math.abs(dot(row(model, k), PATTERNS[k])), 1, 1e-10);
  });
  assertOrthonormal(model);
});

testOnBackends("fitPrincipalComponents() agrees with an exact decomposition", async () => {
  const pixels = 7;
  const images = uniform(20 * pixels, 1);
  const { axes, variances } = exact(images, pixels);
  for (const components of [3, 7]) {
    const model = await fitPrincipalComponents(images, { pixels, components });
    assertEquals(model.variances.length, components);
    model.variances.forEach((variance, k) => {
      assertAlmostEquals(variance, variances[k], 1e-7);
      assertAlmostEquals(Math.abs(dot(row(model, k), axes.getColumn(k))), 1, 1e-9);
    });
  }
});

Deno.test("a few iterations find the first of many slowly falling variances", async () => {
  await useBackend("wasm");
  const pixels = 60, count = 100;
  const loud = uniform(count * pixels, 2).map((x, i) => 0.5 + (x - 0.5) * 0.95 ** (i % pixels));
  const { variances } = exact(loud, pixels);
  const worst = async (iterations: number) => {
    const options = { pixels, components: 5, oversampling: 5, iterations };
    const model = await fitPrincipalComponents(loud, options);
    return Math.max(...model.variances.map((variance, k) => 1 - variance / variances[k]));
  };
  const [none, four, twenty] = [await worst(0), await worst(4), await worst(20)];
  assert(none > 0.05, `without iterations the error is ${none}`);
  assert(four < 0.02 && twenty < 1e-4, `the errors are ${four} and ${twenty}`);
});

Deno.test("each block of images counts with its own weights", async () => {
  await useBackend("wasm");
  // A block of 16 MiB holds 16 such images: the loud pattern is all in the second one.
  const pixels = 2 ** 18, count = 20;
  const offset = (n: number) => (n % 2 ? -1 : 1) * (n < 16 ? 0.05 : 0.4);
  const images = Float32Array.from({ length: count * pixels }, (_, at) => {
    const n = Math.floor(at / pixels), left = at % pixels < pixels / 2;
    return left === n >= 16 ? 0.5 + offset(n) : 0.5;
  });
  const model = await fitPrincipalComponents(images, {
    pixels,
    components: 1,
    oversampling: 0,
    iterations: 3,
  });
  // 4 of 20 images vary by 0.4 in half their pixels. float32 adds up 131072 equal values.
  assertAlmostEquals(model.variances[0] / pixels, 0.016, 2e-5);
  const drawn = await reconstructFromComponents(model, images);
  for (let n = 0; n < count; n++) {
    const expected = n < 16 ? 0.5 : 0.5 + offset(n);
    assertAlmostEquals(drawn[n * pixels], expected, 1e-3, `image ${n}, left`);
    assertAlmostEquals(drawn[(n + 1) * pixels - 1], 0.5, 1e-3, `image ${n}, right`);
  }
});

Deno.test("the error of the reconstructions is the variance left out", async () => {
  await useBackend("wasm");
  const pixels = 12;
  const images = uniform(50 * pixels, 3).map((x) => 0.4 + 0.2 * x);
  const model = await fitPrincipalComponents(images, { pixels, components: 12 });
  for (const components of [1, 4, 11]) {
    const drawn = await reconstructFromComponents(model, images, { components });
    const error = drawn.reduce((sum, pixel, i) => sum + (pixel - images[i]) ** 2, 0) / 50;
    const left = model.variances.subarray(components).reduce((sum, x) => sum + x, 0);
    assertAlmostEquals(error / left, 1, 1e-5);
  }
  const whole = await reconstructFromComponents(model, images);
  whole.forEach((pixel, i) => assertAlmostEquals(pixel, images[i], 1e-6));
});

Deno.test("reconstructFromComponents() clamps what leaves [0, 1]", async () => {
  await useBackend("wasm");
  const model = await fitPrincipalComponents(f32(0.3, 0.4, 0.7, 0.6), {
    pixels: 2,
    components: 1,
  });
  // (1, 1) projects on the mean plus 0.3 · (2, 1): (1.1, 0.8).
  const drawn = await reconstructFromComponents(model, f32(1, 1, 0, 0, 0.7, 0.6));
  [1, 0.8, 0, 0.2, 0.7, 0.6].forEach((value, i) => assertAlmostEquals(drawn[i], value, 1e-6));
});

Deno.test("reconstructing a reconstruction changes nothing", async () => {
  await useBackend("wasm");
  const images = uniform(30 * 9, 4).map((x) => 0.4 + 0.2 * x);
  const model = await fitPrincipalComponents(images, { pixels: 9, components: 3 });
  const once = await reconstructFromComponents(model, images);
  const twice = await reconstructFromComponents(model, once);
  twice.forEach((pixel, i) => assertAlmostEquals(pixel, once[i], 1e-6));
});

Deno.test("the same images and seed give the same bytes, another seed the same axes", async () => {
  await useBackend("wasm");
  const images = patterned(24);
  const options = { pixels: 16, components: 3 };
  const first = await fitPrincipalComponents(images, options);
  assertEquals(await fitPrincipalComponents(images, { ...options, seed: 0 }), first);
  const other = await fitPrincipalComponents(images, { ...options, seed: 1 });
  first.components.forEach((x, i) => assertAlmostEquals(other.components[i], x, 1e-5));
});

Deno.test("axes are orthonormal, by falling variance, first large value positive", async () => {
  await useBackend("wasm");
  const value = fc.constantFrom(0, 0, 0.1, 0.5, 1);
  const table = fc.integer({ min: 1, max: 6 }).chain((pixels) =>
    fc.integer({ min: 1, max: 6 }).chain((count) =>
      fc.array(value, { minLength: count * pixels, maxLength: count * pixels })
        .map((values) => ({ pixels, count, images: f32(...values) }))
    )
  );
  await fc.assert(
    fc.asyncProperty(table, async ({ pixels, count, images }) => {
      const model = await fitPrincipalComponents(images, { pixels, components: 4 });
      assertEquals(model.variances.length, Math.min(4, pixels, count));
      assertOrthonormal(model);
      model.variances.forEach((variance, k) => {
        assert(variance >= 0 && (k === 0 || variance <= model.variances[k - 1]));
        const largest = Math.max(...row(model, k).map(Math.abs));
        assert(row(model, k).find((x) => Math.abs(x) >= largest / 2)! > 0);
      });
      const { variances } = exact(images, pixels);
      const total = (values: Iterable<number>) =>
        [...values].slice(0, 4).reduce((s, x) => s + x, 0);
      assertAlmostEquals(total(model.variances), total(variances), 1e-6);
    }),
    { numRuns: 60 },
  );
});

Deno.test("images that do not vary have axes without variance, and are drawn as they are", async () => {
  await useBackend("wasm");
  for (const count of [1, 5]) {
    const images = f32(...Array.from({ length: count }, () => [0.1, 0.5, 1]).flat());
    const model = await fitPrincipalComponents(images, { pixels: 3, components: 3 });
    assertEquals(model.variances.length, Math.min(count, 3));
    model.variances.forEach((variance) => assertAlmostEquals(variance, 0, 1e-14));
    assertOrthonormal(model);
    const drawn = await reconstructFromComponents(model, images);
    drawn.forEach((pixel, i) => assertAlmostEquals(pixel, images[i], 1e-7));
  }
});

testOnBackends("principal components leave no tensor behind", async () => {
  const before = tf.memory().numTensors;
  const images = uniform(20 * 8, 5);
  const model = await fitPrincipalComponents(images, { pixels: 8, components: 2 });
  await reconstructFromComponents(model, images);
  assertEquals(tf.memory().numTensors, before);
});

Deno.test("images that are no pixels, and options out of range, are refused", async () => {
  await useBackend("wasm");
  const options = { pixels: 2, components: 1 };
  const fit = (images: Float32Array, changed = {}) => () =>
    fitPrincipalComponents(images, { ...options, ...changed });
  await assertRejects(fit(f32(0, 1, 0)), RangeError, "3 numbers and P = 2");
  await assertRejects(fit(f32()), RangeError, "0 numbers");
  await assertRejects(fit(f32(0, NaN)), RangeError, "received NaN");
  await assertRejects(fit(f32(0, 1.5)), RangeError, "received 1.5");
  await assertRejects(fit(f32(0, 1), { pixels: 0 }), RangeError, "P = 0");
  await assertRejects(fit(f32(0, 1), { components: 0 }), RangeError, "components");
  await assertRejects(fit(f32(0, 1), { iterations: -1 }), RangeError, "iterations");
  await assertRejects(fit(f32(0, 1), { oversampling: 0.5 }), RangeError, "oversampling");
  await assertRejects(fit(f32(0, 1), { seed: -1 }), RangeError, "seed");
  const model = await fit(f32(0, 1, 1, 0))();
  const draw = (images: Float32Array, components?: number) => () =>
    reconstructFromComponents(model, images, { components });
  await assertRejects(draw(f32(0, 1), 2), RangeError, "from 1 to 1, received 2");
  await assertRejects(draw(f32(0, 1), 0), RangeError, "received 0");
  await assertRejects(draw(f32(0, 1, 1)), RangeError, "3 numbers");
});
