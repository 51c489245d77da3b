/**
 * Gathers what a report shows from finished results.
 *
 * @module
 */

import { readCsv } from "../csv.ts";
import { type DatasetParameters, decodeNpy, readDataset } from "../dataset/mod.ts";
import {
  ablationFigure,
  type EpochRow,
  holeAgainstValidation,
  type ImageStack,
  latentScatter,
  latticeMontage,
  type ModelRole,
  parameterSpace,
  trainingCurves,
  transectErrors,
  transectMontage,
  type TransectRow,
} from "../figures/mod.ts";
import type {
  AblationArm,
  AxisEntry,
  CovarianceEntry,
  ReportData,
  ReportFigure,
  ReportOutcome,
  Source,
} from "../report/mod.ts";
import type { MeanErrors } from "../measure/mod.ts";
import { effectiveBeta } from "../model/mod.ts";
import type { Result } from "../results/stage.ts";
import { lattice, parseHole, PUBLISHED_TRANSECTS } from "../space/mod.ts";
import type { TrainParameters } from "../training/mod.ts";
import { PROFILE, TRANSECT_LOSS } from "./profiles.ts";
import type { ReportParameters } from "./report_schema.ts";
import { PART_3 } from "./studies.ts";
import { trainArguments } from "./train_flags.ts";

type Member = ReportParameters["members"][number];
type Kind = Member["role"]["kind"];
type Found<K extends Kind> = {
  readonly role: Extract<Member["role"], { kind: K }>;
  readonly result: Result;
  readonly source: Source;
};

/** All that a report of these results shows. Figures are drawn for the first seed. */
export async function gatherReport(
  { profile, members }: ReportParameters,
  inputs: Readonly<Record<string, Result>>,
): Promise<ReportData> {
  const all = members.map(({ input, backend, role }) => {
    const result = inputs[input];
    return { role, result, source: sourceOf(result, { backend, profile, seed: role.seed }) };
  });
  const of = <K extends Kind>(kind: K) =>
    all.filter(({ role }) => role.kind === kind) as unknown as Found<K>[];
  const firstSeed = members[0]?.role.seed;
  const shown = <K extends Kind>(kind: K) => of(kind).filter(({ role }) => role.seed === firstSeed);
  const [trained, arms, walks] = [of("train"), shown("arm"), shown("transects")];
  const [ablation] = shown("ablation");
  const outcomes = paired(trained).map(outcomeOf);
  const figures: ReportFigure[] = [];

  if (outcomes.length > 0) {
    figures.push({
      kind: "hole",
      name: "hole-against-validation",
      svg: await holeAgainstValidation(outcomes),
      sources: trained.map(({ source }) => source),
    });
  }
  const [dataset] = shown("dataset");
  if (dataset) figures.push(...await datasetFigures(dataset));
  const first = walks[0];
  const rows = first ? await transectRows(first.result) : undefined;
  const models = shown("train").filter(({ role }) => role.hole === first?.role.hole);
  for (const walk of walks) {
    const suffix = walk.role.hole === walks[0].role.hole ? "" : holeName(walk.role.hole);
    figures.push(...await walkFigures(walk, suffix));
  }
  const runs = [...shown("train"), ...arms];
  if (runs.length > 0) {
    figures.push({
      kind: "curves",
      name: "training-curves",
      svg: await trainingCurves((await Promise.all(runs.map(epochRows))).flat()),
      sources: runs.map(({ source }) => source),
    });
  }
  const punctured = models.find(({ role }) => role.arm === "punctured");
  if (first && punctured) {
    figures.push({
      kind: "latents",
      name: "latents",
      svg: await latentFigure(punctured.result, first.result),
      sources: [punctured.source, first.source],
    });
  }
  const table = ablation && await ablationTables(ablation.result);
  if (table) {
    figures.push({
      kind: "ablation",
      name: "ablation",
      svg: await ablationFigure(table.ablation),
      sources: [ablation.source, ...arms.map(({ source }) => source)],
    });
  }
  return { profile, settings: settings(profile), outcomes, transects: rows, ...table, figures };
}

/** The runs whose hole and seed have both networks: seeds count only as pairs. */
function paired(trained: readonly Found<"train">[]): Found<"train">[] {
  const same = (one: Found<"train">, other: Found<"train">) =>
    one.role.hole === other.role.hole && one.role.seed === other.role.seed;
  return trained.filter((run) =>
    trained.some((other) => same(run, other) && other.role.arm !== run.role.arm)
  );
}

function settings(profile: ReportParameters["profile"]): ReportData["settings"] {
  const { dataset, training } = PROFILE[profile];
  return [
    ["images", `${dataset.points} of ${dataset.size}×${dataset.size} pixels, ${dataset.geometry}`],
    ["network", `published widths ÷ ${training.divide}, ${training.latents} latents`],
    ["posterior", training.posterior === "fixed" ? "fixed σ = 0.1" : "learned σ"],
    ["training", `${training.epochs} epochs, batches of ${training.batch}`],
    ["optimiser", `Adam, rate ${training.rate}, ${training.decay}`],
    ["KL weight, holes", klWeight(TRANSECT_LOSS.lambda, profile)],
    ["KL weight, ablation", klWeight(PART_3.lambda, profile)],
  ];
}

function klWeight(lambda: number, profile: ReportParameters["profile"]): string {
  const { dataset: { size }, training: { latents } } = PROFILE[profile];
  return `λ = ${lambda}, that is β = ${effectiveBeta(lambda, { size, latents }).toFixed(1)}`;
}

function folderName({ directory }: Result): string {
  return directory.split(/[\\/]/).pop() as string;
}

function sourceOf(
  result: Result,
  { backend, profile, seed }: { backend: Source["backend"]; profile: string; seed: number },
): Source {
  return {
    stage: result.stage,
    key: result.key,
    backend,
    path: `../../${result.stage}/${folderName(result)}`,
    command: commandOf(result, { profile, seed }),
  };
}

/** The command that makes a result by itself, or the one that makes the whole study. */
function commandOf(
  { stage, parameters }: Result,
  { profile, seed }: { profile: string; seed: number },
): string {
  if (stage === "dataset") {
    const given = parameters as unknown as DatasetParameters;
    const { points, seed, size, geometry, stroke, hole, validation, holePoints } = given;
    return `deno task dataset --points ${points} --seed ${seed} --size ${size} ` +
      `--geometry ${geometry} --stroke ${stroke} --hole ${hole} --validation ${validation} ` +
      `--hole-points ${holePoints}`;
  }
  if (stage === "train") {
    const args = trainArguments(parameters as unknown as TrainParameters);
    return `deno task train --dataset DIR ${args.join(" ")}`;
  }
  if (stage === "transects") return "deno task transects --model DIR --control DIR";
  return `deno task reproduce --profile ${profile} --seed ${seed}`;
}

/** A hole in words. */
function holeName(text: string): string {
  const hole = parseHole(text);
  return hole.kind === "disc" ? `disc of radius ${hole.radius}` : text;
}

function outcomeOf({ role, result, source }: Found<"train">): ReportOutcome {
  const { validation, hole } = result.metrics as unknown as Record<
    "validation" | "hole",
    MeanErrors
  >;
  return {
    hole: holeName(role.hole),
    model: role.arm,
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

async function datasetFigures({ role, result, source }: Found<"dataset">): Promise<ReportFigure[]> {
  const { points, subsets } = await readDataset(result.directory);
  const kept = new Set(subsets.punctured);
  const validation = new Set([...subsets.validation, ...subsets.validationInHole]);
  const space = await parameterSpace({
    points: points.map(({ a, b }, index) => ({
      a,
      b,
      role: kept.has(index) ? "training" : validation.has(index) ? "validation" : "removed",
    })),
    hole: parseHole(role.hole),
    transects: PUBLISHED_TRANSECTS,
  });
  const { size, geometry, stroke } = result.parameters as unknown as DatasetParameters;
  // Loaded here, because planning a report must not need the rasteriser's permissions.
  const { renderCurves } = await import("../curve/raster.ts");
  const images = renderCurves(lattice(), { size, geometry, stroke });
  return [
    { kind: "space", name: "parameter-space", svg: space, sources: [source] },
    { kind: "lattice", name: "lattice", svg: latticeMontage(images, { size }), sources: [source] },
  ];
}

async function readStack(path: string): Promise<{ images: ImageStack; shape: readonly number[] }> {
  const { data, shape } = decodeNpy(await Deno.readFile(path), path);
  return { images: data, shape };
}

async function readTable(path: string): Promise<Record<string, string>[]> {
  return readCsv(await Deno.readTextFile(path));
}

async function transectRows({ directory }: Result): Promise<TransectRow[]> {
  return (await readTable(`${directory}/tables/transects.csv`)).map((row) => ({
    transect: row.transect,
    step: Number(row.step),
    a: Number(row.a),
    b: Number(row.b),
    inside: row.inside_hole === "1",
    model: row.model as ModelRole,
    bceExcess: Number(row.bce_excess),
    mse: Number(row.mse),
    ssim: Number(row.ssim),
    dice: Number(row.dice),
  }));
}

async function walkFigures(
  { role, result, source }: Found<"transects">,
  suffix: string,
): Promise<ReportFigure[]> {
  const rows = await transectRows(result);
  const { directory } = result;
  const [truth, reconstruction, control] = await Promise.all(
    ["truth", "reconstruction", "control"].map((name) => readStack(`${directory}/${name}.npy`)),
  );
  const [, count, size] = truth.shape;
  const names = [...new Set(rows.map(({ transect }) => transect))];
  const end = suffix ? `-${suffix.replaceAll(/[^A-Za-z0-9.]+/g, "-")}` : "";
  const note = `The hole is a ${holeName(role.hole)}.`;
  const strips = names.map((name, k): ReportFigure => {
    const part = ({ images }: { images: ImageStack }) =>
      images.subarray(k * count * size * size, (k + 1) * count * size * size);
    const svg = transectMontage({
      rows: rows.filter(({ transect }) => transect === name),
      size,
      truth: part(truth),
      reconstruction: part(reconstruction),
      control: part(control),
    });
    return { kind: "transect", name: `transect-${name}${end}`, svg, note, sources: [source] };
  });
  const errors = await transectErrors(rows);
  // The page has one figure of errors; the other holes' strips carry theirs under each image.
  if (suffix) return strips;
  return [...strips, {
    kind: "errors",
    name: `transect-errors${end}`,
    svg: errors,
    note,
    sources: [source],
  }];
}

async function epochRows({ role, result }: Found<"train"> | Found<"arm">): Promise<EpochRow[]> {
  const arm = role.kind === "arm" ? `ablation: ${role.arm}` : `${role.arm}, ${holeName(role.hole)}`;
  const text = await Deno.readTextFile(`${result.directory}/metrics.jsonl`);
  return text.trim().split("\n").map((line) => ({ arm, ...JSON.parse(line) }));
}

function codes(row: Record<string, string>): number[] {
  return Object.keys(row).filter((name) => name.startsWith("mu_")).map((name) => Number(row[name]));
}

async function latentFigure(model: Result, walk: Result): Promise<string> {
  const training = (await readTable(`${model.directory}/tables/latents.csv`)).map((row) => ({
    a: Number(row.a),
    b: Number(row.b),
    mu: codes(row),
  }));
  const steps = (await readTable(`${walk.directory}/tables/transects.csv`))
    .filter(({ model }) => model === "punctured")
    .map((row) => ({
      transect: row.transect,
      step: Number(row.step),
      inside: row.inside_hole === "1",
      mu: codes(row),
    }));
  return await latentScatter({ training, transects: steps });
}

async function ablationTables({ directory }: Result): Promise<{
  ablation: AblationArm[];
  covariances: CovarianceEntry[];
  axes: AxisEntry[];
}> {
  const [ablation, covariances, axes] = await Promise.all(
    ["ablation", "covariance", "axes"].map((name) => readTable(`${directory}/tables/${name}.csv`)),
  );
  return {
    ablation: ablation.map((row) => ({
      arm: row.arm,
      gamma: Number(row.gamma),
      dice: Number(row.dice),
      bceExcess: Number(row.bce_excess),
      publishedPenalty: Number(row.published_penalty),
      offDiagonalCovariance: Number(row.off_diagonal_covariance),
      maxAbsCorrelation: Number(row.max_abs_correlation),
      largestAngle: Number(row.largest_angle),
    })),
    covariances: covariances.map((row) => ({
      arm: row.arm,
      i: Number(row.i),
      j: Number(row.j),
      covariance: Number(row.covariance),
      correlation: Number(row.correlation),
    })),
    axes: axes.map((row) => ({
      arm: row.arm,
      component: Number(row.component),
      share: Number(row.share),
      angles: Object.keys(row).filter((name) => name.startsWith("angle_"))
        .map((name) => Number(row[name])),
    })),
  };
}
