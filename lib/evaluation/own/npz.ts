/**
 * A dataset as one `.npz` file, for a model in another framework: what it may learn from, and the
 * images that an evaluation will show it, in the order in which their reconstructions come back.
 * Names are those of dSprites (Matthey et al. 2017) where it has them.
 *
 * | array | content |
 * |---|---|
 * | `metadata` | JSON text: key and digest of the dataset's result, its parameters |
 * | `imgs` | uint8 N×S×S, 0 background to 255 ink |
 * | `latents_values` | float64 N×2, coordinates a, b in the plane that all families share |
 * | `latents_names` | `a`, `b` |
 * | `latents_titles` | what the family's parameters are, with their units |
 * | `latents_periodic` | bool 2, whether both ends of its range are the same shape |
 * | `latents_natural_values` | float64 N×2, the same values in these units |
 * | `mask_full`, `mask_punctured`, `mask_control` | bool N, the training sets |
 * | `mask_validation`, `mask_validation_in_hole` | bool N, outside and in the hole; never trained on |
 * | `mask_inside_hole` | bool N |
 * | `test_imgs` | uint8 M×S×S, the images that a model is measured on |
 * | `test_values` | float64 M×2, their a, b |
 * | `test_set` | M names: `hole`, `validation`, `P1`, `P2`, `P3`, `lattice` |
 *
 * @module
 */

import { parameterTitle, parameterValue, periodicAxis } from "../../curve/family.ts";
import type { Dataset } from "../../dataset/dataset.ts";
import { datasetFacts } from "../../dataset/facts.ts";
import { canonicalJson } from "../../files/canonical_json.ts";
import type { Json } from "../../files/json.ts";
import { checkNpzSize, float64s, mask, type NpzArray, texts } from "../../files/npz.ts";
import type { Point } from "../../space/space.ts";
import { drawer, drawOnce, shownSets, undrawn } from "../sets.ts";

/** A dataset's result: what the metadata says of it. */
export interface Source {
  /** 64 hexadecimal digits. */
  readonly key: string;
  /** SHA-256 of its files. */
  readonly outputDigest: string;
  /** Its fully resolved parameters. */
  readonly parameters: Json;
}

const AXES = ["a", "b"] as const;

/**
 * The arrays of a dataset. Test images are drawn, which needs the rasteriser's permissions.
 *
 * Throws UsageError where an `.npz` file cannot hold the images, before any is drawn.
 */
export async function npzArrays(
  dataset: Dataset,
  { key, outputDigest, parameters }: Source,
): Promise<Record<string, NpzArray>> {
  const { points, size, images, subsets, insideHole } = dataset;
  const facts = datasetFacts(parameters);
  const count = shownSets(dataset, undrawn(size)).reduce(
    (sum, { points }) => sum + points.length,
    0,
  );
  checkNpzSize((points.length + count) * size ** 2);
  const draw = drawOnce(await drawer(facts), [
    { images, points, size, indices: [] },
    { images: dataset.holeImages, points: dataset.holePoints, size, indices: [] },
  ]);
  const shown = shownSets(dataset, draw);
  const shownPoints = shown.flatMap(({ points }) => points);
  return {
    metadata: texts(canonicalJson({ stage: "dataset", key, outputDigest, parameters })),
    latents_names: texts(AXES),
    latents_titles: texts(AXES.map((axis) => parameterTitle(axis, facts))),
    latents_periodic: mask(2, AXES.keys().filter((n) => AXES[n] === periodicAxis(facts.family))),
    latents_values: coordinates(points),
    latents_natural_values: float64s(
      points.flatMap((point) =>
        AXES.map((axis) => parameterValue(axis, point[axis], facts.family))
      ),
      [points.length, 2],
    ),
    mask_full: mask(points.length, subsets.full),
    mask_punctured: mask(points.length, subsets.punctured),
    mask_control: mask(points.length, subsets.control),
    mask_validation: mask(points.length, subsets.validation),
    mask_validation_in_hole: mask(points.length, subsets.validationInHole),
    mask_inside_hole: mask(points.length, points.keys().filter((index) => insideHole[index] === 1)),
    imgs: { descr: "|u1", shape: [points.length, size, size], parts: [images] },
    test_values: coordinates(shownPoints),
    test_set: texts(shown.flatMap(({ name, points }) => points.map(() => name))),
    test_imgs: {
      descr: "|u1",
      shape: [shownPoints.length, size, size],
      parts: shown.map(({ images }) => images),
    },
  };
}

function coordinates(points: readonly Point[]): NpzArray {
  return float64s(points.flatMap(({ a, b }) => [a, b]), [points.length, 2]);
}
