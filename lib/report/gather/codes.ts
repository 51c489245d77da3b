/**
 * Latent space in a report: the sheet of codes, traversals, samples, and which shapes come out. All
 * are of the widest hole's network, where a hole shows most.
 *
 * @module
 */

import { DEFAULT_SHAPES, type FamilyName } from "../../curve/family.ts";
import { parameterSymbol, shapeHoleWords } from "../../curve/parameter_text.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { encodePng } from "../../files/png.ts";
import { LATTICE } from "../../evaluation/sets.ts";
import type { ImageStack } from "../../figures/images.ts";
import { latentScatter } from "../../figures/latent_scatter.ts";
import { latentSheet, type SheetPoint } from "../../figures/latent_sheet.ts";
import { type RecoveredPoint, recoveryArrows } from "../../figures/recovery.ts";
import { samplesMontage, traversalMontage } from "../../figures/traversals.ts";
import type { ReportFigure, ReportSheet, SpriteSheets } from "../mod.ts";
import type { Result } from "../../results/stage.ts";
import { holeArea, insideHole } from "../../space/hole.ts";
import { codeOf, type Found, readStack, readTable } from "./sources.ts";

/** The results of one seed that show its codes. */
export interface CodeResults {
  readonly networks: readonly Found<"train">[];
  readonly walks: readonly Found<"transects">[];
  readonly evaluations: readonly Found<"evaluation">[];
  readonly traversals: readonly Found<"traversals">[];
  /** What the shapes are. */
  readonly family: FamilyName;
}

/** Name of the still figure that stands for the sheet where it is not drawn. */
const STILL = "latents";

/** The figures of the codes, as far as there are results. */
export async function codeFigures(results: CodeResults): Promise<ReportFigure[]> {
  const { family } = results;
  const figures: ReportFigure[] = [];
  const walk = widest(results.walks, family);
  const network = results.networks.find(({ role }) =>
    role.arm === "punctured" && role.hole === walk?.role.hole
  );
  if (walk && network) {
    figures.push({
      kind: "latents",
      name: STILL,
      svg: await latentFigure(network.result, walk.result, family),
      note: `The hole is a ${shapeHoleWords(walk.role.hole, family)}; the network is of seed ` +
        `${walk.role.seed}.`,
      sources: [network.source, walk.source],
    });
  }
  const evaluated = widest(results.evaluations, family);
  if (evaluated) {
    figures.push(
      await recoveryFigure(results.evaluations, { hole: evaluated.role.hole, family }),
    );
  }
  const traversals = widest(results.traversals, family);
  if (traversals) figures.push(...await traversalFigures(traversals, family));
  return figures;
}

function widest<F extends { readonly role: { readonly hole: string } }>(
  found: readonly F[],
  family: FamilyName,
): F | undefined {
  const area = ({ role }: F) => holeArea(datasetHole({ hole: role.hole, family }));
  return found.toSorted((one, other) => area(other) - area(one))[0];
}

async function latentFigure(
  model: Result,
  walk: Result,
  family: FamilyName,
): Promise<string> {
  const training = (await readTable(model, "latents")).map((row) => ({
    a: Number(row.a),
    b: Number(row.b),
    mu: codeOf(row),
  }));
  const steps = (await readTable(walk, "transects"))
    .filter(({ model }) => model === "punctured")
    .map((row) => ({
      transect: row.transect,
      step: Number(row.step),
      inside: row.inside_hole === "1",
      mu: codeOf(row),
    }));
  return await latentScatter({ training, transects: steps, family });
}

/** Test points of the hole and of validation, and the shapes that came out. */
async function recoveredPoints(evaluation: Result): Promise<RecoveredPoint[]> {
  return (await readTable(evaluation, "points"))
    .filter(({ set }) => set === "hole" || set === "validation")
    .map((row) => ({
      a: Number(row.a),
      b: Number(row.b),
      aFit: Number(row.a_fit),
      bFit: Number(row.b_fit),
    }));
}

/** How well a rose is found again; of the others `tests/curve` has the floor. */
const ROSE_FLOOR =
  ", which on clean images of 64² is off by 0.0004 in a and 0.0005 in b in the mean";

async function recoveryFigure(
  evaluations: readonly Found<"evaluation">[],
  { hole, family }: { hole: string; family: FamilyName },
): Promise<ReportFigure> {
  const shown = evaluations.filter(({ role }) => role.hole === hole);
  const symbols = symbolsOf(family);
  const panels = await Promise.all(shown.map(async ({ role, result }) => ({
    title: role.network === "control" ? "control" : "trained around the hole",
    points: await recoveredPoints(result),
  })));
  return {
    kind: "recovery",
    name: "recovered-shapes",
    svg: await recoveryArrows(panels, {
      hole: datasetHole({ hole, family }),
      family,
      title: `Which shape came out: hole a ${shapeHoleWords(hole, family)}`,
    }),
    note: `The shape is found by fitting (${symbols}) to the reconstruction through the renderer` +
      `${family === DEFAULT_SHAPES.family ? ROSE_FLOOR : ""}. The networks are ` +
      `of seed ${shown[0].role.seed}.`,
    sources: shown.map(({ source }) => source),
  };
}

async function traversalFigures(
  { role, result, source }: Found<"traversals">,
  family: FamilyName,
): Promise<ReportFigure[]> {
  const { directory } = result;
  const [traversals, samples, truth] = await Promise.all(
    ["traversals", "samples", "samples_truth"].map((name) => readStack(`${directory}/${name}.npy`)),
  );
  const size = traversals.shape[2];
  const steps = (await readTable(result, "traversals")).filter(({ latent }) => latent === "1");
  const hole = datasetHole({ hole: role.hole, family });
  const points = (await readTable(result, "samples")).filter(({ sample }) => sample === "0")
    .map(({ a, b }) => ({ a: Number(a), b: Number(b) }))
    .map((point) => ({ ...point, inside: insideHole(hole, point) }));
  const words = shapeHoleWords(role.hole, family);
  const note = `The network was trained around a ${words}; seed ${role.seed}.`;
  return [
    {
      kind: "traversals",
      name: "traversals",
      svg: traversalMontage({
        size,
        images: traversals.images,
        deviations: steps.map(({ deviation }) => Number(deviation)),
        spreads: result.metrics.deviations as number[],
      }),
      note,
      sources: [source],
    },
    {
      kind: "samples",
      name: "posterior-samples",
      svg: samplesMontage({ size, truth: truth.images, images: samples.images, points, family }),
      note,
      folded: true,
      sources: [source],
    },
  ];
}

/** The sheet of the widest hole's network; nothing where a result or a third latent is missing. */
export async function latentSheetOf(results: CodeResults): Promise<ReportSheet | undefined> {
  const { family } = results;
  const traversals = widest(results.traversals, family);
  const walk = results.walks.find(({ role }) => role.hole === traversals?.role.hole);
  if (!traversals || !walk) return undefined;
  const point = (row: Record<string, string>): SheetPoint => ({
    a: Number(row.a),
    b: Number(row.b),
    mu: codeOf(row),
    dice: Number(row.dice),
  });
  const lattice = (await readTable(traversals.result, "lattice")).map(point);
  if (![2, 3].includes(lattice[0].mu.length)) return undefined;
  const steps = (await readTable(walk.result, "transects"))
    .filter(({ model }) => model === "punctured");
  const transects = [...Map.groupBy(steps, ({ transect }) => transect)].map(([name, rows]) => ({
    name,
    points: rows.map(point),
  }));
  const hole = datasetHole({ hole: traversals.role.hole, family });
  const draw = (theme: "light" | "dark") =>
    latentSheet({
      lattice,
      columns: LATTICE.columns,
      transects,
      hole,
      family,
      theme,
      colour: "error",
    });
  return {
    still: STILL,
    caption: "Where the encoder of the network trained around a " +
      `${
        shapeHoleWords(traversals.role.hole, family)
      } puts the plane of shapes: a surface through the codes μ ` +
      `of a lattice over (${
        symbolsOf(family)
      }), with the hole's edge and the transects drawn on it. Choose what ` +
      "colours it, turn it, and point at it to see the shapes. In print, and where the page cannot " +
      "draw it, the codes of the training images stand in its place by pairs of dimensions. The " +
      `network is of seed ${traversals.role.seed}.`,
    light: draw("light"),
    dark: draw("dark"),
    sprites: await spritesOf(traversals.result, walk.result),
    sources: [traversals.source, walk.source],
  };
}

/** Both parameters, such as `a, b`. */
function symbolsOf(family: FamilyName): string {
  return `${parameterSymbol("a", family)}, ${parameterSymbol("b", family)}`;
}

/** Pictures in a row of a sprite sheet. */
const SPRITE_COLUMNS = 24;

/** Pictures of the lattice, then of the transects, as the sheet counts its points. */
async function spritesOf(traversals: Result, walk: Result): Promise<SpriteSheets> {
  const stack = async (lattice: string, steps: string) => {
    const parts = [
      await readStack(`${traversals.directory}/${lattice}.npy`),
      await readStack(`${walk.directory}/${steps}.npy`),
    ];
    return parts.flatMap(({ images, shape }) => split(images, shape.at(-1)! ** 2));
  };
  const truth = await stack("lattice_truth", "truth");
  const size = Math.sqrt(truth[0].length);
  return {
    size,
    columns: SPRITE_COLUMNS,
    truth: spriteSheet(truth, size),
    reconstruction: spriteSheet(await stack("lattice", "reconstruction"), size),
  };
}

/** Images one by one, as bytes. */
function split(images: ImageStack, pixels: number): Uint8Array[] {
  const scale = images instanceof Uint8Array ? 1 : 255;
  return Array.from({ length: images.length / pixels }, (_, n) =>
    Uint8Array.from(
      images.subarray(n * pixels, (n + 1) * pixels),
      (value) => Math.round(scale * value),
    ));
}

function spriteSheet(images: readonly Uint8Array[], size: number): Uint8Array {
  const width = SPRITE_COLUMNS * size;
  const height = Math.ceil(images.length / SPRITE_COLUMNS) * size;
  const sheet = new Uint8Array(width * height);
  images.forEach((image, n) => {
    const [left, top] = [n % SPRITE_COLUMNS * size, Math.floor(n / SPRITE_COLUMNS) * size];
    for (let y = 0; y < size; y++) {
      sheet.set(image.subarray(y * size, (y + 1) * size), (top + y) * width + left);
    }
  });
  return encodePng(sheet, { width, height });
}
