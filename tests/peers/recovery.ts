/**
 * How far the fit of (a, b) can be trusted, for a network of yours: `lib/curve/fit.ts` against a fit
 * through another rasteriser (`tests/curve/supersampled.ts`), on images of both rasterisers and on
 * the network's reconstructions of its validation points. README and the data dictionary quote what
 * it prints for the default network.
 *
 * ```sh
 * deno run -P=evaluate tests/peers/recovery.ts DATASET MODEL
 * ```
 *
 * DATASET (square geometry) and MODEL are result folders of `deno task dataset` and `deno task
 * train`.
 *
 * @module
 */

import { selectBackend } from "../../lib/backend/mod.ts";
import { createCurveFitter } from "../../lib/curve/fit.ts";
import { defaultStroke } from "../../lib/curve/geometry.ts";
import { renderCurve } from "../../lib/curve/raster.ts";
import { readDataset } from "../../lib/dataset/mod.ts";
import { loadVae } from "../../lib/model/mod.ts";
import type { Point } from "../../lib/space/mod.ts";
import { reconstruct } from "../../lib/model/inference.ts";
import { fitSupersampled, supersampled } from "../curve/supersampled.ts";

/** Images of each kind. */
const COUNT = 200;

/** Mean and largest |difference| of a and of b. */
function compare(pairs: readonly (readonly [Point, Point])[]): string {
  const text = (axis: "a" | "b") => {
    const differences = pairs.map(([one, other]) => Math.abs(one[axis] - other[axis]));
    const mean = differences.reduce((sum, x) => sum + x, 0) / differences.length;
    return `${axis} ${mean.toFixed(4)} (largest ${Math.max(...differences).toFixed(3)})`;
  };
  return `${text("a")}, ${text("b")}`;
}

if (import.meta.main) {
  const [datasetFolder, modelFolder] = Deno.args;
  await selectBackend("wasm");
  const dataset = await readDataset(datasetFolder);
  const vae = await loadVae(modelFolder);
  const { size } = dataset;
  const stroke = defaultStroke("square", size);
  const second = { size, stroke, samples: 4 };
  const { fit } = createCurveFitter({ size, stroke });

  const indices = dataset.subsets.validation.slice(0, COUNT);
  const points = Array.from(indices, (n) => dataset.points[n]);
  const { images } = await reconstruct(vae, { ...dataset, indices });
  const image = (n: number) => images.subarray(n * size * size, (n + 1) * size * size);
  const canvas = points.map((point) =>
    Float64Array.from(renderCurve(point, { size, stroke }), (value) => value / 255)
  );
  const other = points.map((point) => supersampled(point, second));
  const fits = points.map((_, n) => fit(image(n)));
  const seconds = points.map((point, n) =>
    fitSupersampled(image(n), { ...second, starts: [point, fits[n]] })
  );

  const pairUp = (one: readonly Point[], two: readonly Point[] = points) =>
    one.map((point, n) => [point, two[n]] as const);
  console.log(`${points.length} validation points at ${size}², mean |difference| in axis units`);
  console.log(`own renders:               fit − truth   ${compare(pairUp(canvas.map(fit)))}`);
  console.log(`the other's renders:       fit − truth   ${compare(pairUp(other.map(fit)))}`);
  console.log(`reconstructions:           fit − other   ${compare(pairUp(fits, seconds))}`);
  console.log(`reconstructions:           fit − truth   ${compare(pairUp(fits))}`);
  console.log(`reconstructions:         other − truth   ${compare(pairUp(seconds))}`);
}
