/** Errors along P1 as the published ones were measured, on a network of fresh weights. */

import { selectBackend } from "../../../lib/backend/mod.ts";
import { DEFAULT_SHAPES } from "../../../lib/curve/family.ts";
import { renderCurves } from "../../../lib/curve/raster.ts";
import { writeDatasetFacts } from "../../../lib/dataset/facts.ts";
import { p1Errors, PUBLISHED_CLIP } from "../../../lib/evaluation/published/p1_errors.ts";
import { outputFolder } from "../../../lib/files/output_folder.ts";
import type { Row } from "../../../lib/files/tables.ts";
import { saveVae } from "../../../lib/model/saving.ts";
import { reconstruct } from "../../../lib/model/inference.ts";
import { Vae } from "../../../lib/model/vae.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../../lib/space/transect.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";

const SIZE = 32;
const AREA = SIZE * SIZE;

/** Mean cross-entropy of an image's pixels in nats, probabilities kept from 0 and 1, in float64. */
function crossEntropy(truth: Uint8Array, image: Float32Array): number {
  const terms = Array.from(truth, (byte, i) => {
    const [x, p] = [byte / 255, Math.min(1 - PUBLISHED_CLIP, Math.max(PUBLISHED_CLIP, image[i]))];
    return -(x * Math.log(p) + (1 - x) * Math.log(1 - p));
  });
  return terms.reduce((sum, term) => sum + term) / terms.length;
}

Deno.test("p1Errors() measures the decoding of μ, then draws of the noise, at the points of P1", async () => {
  await selectBackend("wasm");
  const directory = await Deno.makeTempDir();
  try {
    const vae = Vae.create({ size: SIZE, divide: 16, latents: 3, posterior: "fixed" }, 1);
    const drawing = { ...DEFAULT_SHAPES, size: SIZE, geometry: "published", stroke: 4 } as const;
    await saveVae(vae, outputFolder(directory));
    await writeDatasetFacts(outputFolder(directory), { ...drawing, hole: "disc:1.25,1,0.3" });
    const measure = async (seed: number) => {
      const passes: Row[][] = [];
      const options = { network: "punctured", draws: 2, seed };
      for await (const pass of p1Errors(directory, options)) passes.push(pass);
      return passes;
    };
    const passes = await measure(0);
    assertEquals(passes.map((rows) => [rows.length, rows[0].draw]), [[15, 0], [15, 1], [15, 2]]);
    const inside = passes[0].flatMap(({ index, inside }) => inside ? [index] : []);
    assertEquals(inside, [5, 6, 7, 8, 9]);

    const points = transectPoints(PUBLISHED_TRANSECTS[0]);
    const images = renderCurves(points, drawing);
    const indices = Uint32Array.from(points.keys());
    const made = await reconstruct(vae, { images, points, size: SIZE, indices });
    const part = <T extends Uint8Array | Float32Array>(values: T, n: number) =>
      values.subarray(n * AREA, (n + 1) * AREA) as T;
    passes[0].forEach((row, n) => {
      assertEquals([row.index, row.a, row.b], [n, points[n].a, points[n].b]);
      const expected = crossEntropy(part(images, n), part(made.images, n));
      assertAlmostEquals(Number(row.bce), expected, 1e-6);
    });
    const noise = (rows: Row[]) => rows.map(({ bce }) => bce);
    assert(passes[1].some(({ bce }, n) => bce !== passes[0][n].bce));
    assert(passes[2].some(({ bce }, n) => bce !== passes[1][n].bce));
    assertEquals((await measure(0)).map(noise), passes.map(noise));
    const other = await measure(1);
    assertEquals(noise(other[0]), noise(passes[0]));
    assert(other[1].some(({ bce }, n) => bce !== passes[1][n].bce));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
