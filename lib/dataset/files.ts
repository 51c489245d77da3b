/**
 * A dataset as files that other tools read too: images as `.npy`, points and subsets as CSV.
 *
 * | file | content |
 * |---|---|
 * | `images.npy` | uint8, N×S×S, 0 background to 255 ink |
 * | `points.csv` | index,a,b,inside_hole,validation,full,punctured,control; the last five 0 or 1 |
 * | `hole_images.npy` | uint8, M×S×S; absent where there is no hole |
 * | `hole_points.csv` | index,a,b; absent where there is no hole |
 *
 * @module
 */

import { UsageError } from "../errors.ts";
import { writeCsv } from "../files/csv.ts";
import { decodeNpy, npyHeader } from "../files/npy.ts";
import type { OutputFolder } from "../files/output_folder.ts";
import { encodePng } from "../files/png.ts";
import { reading } from "../files/read_failure.ts";
import { firstIndices, withoutPoints } from "../space/repeats.ts";
import type { Point } from "../space/space.ts";
import type { Dataset } from "./dataset.ts";
import { type NumberTable, parseNumberTable } from "./number_table.ts";
import { formatPoints, MAX_POINTS, tablePoints } from "./points_csv.ts";
import type { Subsets } from "./split.ts";
import { readText } from "./text_file.ts";

const FLAGS = ["inside_hole", "validation", "full", "punctured", "control"] as const;

/** Writes the files of a dataset. */
export async function writeDataset(out: OutputFolder, dataset: Dataset): Promise<void> {
  const { size, images, holePoints, holeImages } = dataset;
  await writeImages(out, "images.npy", { images, size });
  await out.write("points.csv", pointsTable(dataset));
  if (holePoints.length === 0) return;
  await writeImages(out, "hole_images.npy", { images: holeImages, size });
  await out.write("hole_points.csv", formatPoints(holePoints));
}

async function writeImages(
  out: OutputFolder,
  path: string,
  { images, size }: { readonly images: Uint8Array<ArrayBuffer>; readonly size: number },
): Promise<void> {
  const header = npyHeader(images, [images.length / size ** 2, size, size]);
  // In two parts, so that the images are not copied.
  await out.write(path, header, images);
}

function pointsTable({ points, insideHole, subsets }: Dataset): string {
  const { full, punctured, control, validation, validationInHole } = subsets;
  const marks = (...indices: Uint32Array[]) => {
    const mask = new Uint8Array(points.length);
    for (const index of indices.flatMap((list) => [...list])) mask[index] = 1;
    return mask;
  };
  const flags = {
    inside_hole: insideHole,
    validation: marks(validation, validationInHole),
    full: marks(full),
    punctured: marks(punctured),
    control: marks(control),
  };
  const rows = points.map(({ a, b }, index) => ({
    index,
    a,
    b,
    ...Object.fromEntries(FLAGS.map((name) => [name, flags[name][index]])),
  }));
  return writeCsv(["index", "a", "b", ...FLAGS], rows);
}

/**
 * Reads the files of a dataset back, and checks that they agree with one another.
 *
 * Throws UsageError, in one line that names the file, where one is missing, damaged, or contradicts
 * another.
 *
 * @example
 * ```ts ignore
 * // Not run: it needs result folders.
 * const { images, subsets, size } = await readDataset(result.directory);
 * const first = images.subarray(subsets.punctured[0] * size * size).subarray(0, size * size);
 * ```
 */
export async function readDataset(directory: string): Promise<Dataset> {
  const main = await readPart(directory, {
    table: "points.csv",
    images: "images.npy",
    flags: FLAGS,
  });
  const { size, points, table } = main;
  const subsets = readSubsets(table, { points, name: `${directory}/points.csv` });
  const insideHole = Uint8Array.from(table.columns.inside_hole);
  // Absent where there is no hole; a file of the two that is missing is then named by readPart.
  const hasHole = await exists(`${directory}/hole_points.csv`) ||
    await exists(`${directory}/hole_images.npy`);
  const hole = hasHole
    ? await readPart(directory, { table: "hole_points.csv", images: "hole_images.npy", flags: [] })
    : { size, points: [], images: new Uint8Array() };
  if (hole.size !== size) {
    throw new UsageError(
      `${directory}/hole_images.npy must hold images of ${size}×${size}, received ` +
        `${hole.size}×${hole.size}`,
    );
  }
  const shared = hole.points.length - withoutPoints(hole.points, points).length;
  if (shared > 0) {
    throw new UsageError(
      `${directory}/hole_points.csv must hold no point of points.csv, received ${shared} of them`,
    );
  }
  return {
    size,
    points,
    images: main.images,
    insideHole,
    subsets,
    holePoints: hole.points,
    holeImages: hole.images,
  };
}

interface Part {
  readonly size: number;
  readonly points: Point[];
  readonly images: Uint8Array<ArrayBuffer>;
  readonly table: NumberTable;
}

/** Reads a table of points and the images of as many. */
async function readPart(
  directory: string,
  names: { table: string; images: string; flags: readonly string[] },
): Promise<Part> {
  const [tablePath, imagesPath] = [`${directory}/${names.table}`, `${directory}/${names.images}`];
  const table = parseNumberTable(await readText(tablePath, tablePath), {
    columns: ["index", "a", "b", ...names.flags],
    name: tablePath,
    maxRows: MAX_POINTS,
  });
  const points = tablePoints(table, tablePath);
  table.columns.index.forEach((index, row) => {
    if (index === row) return;
    throw new UsageError(
      `${tablePath} line ${table.lines[row]}: index must be ${row}, received ${index}`,
    );
  });
  const file = await reading(imagesPath, () => Deno.readFile(imagesPath));
  const { shape, data } = decodeNpy(file, imagesPath);
  const [count, size, width] = shape;
  if (!(data instanceof Uint8Array) || shape.length !== 3 || size !== width || size < 1) {
    throw new UsageError(
      `${imagesPath} must hold uint8 images N×S×S, received shape (${shape.join(", ")})`,
    );
  }
  if (count !== points.length || count < 1) {
    throw new UsageError(
      `${imagesPath} must hold an image for each of the ${points.length} points of ` +
        `${names.table}, received ${count}`,
    );
  }
  return { size, points, images: data, table };
}

function readSubsets(
  { columns, lines }: NumberTable,
  { points, name }: { points: readonly Point[]; name: string },
): Subsets {
  const { inside_hole, validation, full, punctured, control } = columns;
  lines.forEach((line, i) => {
    const problem = FLAGS.some((flag) => columns[flag][i] !== 0 && columns[flag][i] !== 1)
      ? `${FLAGS.join(", ")} must be 0 or 1`
      : full[i] === validation[i]
      ? "full must be 1 exactly where validation is 0"
      : punctured[i] > full[i] || (inside_hole[i] === 0 && punctured[i] < full[i])
      ? "punctured must be full outside the hole and no more than full in it"
      : control[i] > full[i]
      ? "control must be 0 where full is 0"
      : undefined;
    if (problem) throw new UsageError(`${name} line ${line}: ${problem}`);
  });
  firstIndices(points).forEach((first, i) => {
    const odd = FLAGS.find((flag) => columns[flag][i] !== columns[flag][first]);
    if (odd === undefined) return;
    throw new UsageError(
      `${name} line ${lines[i]}: ${odd} must be ${columns[odd][first]} as for the same point on ` +
        `line ${lines[first]}, received ${columns[odd][i]}`,
    );
  });
  const where = (test: (index: number) => boolean) =>
    Uint32Array.from(lines.keys().filter((index) => test(index)));
  const subsets = {
    full: where((i) => full[i] === 1),
    punctured: where((i) => punctured[i] === 1),
    control: where((i) => control[i] === 1),
    validation: where((i) => validation[i] === 1 && inside_hole[i] === 0),
    validationInHole: where((i) => validation[i] === 1 && inside_hole[i] === 1),
  };
  if (subsets.control.length !== subsets.punctured.length) {
    throw new UsageError(
      `${name} must have as many points in control as in punctured, received ` +
        `${subsets.control.length} and ${subsets.punctured.length}`,
    );
  }
  return subsets;
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Writes every image as a numbered PNG file, as the study kept them: `images/00000.png` … and
 * `hole_images/00000.png` … in `directory`, which must not be a result folder (its manifest lists
 * all that it may hold). A signal that is aborted ends it between two images, and throws its reason.
 */
export async function writePngs(
  dataset: Dataset,
  directory: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const { size } = dataset;
  for (
    const [name, images] of Object.entries({
      images: dataset.images,
      hole_images: dataset.holeImages,
    })
  ) {
    if (images.length === 0) continue;
    await Deno.mkdir(`${directory}/${name}`, { recursive: true });
    for (let at = 0; at < images.length; at += size * size) {
      signal?.throwIfAborted();
      const number = String(at / size ** 2).padStart(5, "0");
      const png = encodePng(images.subarray(at, at + size * size), { width: size, height: size });
      await Deno.writeFile(`${directory}/${name}/${number}.png`, png);
    }
  }
}
