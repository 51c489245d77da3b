/**
 * Errors of a network along P1, measured as those of the published reconstructions were: from μ, and
 * from several draws of z = μ + σ·ε, as the published ones have sampling noise in them.
 *
 * @module
 */

import { readDatasetFacts } from "../../dataset/facts.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import type { Row } from "../../files/tables.ts";
import { errorRow } from "../../measure/cells.ts";
import { clippedErrors } from "../../measure/image/clipped_errors.ts";
import { freed, loadVae } from "../../model/files.ts";
import { decodeLatents, encodePosteriors } from "../../model/inference.ts";
import { createRandom } from "../../random.ts";
import { insideHole } from "../../space/hole.ts";
import { PUBLISHED_TRANSECTS, transectPoints } from "../../space/transect.ts";
import { drawer, pixelsOf } from "../sets.ts";

/** Probabilities were kept this far from 0 and 1 when the published figures were measured. */
export const PUBLISHED_CLIP = 1e-4;

/** What {@linkcode p1Errors} measures with. */
export interface P1ErrorsOptions {
  /** Name of the network in the table. */
  readonly network: string;
  /** Number of draws of the noise, ≥ 0. */
  readonly draws: number;
  /** Seed of the noise, and of the network in the table. */
  readonly seed: number;
  /** Called before each pass of 15 images. */
  readonly check?: (pass: string) => void;
}

/**
 * Measures a trained network at the 15 points of P1, its images drawn as those it was trained on.
 *
 * Rows are yielded pass by pass: first that of μ (`draw` 0), then one for each draw of the noise
 * (from 1). Columns: `network`, `seed`, `draw`, `index` (along P1, from 0), `a`, `b`, `inside` (of the
 * hole that it was trained around, 0 or 1), and those of every measure.
 *
 * @param model folder of the trained network
 */
export async function* p1Errors(
  model: string,
  { network, draws, seed, check = () => {} }: P1ErrorsOptions,
): AsyncGenerator<Row[]> {
  const facts = await readDatasetFacts(model);
  const points = transectPoints(PUBLISHED_TRANSECTS[0]);
  const set = (await drawer(facts))(points);
  const hole = datasetHole(facts);
  const truth = pixelsOf(set);
  const area = facts.size ** 2;
  const vae = await loadVae(model);
  using _network = freed(vae);
  const { means, logVariances } = await encodePosteriors(vae, set);
  const random = createRandom(seed, "reanalysis/noise");
  for (let draw = 0; draw <= draws; draw++) {
    check(`${network}, ${draw === 0 ? "without noise" : `draw ${draw} of the noise`}`);
    const codes = draw === 0
      ? means
      : means.map((mean, i) => mean + Math.exp(logVariances[i] / 2) * random.normal());
    const images = await decodeLatents(vae, codes);
    yield points.map((point, n): Row => ({
      network,
      seed,
      draw,
      index: n,
      ...point,
      inside: insideHole(hole, point) ? 1 : 0,
      ...errorRow(clippedErrors(
        truth.subarray(n * area, (n + 1) * area),
        images.subarray(n * area, (n + 1) * area),
        { width: facts.size, clip: PUBLISHED_CLIP },
      )),
    }));
  }
}
