import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { latentMethods, methodRows, pixelMethods } from "../../lib/evaluation/methods.ts";
import { bytesOf, drawer, pixelsOf, type TestSet } from "../../lib/evaluation/sets.ts";
import { trainedModel } from "../../lib/evaluation/trained_model.ts";
import { Vae } from "../../lib/model/mod.ts";
import { createRandom } from "../../lib/random.ts";
import {
  insideHole,
  parseHole,
  type Point,
  PUBLISHED_TRANSECTS,
  sampleHole,
  samplePoints,
  transectPoints,
} from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { useBackend } from "../backend/devices.ts";

const HOLE = parseHole("disc:1.25,1,0.3");
const draw = await drawer({ ...DEFAULT_SHAPES, size: 32, geometry: "square", stroke: 2 });

function testSet(name: string, points: readonly Point[]): TestSet {
  return { ...draw(points), name, numbers: [...points.keys()] };
}

const OUTSIDE = samplePoints(150, createRandom(0, "points"))
  .filter((point) => !insideHole(HOLE, point));
const INSIDE = sampleHole(HOLE, { count: 20, random: createRandom(0, "hole") });
const TRAINING = { images: bytesOf(draw(OUTSIDE)), points: OUTSIDE };
const AREA = 32 * 32;

function image(images: Float32Array, n: number): number[] {
  return Array.from(images.subarray(n * AREA, (n + 1) * AREA));
}

Deno.test("the nearest training image of a training image is itself, in pixels and in (a, b)", async () => {
  await useBackend("wasm");
  const methods = await pixelMethods({ training: TRAINING, hole: HOLE, seed: 0 }, {
    latents: 3,
    draw,
  });
  const set = testSet("validation", OUTSIDE.slice(0, 10));
  for (const name of ["nearest_image", "nearest_point"]) {
    assertEquals(Array.from((await methods[name](set))!), Array.from(pixelsOf(set)), name);
  }
  const [few, many] = [(await methods.pca_latents(set))!, (await methods.pca_50(set))!];
  const error = (images: Float32Array) =>
    methodRows(set, { method: "pca", images }).reduce((sum, { mse }) => sum + Number(mse), 0);
  assert(error(many) < error(few), "more components, less error");
});

Deno.test("the linear code has as many components as there are latents, and never more than images", async () => {
  await useBackend("wasm");
  const set = testSet("validation", OUTSIDE.slice(0, 10));
  const error = (images: Float32Array) =>
    methodRows(set, { method: "pca", images }).reduce((sum, { mse }) => sum + Number(mse), 0);
  const made = async (latents: number, count: number) => {
    const points = OUTSIDE.slice(0, count);
    const training = { images: bytesOf(draw(points)), points };
    const methods = await pixelMethods({ training, hole: HOLE, seed: 0 }, { latents, draw });
    return [(await methods.pca_latents(set))!, (await methods.pca_50(set))!];
  };
  const [more, fifty] = await made(64, OUTSIDE.length);
  assert(error(more) < error(fifty), "64 components beside 50");
  const [few, all] = await made(64, 20);
  assertEquals(few, all);
});

Deno.test("a cross-fade mixes the images at the hole's edge, and nothing outside it", async () => {
  await useBackend("wasm");
  const methods = await pixelMethods({ training: TRAINING, hole: HOLE, seed: 0 }, {
    latents: 3,
    draw,
  });
  const fade = methods.cross_fade;
  assertEquals(await fade(testSet("validation", OUTSIDE.slice(0, 3))), undefined);
  // In the middle of the hole both ends of the chord count half, whichever way it runs.
  const centre = testSet("hole", [{ a: 1.25, b: 1 }]);
  const faded = image((await fade(centre))!, 0);
  const along = (axis: "a" | "b") => {
    const ends = [-1, 1].map((side) => ({
      a: 1.25,
      b: 1,
      [axis]: { a: 1.25, b: 1 }[axis] + side * 0.300001,
    }));
    const pixels = pixelsOf(draw(ends as Point[]));
    return image(pixels, 0).map((value, i) => (value + pixels[AREA + i]) / 2);
  };
  const far = (expected: readonly number[]) =>
    Math.max(...expected.map((value, i) => Math.abs(value - faded[i])));
  assert(Math.min(far(along("a")), far(along("b"))) < 0.02);

  const walk = testSet("P1", transectPoints(PUBLISHED_TRANSECTS[0]));
  const walked = (await fade(walk))!;
  walk.points.forEach((point, n) => {
    const same = image(walked, n).every((value, i) => value === pixelsOf(walk)[n * AREA + i]);
    assertEquals(same, !insideHole(HOLE, point), `step ${n}`);
  });
  const corner = testSet(
    "P4",
    transectPoints({ name: "P4", from: { a: 0.5, b: 0 }, to: { a: 0.6, b: 0 } }),
  );
  assertEquals(await fade(corner), undefined);
});

Deno.test("where μ is a plane over (a, b), attribute vectors and the smooth map find it in the hole", async () => {
  await useBackend("wasm");
  const vae = Vae.create({ size: 32, divide: 16, latents: 3, posterior: "fixed" }, 0);
  const code = ({ a, b }: Point) => [a - 2 * b, 0.5 * b + 1, a];
  const outside = { points: OUTSIDE, codes: Float32Array.from(OUTSIDE.flatMap(code)) };
  const { methods, mapDegree } = latentMethods(
    trainedModel(vae),
    { outside, hole: HOLE, seed: 0 },
    { draw },
  );
  assertEquals(mapDegree, 1);
  const set = testSet("hole", INSIDE);
  const expected = INSIDE.flatMap(code);
  for (const name of ["attribute_vectors", "predicted_code"]) {
    const found = (await methods[name](set))!;
    found.forEach((value, n) => assertAlmostEquals(value, expected[n], 1e-5, name));
  }
  const line = (await methods.latent_line(set))!;
  assertEquals(line.length, expected.length);
  assert(line.every(Number.isFinite));
  assertEquals(await methods.latent_line(testSet("validation", OUTSIDE)), undefined);
});
