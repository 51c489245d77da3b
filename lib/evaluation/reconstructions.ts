/**
 * What a model makes of test images: reconstructions, their errors in pixels, and in the
 * parameters of the shapes that fit them best.
 *
 * @module
 */

import type { CurveFit, CurveFitter } from "../curve/fit.ts";
import type { Row } from "../files/tables.ts";
import { errorMeans, errorRow, latentRow } from "../measure/cells.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import type { ImageErrors } from "../measure/image/measures.ts";
import { meanRecovery, recoveryRow } from "../measure/image/recovery.ts";
import { sharesOf, together } from "../model/shares.ts";
import type { Metrics } from "../results/stage.ts";
import { edgeDistance, holeDistance } from "../space/distance.ts";
import type { Hole } from "../space/hole.ts";
import type { EvaluatedModel, ReconstructionChoice } from "./evaluated_model.ts";
import type { EvaluationHelper } from "./helpers.ts";
import { pixelsOf, type TestSet } from "./sets.ts";

/** How a model reconstructs, and how that is measured. */
export interface Reconstructing extends ReconstructionChoice {
  readonly model: EvaluatedModel;
  /** Workers that take a share of the fits. */
  readonly helpers?: readonly Pick<EvaluationHelper, "fit">[];
  /** Fits shapes to images drawn as the test images are. */
  readonly fitter: CurveFitter;
  /** Throws where the run is to end. */
  readonly check: () => void;
}

/** A test set with what the model made of it. */
export interface Measured {
  readonly set: TestSet;
  readonly means: Float32Array;
  readonly errors: readonly ImageErrors[];
  readonly fits: readonly CurveFit[];
}

/** Reconstructs a test set, measures every image, and fits a shape to it. */
export async function measureSet(set: TestSet, request: Reconstructing): Promise<Measured> {
  const { means, images } = await request.model.reconstruct(set, request);
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
    edge_distance: edgeDistance(point),
    ...errorRow(errors[n]),
    a_fit: fits[n].a,
    b_fit: fits[n].b,
    ...recoveryRow({ fit: fits[n], point }),
    ...latentRow(means, { latents, row: n }),
  }));
}

/** Mean errors by set. */
export function reconstructionMetrics(measured: readonly Measured[]): Metrics {
  return Object.fromEntries(measured.map(({ set, errors, fits }) => {
    return [set.name, {
      ...errorMeans(errors),
      ...meanRecovery(fits.map((fit, n) => ({ fit, point: set.points[n] }))),
    }];
  }));
}

/** What the fit makes of the true images of the transects: the least that its errors can be. */
export function recoveryFloor(
  sets: readonly TestSet[],
  { fitter }: Reconstructing,
): Metrics {
  const walks = sets.filter(({ name }) => name !== "hole" && name !== "validation");
  return meanRecovery(walks.flatMap((set) => {
    const [pixels, area] = [pixelsOf(set), set.size ** 2];
    return set.points.map((point, n) => ({
      point,
      fit: fitter.fit(pixels.subarray(n * area, (n + 1) * area)),
    }));
  }));
}
