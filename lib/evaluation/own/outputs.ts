/**
 * A model that is known by what it made of the images: reconstructions of the test images and, where
 * they are given, codes. It can neither encode nor decode anything else.
 *
 * @module
 */

import type { Dataset } from "../../dataset/mod.ts";
import { UsageError } from "../../errors.ts";
import { imageSearch } from "../../measure/baselines/nearest.ts";
import { dice } from "../../measure/image/image_errors.ts";
import type { EvaluatedModel, NamedSet } from "../evaluated_model.ts";
import { bytesOf, type Draw, pixelsOf, shownSets, undrawn } from "../sets.ts";
import { type Hole, insideHole } from "../../space/hole.ts";
import { type ArrayFile, readArray } from "./model_files.ts";
import { type Pixels, readPixels } from "./pixels.ts";

/** Rows of a set in arrays of a row an image. */
interface Rows {
  readonly from: number;
  readonly to: number;
}

/** Where each test set lies in the arrays, and how many images they hold. */
export interface TestRows {
  readonly rows: ReadonlyMap<string, Rows>;
  readonly count: number;
}

/** Lays the test sets one behind another, the lattice last. */
export function testRows(dataset: Dataset): TestRows {
  let count = 0;
  const rows = new Map<string, Rows>();
  for (const { name, points } of shownSets(dataset, undrawn(dataset.size))) {
    rows.set(name, { from: count, to: count += points.length });
  }
  return { rows, count };
}

/** Files of outputs. */
export interface OutputFiles {
  /** M × S × S, M × 1 × S × S or M × S × S × 1: an image for each test image. */
  readonly reconstructions: ArrayFile;
  /** (N + M) × L: a code for each of the dataset's N images, then one for each test image. */
  readonly codes?: ArrayFile | undefined;
}

/**
 * Throws UsageError, in one line, unless the arrays have the shapes that the dataset asks for. Nothing
 * is read.
 */
export function checkShapes(
  { reconstructions, codes }: OutputFiles,
  { dataset, tests }: { dataset: Dataset; tests: TestRows },
): void {
  const { size } = dataset;
  const sets = [...tests.rows].map(([name, { from, to }]) => `${to - from} ${name}`).join(", ");
  const { shape } = reconstructions;
  const image = shape.slice(1).filter((length, k, all) =>
    !(length === 1 && all.length === 3 && (k === 0 || k === 2))
  );
  if (shape[0] !== tests.count || image.join() !== [size, size].join()) {
    throw new UsageError(
      `${reconstructions.name} must hold ${tests.count} images of ${size}×${size} (${sets}), ` +
        `received the shape (${shape.join(", ")})`,
    );
  }
  if (!codes) return;
  const rows = dataset.points.length + tests.count;
  if (codes.shape.length !== 2 || codes.shape[0] !== rows || codes.shape[1] < 1) {
    throw new UsageError(
      `${codes.name} must hold ${rows} codes (${dataset.points.length} of the dataset's images, ` +
        `then ${tests.count} of the test images), received the shape (${codes.shape.join(", ")})`,
    );
  }
}

/**
 * Reads the outputs of a model.
 *
 * Throws UsageError, in one line, where a shape, a pixel or a code is wrong, or the images are plainly
 * in another order.
 */
export async function outputsModel(
  files: OutputFiles,
  { dataset, hole, draw, ...pixels }: { dataset: Dataset; hole: Hole; draw: Draw } & Pixels,
): Promise<EvaluatedModel> {
  const tests = testRows(dataset);
  checkShapes(files, { dataset, tests });
  const { reconstructions, codes: codesFile } = files;
  const images = await readArray(reconstructions);
  readPixels(images, { ...pixels, name: reconstructions.name });
  const sets = shownSets(dataset, draw);
  await checkOrder(images, { name: reconstructions.name, sets, hole });
  const codes = codesFile ? await readCodes(codesFile) : new Float32Array();
  const latents = codesFile ? codesFile.shape[1] : 0;
  const known = dataset.points.length;
  const rowsOf = ({ name }: NamedSet): Rows => tests.rows.get(name)!;
  const codesAt = ({ from, to }: Rows) => codes.slice(from * latents, to * latents);
  const meansOf = (set: NamedSet) => {
    if (set.name === "dataset") return codesAt({ from: 0, to: known });
    const { from, to } = rowsOf(set);
    return codesAt({ from: known + from, to: known + to });
  };
  return {
    latents,
    encodes: latents > 0,
    noise: false,
    reconstruct(set) {
      const { from, to } = rowsOf(set), area = set.size ** 2;
      return Promise.resolve({
        means: meansOf(set),
        images: images.slice(from * area, to * area),
      });
    },
    posteriors(set) {
      const means = meansOf(set);
      return Promise.resolve({ means, logVariances: new Float32Array(means.length) });
    },
  };
}

async function readCodes(file: ArrayFile): Promise<Float32Array<ArrayBuffer>> {
  const codes = await readArray(file);
  const wrong = codes.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const [row, latent] = [Math.floor(wrong / file.shape[1]), wrong % file.shape[1]];
    throw new UsageError(
      `${file.name} must hold finite codes, received ${
        codes[wrong]
      } in row ${row}, latent ${latent}`,
    );
  }
  return codes;
}

/** Images that are looked at for their order. */
const LOOKED_AT = 60;

/** Of them, the share that must look like another test image before the order is called wrong. */
const ASTRAY = 0.5;

/** How many times nearer, in 1 − Dice, a reconstruction is to the image that it looks like. */
const NEARER = 2.5;

/** By how much nearer at least. */
const LEAST_GAIN = 0.03;

/**
 * Throws UsageError where most reconstructions outside the hole look much more like the test image of
 * another row than like their own, and not all like the same one, as those of a model that has learnt
 * nothing do. In the hole a model may well show what lies beside it.
 */
async function checkOrder(
  images: Float32Array,
  { name, sets, hole }: { name: string; sets: readonly NamedSet[]; hole: Hole },
): Promise<void> {
  const area = sets[0].size ** 2;
  const count = sets.reduce((sum, { points }) => sum + points.length, 0);
  const truth = new Uint8Array(count * area);
  sets.reduce((at, set) => {
    truth.set(bytesOf(set), at * area);
    return at + set.points.length;
  }, 0);
  const outside = sets.flatMap(({ points }) => points)
    .flatMap((point, row) => insideHole(hole, point) ? [] : [row]);
  const looked = Math.min(LOOKED_AT, outside.length);
  const rows = Array.from(
    { length: looked },
    (_, k) => outside[Math.floor((k + 0.5) * outside.length / looked)],
  );
  const made = (row: number) => images.subarray(row * area, (row + 1) * area);
  const asked = new Float32Array(looked * area);
  rows.forEach((row, k) => asked.set(made(row), k * area));
  const found = await imageSearch(truth, { pixels: area })(asked);
  const target = (row: number) =>
    pixelsOf({ images: truth, points: [], size: sets[0].size, indices: Uint32Array.of(row) });
  const astray = rows.flatMap((row, k) => {
    const own = dice(target(row), made(row));
    const other = dice(target(found[k]), made(row));
    const astray = other > own + LEAST_GAIN && 1 - own > NEARER * (1 - other);
    return astray ? [[row, found[k]] as const] : [];
  });
  const different = new Set(astray.map(([, other]) => other)).size;
  if (astray.length < ASTRAY * looked || different < ASTRAY * astray.length) return;
  const [row, other] = astray[0];
  throw new UsageError(
    `${name} must hold the images in the order of test_imgs: of ${looked} looked at, ` +
      `${astray.length} are much more like another test image (row ${row} like row ${other})`,
  );
}
