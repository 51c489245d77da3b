/**
 * What a network makes of test images: reconstructions, their errors in pixels, and in the
 * parameters of the shapes that fit them best.
 *
 * @module
 */

import type { CurveFit, CurveFitter } from "../curve/fit.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import type { Row } from "../files/tables.ts";
import { errorMeans, errorRow, latentRow } from "../measure/cells.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import type { ImageErrors } from "../measure/image/measures.ts";
import { meanRecovery, recoveryRow } from "../measure/image/recovery.ts";
import {
  decodeLatents,
  encodeMeans,
  encodeSamples,
  type Reconstruction,
} from "../model/inference.ts";
import { sharesOf, together } from "../model/shares.ts";
import type { Vae } from "../model/mod.ts";
import { createRandom } from "../random.ts";
import type { Metrics } from "../results/stage.ts";
import { edgeDistance, holeDistance } from "../space/distance.ts";
import type { Hole } from "../space/hole.ts";
import type { EvaluationHelper } from "./helpers.ts";
import { pixelsOf, type TestSet } from "./sets.ts";

/** How a network reconstructs. */
export interface Reconstructing {
  readonly vae: Vae;
  /** Workers with the same network that take a share. */
  readonly helpers?: readonly EvaluationHelper[];
  /** Whether z = μ + σ·ε is decoded instead of μ. */
  readonly noise: boolean;
  /** Seed of ε. */
  readonly seed: number;
  /** Fits shapes to images drawn as the test images are. */
  readonly fitter: CurveFitter;
  /** Throws where the run is to end. */
  readonly check: () => void;
}

/** A test set with what the network made of it. */
export interface Measured {
  readonly set: TestSet;
  readonly means: Float32Array;
  readonly errors: readonly ImageErrors[];
  readonly fits: readonly CurveFit[];
}

/** Encodes and decodes images, with noise where it is asked for. */
export async function reconstructed(
  set: ImageSet,
  { vae, helpers, noise, seed }: Reconstructing,
): Promise<Reconstruction> {
  const means = await encodeMeans(vae, set, { helpers });
  const latents = noise
    ? await encodeSamples(vae, set, createRandom(seed, "evaluation/noise"))
    : means;
  return { means, images: await decodeLatents(vae, latents, { helpers }) };
}

/** Reconstructs a test set, measures every image, and fits a shape to it. */
export async function measureSet(set: TestSet, request: Reconstructing): Promise<Measured> {
  const { means, images } = await reconstructed(set, request);
  const fits = await fitAll(images, set.size, request);
  return { set, means, errors: errorsOf({ images }, set), fits };
}

/** The shape nearest to each image, each helper fitting a share. */
async function fitAll(
  images: Float32Array,
  size: number,
  { fitter, helpers, check }: Reconstructing,
): Promise<CurveFit[]> {
  const area = size ** 2;
  const { own, others } = sharesOf(images.length / area, { batch: 1, helpers });
  const fits: CurveFit[] = [];
  const asked = together(others, async ({ helper, from, to }) => {
    const fitted = await helper.fit(images.slice(from * area, to * area), size);
    fitted.forEach((fit, n) => fits[from + n] = fit);
  });
  for (let n = 0; n < own.to; n++) {
    fits[n] = fitter.fit(images.subarray(n * area, (n + 1) * area));
    if (n % 50 === 0) await pause(check);
  }
  await asked;
  return fits;
}

/** Lets the handler of a signal run. */
export async function pause(check: () => void): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  check();
}

/** Rows of the table of points. */
export function pointRows({ set, means, errors, fits }: Measured, hole: Hole): Row[] {
  const latents = means.length / set.points.length;
  return set.points.map((point, n) => ({
    set: set.name,
    index: set.numbers[n],
    ...point,
    hole_distance: holeDistance(hole, point),
    edge_distance: edgeDistance(point, hole.periodic),
    ...errorRow(errors[n]),
    a_fit: fits[n].a,
    b_fit: fits[n].b,
    ...recoveryRow({ fit: fits[n], point }, hole),
    ...latentRow(means, { latents, row: n }),
  }));
}

/** Mean errors by set. */
export function reconstructionMetrics(measured: readonly Measured[]): Metrics {
  return Object.fromEntries(measured.map(({ set, errors, fits }) => {
    return [set.name, {
      ...errorMeans(errors),
      ...meanRecovery(fits.map((fit, n) => ({ fit, point: set.points[n] })), set),
    }];
  }));
}

/** What the fit makes of the true images of the transects: the least that its errors can be. */
export function recoveryFloor(
  sets: readonly TestSet[],
  { fitter }: Reconstructing,
): Metrics {
  const walks = sets.filter(({ name }) => name !== "hole" && name !== "validation");
  const recovered = walks.flatMap((set) => {
    const [pixels, area] = [pixelsOf(set), set.size ** 2];
    return set.points.map((point, n) => ({
      point,
      fit: fitter.fit(pixels.subarray(n * area, (n + 1) * area)),
    }));
  });
  return meanRecovery(recovered, walks[0]);
}
