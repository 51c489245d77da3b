/**
 * Gathers what a report shows from finished results.
 *
 * @module
 */

import { counted } from "../../words/counted.ts";
import { allShow } from "../../comparison/arm_shapes.ts";
import { areUsual, type FamilyName, formulaOf, type Shapes } from "../../curve/family.ts";
import { shapeHoleWords } from "../../curve/parameter_text.ts";
import type { Dataset, DatasetParameters } from "../../dataset/mod.ts";
import { datasetHole } from "../../curve/family_hole.ts";
import { readDataset } from "../../dataset/files.ts";
import { ablationFigure } from "../../figures/ablation.ts";
import { correlationFigure } from "../../figures/correlation.ts";
import { type EpochRow, trainingCurves } from "../../figures/training_curves.ts";
import { latticeMontage } from "../../figures/montage.ts";
import { parameterSpace, type ParameterSpaceData } from "../../figures/parameter_space.ts";
import type { MeanErrors } from "../../measure/mod.ts";
import { effectiveBeta } from "../../model/losses.ts";
import { POSTERIORS } from "../../model/posteriors.ts";
import type { MethodGain, ReportData, ReportFigure, ReportOutcome } from "../mod.ts";
import type { Result } from "../../results/stage.ts";
import { lattice } from "../../space/points.ts";
import { PUBLISHED_TRANSECTS } from "../../space/transect.ts";
import { PROFILES } from "../../study/profiles.ts";
import { TRANSECT_LOSS } from "../../training/defaults.ts";
import { ablationTables } from "./ablation.ts";
import { gatherClaims } from "./claims.ts";
import { committedParts } from "./committed.ts";
import { codeFigures } from "./codes.ts";
import { headlineFigure } from "./headline.ts";
import { pairedImages } from "./images.ts";
import { lackingOf, seedsOf } from "./lacking.ts";
import { methodGains, readComparison } from "./methods.ts";
import { type ReportParameters, reportShapes } from "../schema.ts";
import { latentSheetOf } from "./sheet.ts";
import { type Found, membersOf } from "./sources.ts";
import { figuresOfComparison } from "./comparisons.ts";
import { transectRows, walkFigures } from "./walks.ts";
import { PART_3 } from "../../study/studies.ts";

/** All that a report of these results shows. Figures of one network are drawn for the first seed. */
export async function gatherReport(
  parameters: ReportParameters,
  inputs: Readonly<Record<string, Result>>,
): Promise<ReportData> {
  const { profile, members } = parameters;
  const shapes = reportShapes(parameters);
  const { family } = shapes;
  const membersOfKind = await membersOf(parameters, inputs);
  const firstSeed = members[0]?.role.seed;
  const shown = <K extends Parameters<typeof membersOfKind>[0]>(kind: K): Found<K>[] =>
    membersOfKind(kind).filter(({ role }) => role.seed === firstSeed);
  const trained = paired(membersOfKind("train"));
  const [arms, walks, datasets] = [shown("arm"), shown("transects"), shown("dataset")];
  const [ablation] = shown("ablation");
  const outcomes = trained.map((run) => outcomeOf(run, family));
  const figures: ReportFigure[] = [];

  if (outcomes.length > 0) {
    const headline = await headlineFigure(outcomes, walks, family);
    if (headline) figures.push(headline);
  }
  if (datasets.length > 0) figures.push(...await datasetFigures(datasets[0], family));
  const runs = [...shown("train"), ...arms];
  if (runs.length > 0) {
    figures.push({
      kind: "curves",
      name: "training-curves",
      svg: await trainingCurves(
        (await Promise.all(runs.map((run) => epochRows(run, family)))).flat(),
      ),
      note: `All runs are of seed ${firstSeed}.`,
      folded: true,
      sources: runs.map(({ source }) => source),
    });
  }
  for (const [k, walk] of walks.entries()) {
    const { hole } = walk.role;
    figures.push(
      ...await walkFigures(walk, {
        dataset: datasets.find(({ role }) => role.hole === hole),
        family,
        suffix: k === 0 ? "" : shapeHoleWords(hole, family),
        // The page has one figure of errors; the other holes' strips carry theirs under each image.
        errors: k === 0,
      }),
    );
  }
  for (const comparison of membersOfKind("sweep")) {
    figures.push(
      ...await figuresOfComparison(comparison, {
        evaluations: membersOfKind("evaluation"),
        shapes,
      }),
    );
  }
  const codes = {
    evaluations: shown("evaluation"),
    traversals: shown("traversals"),
    networks: shown("train"),
    walks,
    shapes,
  };
  figures.push(...await codeFigures(codes));
  const table = ablation && await ablationTables(ablation.result);
  if (table) {
    const sources = [ablation.source, ...arms.map(({ source }) => source)];
    figures.push(
      {
        kind: "ablation",
        name: "ablation",
        svg: await ablationFigure(table.ablation),
        note: `One run an arm, of seed ${firstSeed}, without intervals: a measurement, no finding.`,
        sources,
      },
      {
        kind: "correlation",
        name: "correlations",
        svg: await correlationFigure(table.covariances),
        note: `One run an arm, of seed ${firstSeed}.`,
        folded: true,
        sources: [ablation.source],
      },
    );
  }
  return {
    profile,
    ...(areUsual(shapes) ? { claims: gatherClaims(profile) } : { shapes }),
    ...seedsOf(parameters),
    lacking: lackingOf(parameters),
    settings: settings(profile, shapes),
    outcomes,
    images: await pairedImages(membersOfKind("evaluation"), family),
    methods: await holeMethods(membersOfKind("sweep"), shapes),
    // What is committed is of the study's shapes.
    committed: areUsual(shapes)
      ? await committedParts(new Set(figures.map(({ kind }) => kind)))
      : [],
    transects: walks[0] && await transectRows(walks[0].result),
    ...table,
    sheet: await latentSheetOf(codes),
    figures,
  };
}

/** Other ways to the images inside the study's holes, all of its shapes. */
export async function holeMethods(
  comparisons: readonly Found<"sweep">[],
  shapes: Shapes,
): Promise<MethodGain[]> {
  for (const found of comparisons) {
    if (found.role.study !== "holes") continue;
    const comparison = await readComparison(found);
    if (allShow(comparison.parameters.arms, shapes)) return methodGains(comparison);
  }
  return [];
}

/** The runs whose hole and seed have both networks: seeds count only as pairs. */
export function paired(trained: readonly Found<"train">[]): Found<"train">[] {
  const same = (one: Found<"train">, other: Found<"train">) =>
    one.role.hole === other.role.hole && one.role.seed === other.role.seed;
  return trained.filter((run) =>
    trained.some((other) => same(run, other) && other.role.network !== run.role.network)
  );
}

function settings(
  profile: ReportParameters["profile"],
  shapes: Shapes,
): ReportData["settings"] {
  const { dataset, training } = PROFILES[profile];
  return [
    ...(areUsual(shapes) ? [] : [["shapes", `${shapes.family}: ${formulaOf(shapes)}`] as const]),
    ["images", `${dataset.points} of ${dataset.size}×${dataset.size} pixels, ${dataset.geometry}`],
    ["network", `published widths ÷ ${training.divide}, ${training.latents} latents`],
    ["posterior", POSTERIORS[training.posterior].words],
    ["training", `${counted(training.epochs, "epoch")}, batches of ${training.batch}`],
    ["optimiser", `Adam, rate ${training.rate}, ${training.decay}`],
    ["KL weight, holes", klWeight(TRANSECT_LOSS.lambda, profile)],
    ["KL weight, ablation", klWeight(PART_3.lambda, profile)],
  ];
}

function klWeight(lambda: number, profile: ReportParameters["profile"]): string {
  const { dataset: { size }, training: { latents } } = PROFILES[profile];
  return `λ = ${lambda}, that is β = ${effectiveBeta(lambda, { size, latents }).toFixed(1)}`;
}

/** What a training run says of its network outside and inside the hole. */
export function outcomeOf(
  { role, result, source }: Found<"train">,
  family: FamilyName,
): ReportOutcome {
  const { validation, hole } = result.metrics as unknown as Record<
    "validation" | "hole",
    MeanErrors
  >;
  return {
    hole: shapeHoleWords(role.hole, family),
    network: role.network,
    seed: role.seed,
    validation: validation.dice,
    inside: hole.dice,
    validationCount: validation.count,
    insideCount: hole.count,
    validationBceExcess: validation.bceExcess,
    insideBceExcess: hole.bceExcess,
    source,
  };
}

/** The points of a dataset, each with the part that its image plays for the punctured network. */
export function pointRoles(
  { points, subsets }: Pick<Dataset, "points" | "subsets">,
): ParameterSpaceData["points"] {
  const kept = new Set(subsets.punctured);
  const validation = new Set([...subsets.validation, ...subsets.validationInHole]);
  return points.map(({ a, b }, index) => ({
    a,
    b,
    role: kept.has(index) ? "training" : validation.has(index) ? "validation" : "removed",
  }));
}

async function datasetFigures(
  { role, result, source }: Found<"dataset">,
  family: FamilyName,
): Promise<ReportFigure[]> {
  const { points, subsets } = await readDataset(result.directory);
  const space = await parameterSpace({
    points: pointRoles({ points, subsets }),
    hole: datasetHole({ hole: role.hole, family }),
    transects: PUBLISHED_TRANSECTS,
    family,
  });
  const drawing = result.parameters as unknown as DatasetParameters;
  const { size } = drawing;
  // Loaded here, because planning a report must not need the rasteriser's permissions.
  const { renderCurves } = await import("../../curve/raster.ts");
  const images = renderCurves(lattice(), drawing);
  return [
    {
      kind: "space",
      name: "parameter-space",
      svg: space,
      note: `Shown is the ${
        shapeHoleWords(role.hole, family)
      }, with the points of seed ${role.seed}.`,
      sources: [source],
    },
    {
      kind: "lattice",
      name: "lattice",
      svg: latticeMontage(images, { size, family }),
      sources: [source],
    },
  ];
}

async function epochRows(
  { role, result }: Found<"train"> | Found<"arm">,
  family: FamilyName,
): Promise<EpochRow[]> {
  const arm = role.kind === "arm"
    ? `ablation: ${role.arm}`
    : `${role.network}, ${shapeHoleWords(role.hole, family)}`;
  const text = await Deno.readTextFile(`${result.directory}/metrics.jsonl`);
  return text.trim().split("\n").map((line) => ({ arm, ...JSON.parse(line) }));
}
