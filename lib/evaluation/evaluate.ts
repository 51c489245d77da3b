/**
 * Every measure of one trained model: how well it reconstructs the hole, the rest and the
 * transects, in pixels and in the parameters of the shapes; what simpler methods make of the same
 * points; whether encoder or decoder fails; and what its codes look like.
 *
 * @module
 */

import type { Progress } from "../cli/progress.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import type { Dataset } from "../dataset/mod.ts";
import type { Row } from "../files/tables.ts";
import { errorRow, latentRow } from "../measure/cells.ts";
import { errorsOf } from "../measure/image/image_set_errors.ts";
import { MEASURES, measuresIn } from "../measure/image/measures.ts";
import { pickLatents } from "../measure/latent/activity.ts";
import { codeMean } from "../measure/latent/covariance.ts";
import { mean } from "../measure/statistics.ts";
import { createRandom } from "../random.ts";
import type { Metrics } from "../results/stage.ts";
import { type Hole, insideHole } from "../space/hole.ts";
import { samplePoints } from "../space/points.ts";
import { distinctIndices } from "../space/repeats.ts";
import { measureCodes } from "./codes.ts";
import { distanceRows } from "./distances.ts";
import type { EvaluatedModel, NamedSet } from "./evaluated_model.ts";
import { latentMethods, type Method, methodRows, pixelMethods } from "./methods.ts";
import {
  type Measured,
  measureSet,
  pause,
  pointRows,
  type Reconstructing,
  reconstructionMetrics,
  recoveryFloor,
} from "./reconstructions.ts";
import { needsLatents, type Score, score, scoreMetrics, scoreNotes, scoreRows } from "./scores.ts";
import { bytesOf, type Draw, drawOnce, latticeSet, type TestSet, testSets } from "./sets.ts";
import { measureSurface } from "./surface.ts";

/** What is evaluated, and how. */
export interface EvaluationRequest extends Reconstructing {
  readonly dataset: Dataset;
  readonly hole: Hole;
  /** Indices of the images that the model was trained on. */
  readonly trainedOn: Uint32Array;
  /** Draws test images; another stroke than the dataset's is the caller's choice. */
  readonly draw: Draw;
  /** Images of all points of the dataset, drawn so. */
  readonly all: ImageSet;
  /** Images of its hole test set, drawn so, where they are at hand. */
  readonly holeSet?: ImageSet;
  readonly progress: Progress;
}

/** Headline figures, and tables by name. */
export interface Evaluation {
  readonly metrics: Metrics;
  readonly tables: Readonly<Record<string, readonly Row[]>>;
}

/** Evaluates a model. */
export async function evaluate(request: EvaluationRequest): Promise<Evaluation> {
  const { all, holeSet } = request;
  const draw = drawOnce(request.draw, holeSet ? [all, holeSet] : [all]);
  return await evaluateWith({ ...request, draw, drawFresh: request.draw });
}

interface Evaluating extends EvaluationRequest {
  /** Draws and forgets. */
  readonly drawFresh: Draw;
}

async function evaluateWith(request: Evaluating): Promise<Evaluation> {
  const { model, dataset, hole, draw, progress } = request;
  const sets = testSets(dataset, draw);
  const absent = leftOut(model);
  if (absent.length > 0) progress.line(`leaves out ${absent.join("; ")}`);
  const measured: Measured[] = [];
  for (const set of sets) {
    progress.line(`reconstructs ${set.name}, ${set.points.length} images`);
    measured.push(await measureSet(set, request));
  }
  const surface = latticeSet(draw);
  const { means, images } = await model.reconstruct(surface, request);
  const lattice = errorsOf({ images }, surface);
  const own =
    await (model.encodes
      ? latentMeasures({ sets, measured, surface, means }, request)
      : pixelMeasures(sets, request));
  return {
    metrics: {
      ...reconstructionMetrics(measured),
      recovery_floor: recoveryFloor(sets, request),
      ...(absent.length > 0 ? { left_out: absent } : {}),
      ...own.metrics,
    },
    tables: {
      points: measured.flatMap((entry) => pointRows(entry, hole)),
      distance: distanceRows(
        measured.filter(({ set }) => set.name === "hole" || set.name === "validation")
          .flatMap(({ set, errors, fits }) =>
            set.points.map((point, n) => ({ point, errors: errors[n], fit: fits[n] }))
          ),
        hole,
      ),
      lattice: surface.points.map((point, n) => ({
        ...point,
        inside_hole: insideHole(hole, point) ? 1 : 0,
        ...errorRow(lattice[n]),
        ...latentRow(means, { latents: model.latents, row: n }),
      })),
      ...own.tables,
    },
  };
}

/** What cannot be measured of a model that is known by its outputs alone. */
function leftOut({ latents, encode, decode, derivatives }: EvaluatedModel): string[] {
  return [
    ...(latents === 0 ? ["every measure of codes, which are not given"] : []),
    ...(decode ? [] : ["images by methods in latent space, which need the decoder"]),
    ...(derivatives ? [] : ["the sheet's volume, which needs the decoder"]),
    ...(encode ? [] : [
      "intrinsic dimension and latent_line in the hole, which need codes of other images",
    ]),
  ];
}

function trainingImages({ dataset, trainedOn }: EvaluationRequest) {
  return {
    images: bytesOf({ ...dataset, indices: trainedOn }),
    points: Array.from(trainedOn, (n) => dataset.points[n]),
  };
}

/**
 * What can be said where no encoder made the codes, of a decoder trained alone on the true parameters
 * or of reconstructions without codes: the methods of pixels.
 */
async function pixelMeasures(
  sets: readonly TestSet[],
  request: EvaluationRequest,
): Promise<Evaluation> {
  const { hole, seed, draw, model: { latents } } = request;
  const training = trainingImages(request);
  const methods = await pixelMethods({ training, hole, seed }, { latents, draw });
  const rows = await rowsOf(sets, methods, request);
  return { metrics: { methods: methodMetrics(rows) }, tables: { methods: rows } };
}

async function rowsOf(
  sets: readonly TestSet[],
  methods: Readonly<Record<string, Method>>,
  { progress, check }: EvaluationRequest,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [method, run] of Object.entries(methods)) {
    progress.line(`compares with ${method}`);
    for (const set of sets) {
      await pause(check);
      const images = await run(set);
      if (images) rows.push(...methodRows(set, { method, images }));
    }
  }
  return rows;
}

/** Mean errors by set and method. */
function methodMetrics(rows: readonly Row[]): Metrics {
  const sets = Object.groupBy(rows, ({ set }) => String(set));
  return Object.fromEntries(
    Object.entries(sets).map(([set, ofSet]) => {
      const methods = Object.groupBy(ofSet!, ({ method }) => String(method));
      return [
        set,
        Object.fromEntries(
          Object.entries(methods).map(([method, list]) => [
            method,
            Object.fromEntries(
              measuresIn("methods").map((name) => MEASURES[name]).map(({ column }) => [
                column,
                mean(list!.map((row) => Number(row[column]))),
              ]),
            ),
          ]),
        ),
      ];
    }),
  );
}

/** What needs an encoder: methods, where it fails, codes, and the sheet. */
async function latentMeasures(
  { sets, measured, surface, means }: {
    sets: readonly TestSet[];
    measured: readonly Measured[];
    surface: NamedSet;
    means: Float32Array;
  },
  request: Evaluating,
): Promise<Evaluation> {
  const { model, dataset, hole, seed, draw, drawFresh, all, progress } = request;
  const { latents, decode } = model;
  progress.line("encodes the whole dataset");
  const { means: codes, logVariances } = await model.posteriors({ ...all, name: "dataset" });
  // Copies of a point would stand on both sides of every cross-validation and held-out set.
  const distinct = distinctIndices(dataset.points);
  const isDistinct = new Set(distinct);
  const { points } = dataset;
  // Some points of the hole may have been left in the subset.
  const known = dataset.subsets.punctured
    .filter((index) => isDistinct.has(index) && !insideHole(hole, points[index]));
  const outside = pick(codes, { latents, points, indices: known });
  const training = trainingImages(request);
  const inLatents = latentMethods(model, { outside, hole, seed }, { draw });
  progress.line("measures the codes");
  const drawn = await model.encode?.(drawFresh(randomPoints(seed))) ?? null;
  const own = measureCodes(
    {
      ...pick(codes, { latents, points, indices: distinct }),
      logVariances: model.noise
        ? pick(logVariances, { latents, points, indices: distinct }).codes
        : null,
      latents,
      periodic: hole.periodic,
      drawn,
    },
    { seed },
  );
  const distances = codeDistances(measured, { codes, scored: own.scored });
  const decoded = Object.fromEntries(
    Object.entries(inLatents.methods).map(([name, method]): [string, Method] => [
      name,
      async (set) => {
        const found = await method(set);
        if (found) distances.add(name, set, found);
        return found && await decode?.(found);
      },
    ]),
  );
  const methods = {
    ...await pixelMethods({ training, hole, seed }, { latents, draw }),
    ...decoded,
  };
  const rows = await rowsOf(sets, methods, request);
  progress.line("measures the sheet of codes");
  const sheet = await measureSurface(model, {
    means,
    points: surface.points,
    size: surface.size,
    hole,
    scored: own.scored,
    noise: own.activity.map(({ noise }) => noise),
  });
  const scores = { ...own.scores, ...sheet.scores };
  const distanceScores = Object.fromEntries(
    Object.entries(distances.scores).flatMap(([set, ofSet]) =>
      Object.entries(ofSet).map(([method, found]) =>
        [`code_distance_${method}_${set}`, found] as const
      )
    ),
  );
  return {
    metrics: {
      methods: methodMetrics(rows),
      code_distances: {
        map_degree: inLatents.mapDegree,
        ...Object.fromEntries(
          Object.entries(distances.scores).map(([set, ofSet]) => [set, scoreMetrics(ofSet)]),
        ),
      },
      codes: {
        ...own.metrics,
        ...scoreMetrics(scores),
        notes: {
          ...(own.metrics.kl === null ? { kl: "codes without noise have no divergence" } : {}),
          ...scoreNotes({ ...scores, ...distanceScores }),
        },
      },
    },
    tables: {
      methods: rows,
      ...own.tables,
      scores: scoreRows({ ...scores, ...distanceScores }),
      isolines: sheet.isolines,
      ...(sheet.volume.length > 0 ? { volume: sheet.volume } : {}),
    },
  };
}

function pick(
  codes: Float32Array,
  { latents, points, indices }: {
    latents: number;
    points: Dataset["points"];
    indices: Uint32Array;
  },
) {
  const chosen = new Float32Array(indices.length * latents);
  indices.forEach((index, n) =>
    chosen.set(codes.subarray(index * latents, (index + 1) * latents), n * latents)
  );
  return { points: Array.from(indices, (n) => points[n]), codes: chosen };
}

/** Points whose codes' dimension is measured. */
const DIMENSION_POINTS = 2000;

/**
 * Points drawn at random over the whole space. The dataset's own may be a lattice, of which the
 * dimension of the codes cannot be estimated.
 */
function randomPoints(seed: number) {
  return samplePoints(DIMENSION_POINTS, createRandom(seed, "evaluation/dimension"));
}

/**
 * How far the codes that methods find lie from μ of the true images, for each set and method: root
 * mean square over points, relative to that of all codes from their mean, both in the latents whose
 * signal exceeds their noise.
 */
function codeDistances(
  measured: readonly Measured[],
  { codes: all, scored }: { codes: Float32Array; scored: readonly number[] },
) {
  const width = measured[0].means.length / measured[0].set.points.length;
  const latents = scored.length;
  const chosen = (codes: Float32Array) =>
    latents === 0 ? new Float32Array() : pickLatents(codes, { latents: width, chosen: scored });
  const means = new Map(measured.map(({ set, means }) => [set.name, chosen(means)]));
  const codes = chosen(all);
  const centre = latents === 0 ? [] : codeMean(codes, { latents });
  const rms = (values: Float32Array, at: (n: number) => number) => {
    let sum = 0;
    for (let n = 0; n < values.length; n++) sum += (values[n] - at(n)) ** 2;
    return Math.sqrt(sum * latents / values.length);
  };
  const spread = rms(codes, (n) => centre[n % latents]);
  const scores: Record<string, Record<string, Score>> = {};
  return {
    scores,
    add(method: string, { name }: TestSet, found: Float32Array) {
      const own = means.get(name)!;
      (scores[name] ??= {})[method] = score(
        needsLatents(latents, 1),
        () => rms(chosen(found), (n) => own[n]) / spread,
      );
    },
  };
}
