/**
 * What a trained network makes of the edge of its hole: the codes of shapes all around it.
 *
 * @module
 */

import { datasetHole } from "../curve/family_hole.ts";
import { readDatasetFacts } from "../dataset/facts.ts";
import { UsageError } from "../errors.ts";
import { type HoleWidth, holeWidth } from "../measure/latent/hole_width.ts";
import type { Codes } from "../measure/latent/covariance.ts";
import { loadVae } from "../model/files.ts";
import { encodeMeans } from "../model/inference.ts";
import type { Point } from "../space/space.ts";
import { drawer } from "./sets.ts";

/** Diameters that are measured: 24, one every 7.5°. */
const DIAMETERS = 24;

/** Points at equal steps around a disc, from the one with the largest a, in axis units. */
export function rimPoints(
  { a, b, radius }: Point & { readonly radius: number },
  count: number,
): Point[] {
  return Array.from({ length: count }, (_, k) => {
    const angle = 2 * Math.PI * k / count;
    return { a: a + radius * Math.cos(angle), b: b + radius * Math.sin(angle) };
  });
}

/** Codes of some images. */
export interface RimCodes {
  /** μ of two shapes a diameter at equal steps around the hole, row-major. */
  readonly codes: Codes;
  readonly latents: number;
}

/**
 * Codes of the shapes on the edge of a network's hole, drawn as those it was trained on. Of a control it
 * is the disc that its counterpart did not see. A disc that reaches beyond the ranges of a and b has
 * points there too, of which no network saw any.
 *
 * Throws UsageError where the hole is no disc. A network without an encoder has the true (a, b) as codes.
 *
 * @param model folder of the trained network
 */
export async function rimCodes(model: string): Promise<RimCodes> {
  const facts = await readDatasetFacts(model);
  const hole = datasetHole(facts);
  if (hole.kind !== "disc") {
    throw new UsageError(`the hole must be a disc to have diameters, received ${facts.hole}`);
  }
  const set = (await drawer(facts))(rimPoints(hole, 2 * DIAMETERS));
  const vae = await loadVae(model);
  const { latents } = vae.architecture;
  try {
    return { codes: await encodeMeans(vae, set), latents };
  } finally {
    vae.dispose();
  }
}

/**
 * How wide the hole of a network is in its codes: distances between μ of the two ends of 24 diameters.
 *
 * Throws UsageError where the hole is no disc. A network without an encoder has the true (a, b) as codes.
 *
 * @param model folder of the trained network
 */
export async function measureHoleWidth(model: string): Promise<HoleWidth> {
  const { codes, latents } = await rimCodes(model);
  return holeWidth(codes, { latents });
}
