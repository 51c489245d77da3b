/**
 * The transects in a report: what the networks make of each point, and what is to be had without
 * them.
 *
 * @module
 */

import type { FamilyName } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import { readDataset } from "../../dataset/files.ts";
import type { ImageStack } from "../../figures/images.ts";
import { type MontageRow, transectMontage } from "../../figures/montage.ts";
import { transectErrors, type TransectRow } from "../../figures/transect_errors.ts";
import type { PairName } from "../../words/network_names.ts";
import { crossFadeWalk } from "../../measure/baselines/cross_fade.ts";
import { imageSearch } from "../../measure/baselines/nearest.ts";
import {
  COMPARED_MEASURES,
  type ComparedMeasure,
  imagePair,
  MAIN_MEASURE,
  MEASURES,
} from "../../measure/image/measures.ts";
import type { ReportFigure } from "../mod.ts";
import type { Result } from "../../results/stage.ts";
import { type Found, slug } from "./sources.ts";
import { readStack, readTable } from "./read.ts";

/** The points of all transects with the errors of each network. */
export async function transectRows(walk: Result): Promise<TransectRow[]> {
  return (await readTable(walk, "transects")).map((row) => ({
    transect: row.transect,
    step: Number(row.step),
    a: Number(row.a),
    b: Number(row.b),
    inside: row.inside_hole === "1",
    network: row.model as PairName,
    ...Object.fromEntries(
      COMPARED_MEASURES.map((name) => [name, Number(row[MEASURES[name].column])]),
    ) as Record<ComparedMeasure, number>,
  }));
}

/**
 * Figures of the transects of one hole: a strip each, with what nearest neighbours and a cross-fade
 * make of the same points where the dataset is there; and the errors along them.
 *
 * @param walk the transects, with a control
 * @param options `dataset` is the one that the networks were trained on; `errors` asks for the
 * figure of errors; `suffix` tells the files of several holes apart
 */
export async function walkFigures(
  { role, result, source }: Found<"transects">,
  { dataset, family, suffix, errors }: {
    dataset: Found<"dataset"> | undefined;
    family: FamilyName;
    suffix: string;
    errors: boolean;
  },
): Promise<ReportFigure[]> {
  const rows = await transectRows(result);
  const [truth, reconstruction, control] = await Promise.all(
    ["truth", "reconstruction", "control"].map((name) =>
      readStack(`${result.directory}/${name}.npy`)
    ),
  );
  const [, count, size] = truth.shape;
  const simpler = dataset && await simplerMethods(dataset.result, truth.images as Uint8Array);
  const end = suffix ? `-${slug(suffix)}` : "";
  const hole = shapeHoleWords(role.hole, family);
  const note = `The hole is a ${hole}; both networks are of seed ${role.seed}.`;
  const sources = dataset ? [source, dataset.source] : [source];
  const names = [...new Set(rows.map(({ transect }) => transect))];
  const strips = names.map((name, k): ReportFigure => {
    const own = rows.filter(({ transect }) => transect === name);
    const part = <T extends ImageStack>(images: T) =>
      images.subarray(k * count * size * size, (k + 1) * count * size * size) as T;
    const inside = own.filter(({ network }) => network === "punctured").map(({ inside }) => inside);
    const data = {
      rows: own,
      size,
      family,
      title: `${name} across the ${hole}`,
      truth: part(truth.images),
      reconstruction: part(reconstruction.images),
      control: part(control.images),
      further: simpler?.(part(truth.images) as Uint8Array, { size, inside, first: k * count }),
    };
    return {
      kind: "transect",
      name: `transect-${name}${end}`,
      svg: transectMontage(data),
      narrow: transectMontage({ ...data, narrow: true }),
      note,
      // One walk says what a hole does; the others are for who wants to check.
      folded: k > 0,
      sources,
    };
  });
  if (!errors) return strips;
  return [...strips, {
    kind: "errors",
    name: `transect-errors${end}`,
    svg: await transectErrors(rows, { title: `Error along the transects: ${hole}`, family }),
    note,
    folded: true,
    sources: [source],
  }];
}

/** Finds what is nearest to the images of all walks; returns the rows of one walk. */
async function simplerMethods(dataset: Result, truth: Uint8Array) {
  const { images, size, subsets } = await readDataset(dataset.directory);
  const pixels = size * size;
  const unit = (bytes: Uint8Array) => Float32Array.from(bytes, (byte) => byte / 255);
  const training = new Float32Array(subsets.punctured.length * pixels);
  subsets.punctured.forEach((index, n) =>
    training.set(unit(images.subarray(index * pixels, (index + 1) * pixels)), n * pixels)
  );
  const nearest = await imageSearch(training, { pixels })(unit(truth));
  return (
    walk: Uint8Array,
    { inside, first }: { size: number; inside: readonly boolean[]; first: number },
  ): MontageRow[] => {
    const targets = unit(walk);
    const image = (stack: Float32Array, n: number) => stack.subarray(n * pixels, (n + 1) * pixels);
    const chosen = new Float32Array(targets.length);
    inside.forEach((_, n) => chosen.set(image(training, nearest[first + n]), n * pixels));
    const errors = (stack: Float32Array) =>
      inside.map((_, n) =>
        MEASURES[MAIN_MEASURE].of(imagePair(image(targets, n), image(stack, n), { width: size }))
      );
    const rows: MontageRow[] = [
      { label: ["nearest", "training image"], images: chosen, errors: errors(chosen) },
    ];
    // A walk that ends inside the hole has nothing to fade to.
    if (!inside.includes(true) || inside[0] || inside.at(-1)) return rows;
    const faded = crossFadeWalk(targets, inside, { pixels });
    return [...rows, {
      label: ["cross-fade of", "the hole's edges"],
      images: faded,
      errors: errors(faded).map((error, n) => inside[n] ? error : undefined),
    }];
  };
}
