/** An evaluation of a model whose codes and images are known in closed form. */

import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import type { CurveFitter } from "../../lib/curve/fit.ts";
import { buildDataset, type Dataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { writeDataset } from "../../lib/dataset/files.ts";
import { evaluate, type Evaluation } from "../../lib/evaluation/evaluate.ts";
import type { EvaluatedModel, NamedSet } from "../../lib/evaluation/evaluated_model.ts";
import { findArray } from "../../lib/evaluation/own/model_files.ts";
import {
  bytesOf,
  type Draw,
  drawer,
  pixelsOf,
  shownSets,
  testSets,
} from "../../lib/evaluation/sets.ts";
import { EVALUATE } from "../../lib/evaluation/evaluate_stage.ts";
import { readCsv } from "../../lib/files/csv.ts";
import { encodeNpy } from "../../lib/files/npy.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { nearestPoints } from "../../lib/measure/baselines/nearest.ts";
import type { Metrics } from "../../lib/results/stage.ts";
import { createRandom } from "../../lib/random.ts";
import {
  insideHole,
  parseHole,
  type Point,
  sampleHole,
  samplePoints,
} from "../../lib/space/mod.ts";
import { useBackend } from "../backend/devices.ts";
import { inFolder } from "../results/fake_stage.ts";
import { resultIn, stageRun } from "../results/stage_run.ts";

const SIZE = 16, AREA = SIZE ** 2, LATENTS = 3;
const HOLE = parseHole("disc:1.25,1,0.4");

/** Points of the dataset that stand in it once. */
const DISTINCT = 100;

/** Images that are no shapes, but of each point another. */
const draw: Draw = (points) => ({
  images: Uint8Array.from(
    points.flatMap(({ a, b }) =>
      Array.from({ length: AREA }, (_, i) => 127 + 120 * Math.sin(i * a / 9 + 2 * b))
    ),
  ),
  points,
  size: SIZE,
  indices: Uint32Array.from(points.keys()),
});

/** A dataset whose last points repeat its first, with a third of the hole's points left to train on. */
function repeating(): Dataset {
  const once = samplePoints(DISTINCT, createRandom(0, "points"));
  const points = [...once, ...once.slice(0, 20)];
  const holePoints = sampleHole(HOLE, { count: 12, random: createRandom(0, "hole") });
  const inside = points.map((point) => insideHole(HOLE, point));
  const numbers = [...points.keys()];
  const chosen = (filter: (n: number) => boolean) => Uint32Array.from(numbers.filter(filter));
  return {
    points,
    size: SIZE,
    images: draw(points).images as Uint8Array<ArrayBuffer>,
    insideHole: Uint8Array.from(inside, Number),
    holePoints,
    holeImages: draw(holePoints).images as Uint8Array<ArrayBuffer>,
    subsets: {
      full: chosen((n) => n % 5 !== 0),
      punctured: chosen((n) => n % 5 !== 0 && (!inside[n] || n % 3 === 0)),
      control: chosen((n) => n % 5 !== 0 && n % 7 !== 0),
      validation: chosen((n) => n % 5 === 0 && !inside[n]),
      validationInHole: chosen((n) => n % 5 === 0 && inside[n]),
    },
  };
}

/** By how far a code of the hole lies off the plane of the others. */
const OFF = [3, 0, 4];

/** A plane over (a, b), which the codes of the hole leave. */
function codeOf({ a, b }: Point): number[] {
  const plane = [a - 2 * b + 7, 0.5 * b - 4, a];
  return plane.map((value, k) => insideHole(HOLE, { a, b }) ? value + OFF[k] : value);
}

/** Codes of a set; in the dataset, those of a point's copies lie elsewhere. */
function codesOf({ points, name }: NamedSet): Float32Array<ArrayBuffer> {
  return Float32Array.from(
    points.flatMap((point, n) =>
      codeOf(point).map((value) => name === "dataset" && n >= DISTINCT ? value + 2 : value)
    ),
  );
}

const blank = (codes: Float32Array) => new Float32Array(codes.length / LATENTS * AREA);

const MODEL: EvaluatedModel = {
  latents: LATENTS,
  encodes: true,
  noise: true,
  reconstruct: (set) => Promise.resolve({ means: codesOf(set), images: pixelsOf(set) }),
  posteriors: (set) => {
    const means = codesOf(set);
    return Promise.resolve({ means, logVariances: means.map(() => Math.log(0.01)) });
  },
  encode: (set) => Promise.resolve(codesOf({ ...set, name: "" })),
  decode: (codes) => Promise.resolve(blank(codes)),
  derivatives: (codes, directions) => Promise.resolve(directions.map(() => blank(codes))),
};

/** Takes an image's first pixels for its parameters. */
const FITTER: CurveFitter = {
  fit: (image) => ({ a: 2 * image[0], b: 3 * image[1], residual: image[2] }),
};

const dataset = repeating();

let evaluated: Promise<Evaluation> | undefined;

/** The evaluation, done once. */
function evaluation(): Promise<Evaluation> {
  const run = async () => {
    await useBackend("wasm");
    return await evaluate({
      model: MODEL,
      dataset,
      hole: HOLE,
      trainedOn: dataset.subsets.punctured,
      draw,
      all: { ...dataset, indices: Uint32Array.from(dataset.points.keys()) },
      fitter: FITTER,
      noise: false,
      seed: 0,
      progress: { update() {}, line() {} },
      check() {},
    });
  };
  return evaluated ??= run();
}

Deno.test("methods in latent space know no code of the hole, and of copies but the first", async () => {
  const { metrics } = await evaluation();
  const distances = metrics.code_distances as Record<string, Metrics>;
  // All codes from their mean, in float64.
  const codes = codesOf({ ...draw(dataset.points), name: "dataset" });
  const count = dataset.points.length;
  const centre = [0, 1, 2].map((k) => codes.reduce((sum, x, i) => sum + (i % 3 === k ? x : 0), 0));
  const squares = codes.reduce((sum, x, i) => sum + (x - centre[i % 3] / count) ** 2, 0);
  const spread = Math.sqrt(squares / count);
  // The plane that they find outside is off the codes inside by the length of OFF.
  for (const method of ["predicted_code", "attribute_vectors"]) {
    assertAlmostEquals(Number(distances.hole[method]), 5 / spread, 1e-4, method);
    assertAlmostEquals(Number(distances.validation[method]), 0, 1e-4, method);
  }
  assertEquals(distances.map_degree as unknown, 1);
});

Deno.test("of points that repeat, codes and validation images count once", async () => {
  const { metrics, tables } = await evaluation();
  assertEquals((metrics.codes as Metrics).count, DISTINCT);
  const { validation } = dataset.subsets;
  const once = [...validation].filter((index) => index < DISTINCT);
  assert(once.length < validation.length);
  assertEquals(
    tables.points.filter(({ set }) => set === "validation").map(({ index }) => index),
    once,
  );
});

Deno.test("each row of an evaluation's tables has the number and the figures of its point", async () => {
  const { tables } = await evaluation();
  const names = new Set<unknown>();
  for (const table of [tables.points, tables.methods]) {
    for (const { set, index, a, b } of table) {
      if (set !== "hole" && set !== "validation") continue;
      names.add(set);
      const points = set === "hole" ? dataset.holePoints : dataset.points;
      assertEquals({ a, b }, { ...points[Number(index)] });
    }
  }
  assertEquals(names, new Set(["hole", "validation"]));
  for (const { a, b, a_fit, b_fit, a_error, b_error, fit_residual, ...row } of tables.points) {
    const point = { a: Number(a), b: Number(b) };
    const [first, second, third] = draw([point]).images;
    assertAlmostEquals(Number(a_fit), 2 * first / 255, 1e-6);
    assertAlmostEquals(Number(b_fit), 3 * second / 255, 1e-6);
    assertAlmostEquals(Number(a_error), Math.abs(2 * first / 255 - point.a), 1e-6);
    assertAlmostEquals(Number(b_error), Math.abs(3 * second / 255 - point.b), 1e-6);
    assertAlmostEquals(Number(fit_residual), third / 255, 1e-6);
    codeOf(point).forEach((value, k) =>
      assertAlmostEquals(Number(row[`mu_${k + 1}`]), value, 1e-5)
    );
  }
  const inside = tables.lattice.map(({ a, b }) =>
    insideHole(HOLE, { a: Number(a), b: Number(b) }) ? 1 : 0
  );
  assertEquals(tables.lattice.map(({ inside_hole }) => inside_hole), inside);
  assert(inside.includes(0) && inside.includes(1));
});

Deno.test("errors by distance are of the hole and of validation, and of no transect", async () => {
  const { tables } = await evaluation();
  const measured = tables.points.filter(({ set }) => set === "hole" || set === "validation");
  assert(measured.length < tables.points.length);
  for (const edge of ["hole", "space"]) {
    const rows = tables.distance.filter((row) => row.edge === edge);
    assertEquals(rows.reduce((sum, { count }) => sum + Number(count), 0), measured.length, edge);
  }
});

Deno.test("the least error of a fit is of the true images of the transects", async () => {
  const { metrics } = await evaluation();
  const walks = testSets(dataset, draw).filter(({ name }) => /^P[123]$/.test(name));
  const points = walks.flatMap((walk) => [...walk.points]);
  assertEquals(points.length, 45);
  const errors = points.map((point) => {
    const [first, second] = draw([point]).images;
    return [Math.abs(2 * first / 255 - point.a), Math.abs(3 * second / 255 - point.b)];
  });
  const floor = metrics.recovery_floor as Metrics;
  ["a_error", "b_error"].forEach((column, k) => {
    const mean = errors.reduce((sum, error) => sum + error[k], 0) / points.length;
    assertAlmostEquals(Number(floor[column]), mean, 1e-6, column);
  });
});

Deno.test("a model trained without the hole is compared with images outside it alone", async () => {
  const backend = await useBackend("wasm");
  const stroke = 1.5;
  const parameters = resolveDatasetParameters({
    ...{ points: 80, size: SIZE, holePoints: 6, hole: "disc:1.25,1,0.4", stroke },
  });
  const dataset = await buildDataset(parameters);
  const draw = await drawer({ ...DEFAULT_SHAPES, size: SIZE, geometry: "square", stroke });
  const shown = Float32Array.from(
    shownSets(dataset, draw).flatMap((set) => [...bytesOf(set)]),
    (level) => level / 255,
  );
  await inFolder(async (root) => {
    const [from, to] = ["dataset", "evaluation"].map((name) => `${root}/${name}`);
    await Promise.all([from, to].map((folder) => Deno.mkdir(folder)));
    await writeDataset(outputFolder(from), dataset);
    const file = `${root}/images.npy`;
    await Deno.writeFile(file, encodeNpy(shown, [shown.length / AREA, SIZE, SIZE]));
    const own = {
      ...{ name: "own", trainedOn: "punctured" as const, seed: 0, logits: false },
      files: { reconstructions: "" },
    };
    await EVALUATE.run(stageRun({
      parameters: { stroke, noise: false, own },
      inputs: { dataset: resultIn(from, { stage: "dataset", parameters }) },
      out: outputFolder(to),
      backend,
      material: { reconstructions: await findArray("--reconstructions", file) },
    }));
    const found = readCsv(await Deno.readTextFile(`${to}/tables/methods.csv`))
      .filter(({ set, method }) => set === "hole" && method === "nearest_point")
      .map(({ mse }) => Number(mse));
    const truth = pixelsOf(draw(dataset.holePoints));
    const expected = (subset: "punctured" | "full") => {
      const known = Array.from(dataset.subsets[subset], (index) => dataset.points[index]);
      const nearest = nearestPoints(dataset.holePoints, known);
      const images = pixelsOf(draw(Array.from(nearest, (n) => known[n])));
      return dataset.holePoints.map((_, n) => {
        let sum = 0;
        for (let i = n * AREA; i < (n + 1) * AREA; i++) sum += (truth[i] - images[i]) ** 2;
        return sum / AREA;
      });
    };
    const [outside, everywhere] = [expected("punctured"), expected("full")];
    found.forEach((mse, n) => assertAlmostEquals(mse, outside[n], 1e-6));
    assert(found.some((mse, n) => mse > everywhere[n] + 1e-3));
  });
});
