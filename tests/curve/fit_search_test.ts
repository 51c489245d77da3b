import { createCurveFitter } from "../../lib/curve/fit.ts";
import { renderCurve, renderCurves } from "../../lib/curve/raster.ts";
import {
  fitPrincipalComponents,
  reconstructFromComponents,
} from "../../lib/measure/baselines/principal_components.ts";
import { createRandom } from "../../lib/random.ts";
import { samplePoints } from "../../lib/space/points.ts";
import type { Point } from "../../lib/space/space.ts";
import { assert } from "@std/assert";
import { useBackend } from "../backend/devices.ts";
import { createPatternSearch } from "./pattern_search.ts";

const AREA = 64 * 64;

function clean(point: Point): Float32Array {
  return Float32Array.from(renderCurve(point, { size: 64 }), (byte) => byte / 255);
}

/** How much higher the fit's residuals are than the search's, the largest first. */
function excesses(images: readonly Float32Array[]): number[] {
  const { fit } = createCurveFitter({ size: 64 });
  const search = createPatternSearch();
  return images.map((image) => fit(image).residual - search(image).residual)
    .sort((one, other) => other - one);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

// The canvas' rounding makes the residual rough by about 0.001.

Deno.test("fit() of clean renders is as low as a long search", () => {
  const found = excesses(samplePoints(25, createRandom(21, "points")).map(clean));
  assert(found[0] < 1e-3 && mean(found) < 1e-4, `${found.slice(0, 5)}, mean ${mean(found)}`);
});

Deno.test("fit() of blends of two shapes is as low as a long search", () => {
  const points = samplePoints(30, createRandom(22, "points"));
  const found = excesses(
    points.slice(0, 15).map((point, n) => {
      const [one, other] = [clean(point), clean(points[15 + n])];
      const share = 0.3 + 0.02 * n;
      return one.map((value, i) => (1 - share) * value + share * other[i]);
    }),
  );
  assert(found[0] < 5e-3 && mean(found) < 1.5e-3, `${found.slice(0, 5)}, mean ${mean(found)}`);
});

Deno.test("fit() of reconstructions, blurred and with ghosts, is as low as a long search", async () => {
  await useBackend("wasm");
  // A linear code's, which are farther from the family's shapes than a network's.
  const training = renderCurves(samplePoints(600, createRandom(23, "points")), { size: 64 });
  const model = await fitPrincipalComponents(training, { pixels: AREA, components: 100 });
  const truth = samplePoints(25, createRandom(24, "points")).map(clean);
  const drawn = await reconstructFromComponents(
    model,
    Float32Array.from(truth.flatMap((image) => [...image])),
  );
  const images = truth.map((_, n) => drawn.subarray(n * AREA, (n + 1) * AREA));
  const found = excesses(images);
  assert(found[0] < 5e-3 && mean(found) < 1.5e-3, `${found.slice(0, 5)}, mean ${mean(found)}`);
});
