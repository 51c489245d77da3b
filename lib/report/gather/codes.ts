/**
 * The figures of the codes in a report: where images lie, traversals, samples, and which shapes come
 * out. The sheet that can be turned is in `sheet.ts`.
 *
 * @module
 */

import { areUsual, type FamilyName, type Shapes } from "../../curve/family.ts";
import { parameterSymbols, shapeHoleWords } from "../../curve/parameter_text.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { latentScatter } from "../../figures/latent_scatter.ts";
import { type RecoveredPoint, recoveryArrows } from "../../figures/recovery.ts";
import { samplesMontage, traversalMontage } from "../../figures/traversals.ts";
import type { Result } from "../../results/stage.ts";
import { insideHole } from "../../space/hole.ts";
import type { ReportFigure } from "../mod.ts";
import { type CodeResults, LATENT_FIGURE, sheetHole, widest } from "./code_results.ts";
import { type Found } from "./sources.ts";
import { codeOf, readStack, readTable } from "./read.ts";

/** The figures of the codes, as far as there are results. */
export async function codeFigures(results: CodeResults): Promise<ReportFigure[]> {
  const { shapes } = results;
  const { family } = shapes;
  const figures: ReportFigure[] = [];
  const hole = sheetHole(results) ?? widest(results.walks, family)?.role.hole;
  const walk = results.walks.find(({ role }) => role.hole === hole);
  const network = results.networks.find(({ role }) =>
    role.network === "punctured" && role.hole === hole
  );
  if (walk && network) {
    figures.push({
      kind: "latents",
      name: LATENT_FIGURE,
      svg: await latentFigure(network.result, walk.result, family),
      note: `The hole is a ${shapeHoleWords(walk.role.hole, family)}; the network is of seed ` +
        `${walk.role.seed}.`,
      sources: [network.source, walk.source],
    });
  }
  const evaluated = widest(results.evaluations, family);
  if (evaluated) {
    figures.push(
      await recoveryFigure(results.evaluations, { hole: evaluated.role.hole, shapes }),
    );
  }
  const traversals = widest(results.traversals, family);
  if (traversals) figures.push(...await traversalFigures(traversals, family));
  return figures;
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

/** How well a rose of five petals is found again; of the others `lib/curve/fit.ts` has the errors. */
const FIT_FLOOR =
  ", which on clean images of 64² is off by 0.0004 in a and 0.0005 in b in the mean";

async function recoveryFigure(
  evaluations: readonly Found<"evaluation">[],
  { hole, shapes }: { hole: string; shapes: Shapes },
): Promise<ReportFigure> {
  const { family } = shapes;
  const shown = evaluations.filter(({ role }) => role.hole === hole);
  const symbols = parameterSymbols(family);
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
      `${areUsual(shapes) ? FIT_FLOOR : ""}. The networks are ` +
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
