import { measureSurface } from "../../lib/evaluation/surface.ts";
import { LATTICE } from "../../lib/evaluation/sets.ts";
import { trainedModel } from "../../lib/evaluation/trained_model.ts";
import { lattice, parseHole } from "../../lib/space/mod.ts";
import { assert, assertAlmostEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";
import { logisticDecoder } from "../model/logistic_decoder.ts";

testOnBackends("the volume element of σ(c·z) is that of its exact derivative", async () => {
  const { vae, weights } = logisticDecoder({ size: 32, latents: 2 });
  const points = lattice(LATTICE.rows, LATTICE.columns);
  // A sheet that is not in proportion to (a, b), so that the tangents matter.
  const means = Float32Array.from(points.flatMap(({ a, b }) => [a + 0.3 * b, 0.5 * b * b + 0.1]));
  const hole = parseHole("disc:1.25,1,0.3");
  const { volume, scores } = await measureSurface(trainedModel(vae), {
    means,
    points,
    size: 32,
    hole,
    scored: [0, 1],
    noise: [0.01, 0.01],
  });
  assert(volume.length > 50);
  const expected = (a: number, b: number) => {
    const z = [a + 0.3 * b, 0.5 * b * b + 0.1];
    const g = { aa: 0, bb: 0, ab: 0 };
    for (let pixel = 0; pixel < 32 * 32; pixel++) {
      const [one, other] = weights(pixel);
      const mean = 1 / (1 + Math.exp(-one * z[0] - other * z[1]));
      const slope = mean * (1 - mean);
      g.aa += (slope * one) ** 2;
      g.bb += (slope * other) ** 2;
      g.ab += slope ** 2 * one * other;
    }
    return Math.sqrt(g.aa * g.bb - g.ab ** 2);
  };
  const sums = [0, 0], counts = [0, 0];
  for (const { a, b, volume: value, inside_hole } of volume) {
    const exact = expected(Number(a), Number(b));
    assertAlmostEquals(Number(value) / exact, 1, 1e-4, `(${a}, ${b})`);
    sums[Number(inside_hole)] += exact;
    counts[Number(inside_hole)]++;
  }
  const ratio = (sums[1] / counts[1]) / (sums[0] / counts[0]);
  assertAlmostEquals(Number(scores.volume_ratio.value), ratio, 1e-4 * ratio);
});
