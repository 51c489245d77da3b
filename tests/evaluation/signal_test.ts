import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { createCurveFitter } from "../../lib/curve/fit.ts";
import { buildDataset, resolveDatasetParameters } from "../../lib/dataset/mod.ts";
import { dictionaryRows, evaluationDictionary } from "../../lib/evaluation/dictionary.ts";
import { drawer, evaluate } from "../../lib/evaluation/mod.ts";
import { measureSurface } from "../../lib/evaluation/surface.ts";
import { trainedModel } from "../../lib/evaluation/trained_model.ts";
import { encodeMeans, encodePosteriors } from "../../lib/model/inference.ts";
import { type Architecture, Vae } from "../../lib/model/mod.ts";
import type { Metrics } from "../../lib/results/stage.ts";
import { lattice, parseHole, type Point } from "../../lib/space/mod.ts";
import { useBackend } from "../backend/devices.ts";

const HOLE = parseHole("disc:1.25,1,0.3");

function network(posterior: Architecture["posterior"]): Vae {
  return Vae.create({ size: 32, divide: 8, latents: 3, posterior }, 0);
}

Deno.test("encodePosteriors() gives μ as encodeMeans() does, and ln σ²", async () => {
  await useBackend("wasm");
  const draw = await drawer({ ...DEFAULT_SHAPES, size: 32, geometry: "square", stroke: 2 });
  const set = draw(lattice(7, 6));
  for (const posterior of ["fixed", "learned"] as const) {
    const vae = network(posterior);
    const { means, logVariances } = await encodePosteriors(vae, set);
    assertEquals(means, await encodeMeans(vae, set));
    const fixed = new Set(logVariances).size === 1;
    assertEquals(fixed, posterior === "fixed");
    if (fixed) assert(Math.abs(logVariances[0] - Math.log(0.01)) < 1e-6);
  }
});

Deno.test("each set has noise of its own, the same for the same seed", async () => {
  await useBackend("wasm");
  const model = trainedModel(network("fixed"));
  const draw = await drawer({ ...DEFAULT_SHAPES, size: 32, geometry: "square", stroke: 2 });
  const set = draw([{ a: 1, b: 1 }, { a: 1.5, b: 0.5 }]);
  const made = async (name: string, seed: number) => {
    const named = { ...set, name };
    return Array.from((await model.reconstruct(named, { noise: true, seed })).images);
  };
  const first = await made("P1", 0);
  assertEquals(await made("P1", 0), first);
  const differs = (images: number[]) => images.some((value, n) => value !== first[n]);
  assert(differs(await made("P2", 0)));
  assert(differs(await made("P1", 1)));
});

Deno.test("lines along which no code changes by more than its noise have no curvature", async () => {
  await useBackend("wasm");
  const vae = network("fixed");
  const points = lattice(21, 16);
  const measure = (code: (point: Point) => readonly number[], noise: number[], scored: number[]) =>
    measureSurface(trainedModel(vae), {
      means: Float32Array.from(points.flatMap((point) => [...code(point)])),
      points,
      size: 32,
      hole: HOLE,
      scored,
      noise,
    });
  const noise = [0.01, 0.01, 1];
  // The first two latents know a alone: along a line of constant a they stay where they are.
  const ofA = await measure(({ a, b }) => [a, 2 * a, 1e-3 * b], noise, [0, 1]);
  assertEquals(ofA.scores.turning_iso_a, {
    value: null,
    note: "no code changes along a line of constant a by more than its noise",
  });
  assert(Math.abs(Number(ofA.scores.straightness_iso_b.value) - 1) < 1e-6);
  assertEquals(ofA.isolines.filter(({ turning }) => turning === "").length, 16);
  // A third latent that bends and is not scored bends nothing.
  const bent = await measure(({ a, b }) => [a, b, Math.sin(9 * a * b)], noise, [0, 1]);
  assert(Number(bent.scores.turning_iso_a.value) < 1e-3);
  // Nor does one that changes between the points at which the volume is measured.
  const between = ({ a }: Point) => [0, 1, 0, -1][Math.round(10 * (a - 0.5)) % 4];
  const jagged = await measure((point) => [point.a, point.b, between(point)], noise, [0, 1]);
  const flat = await measure(({ a, b }) => [a, b, 0], noise, [0, 1]);
  assertEquals(jagged.volume, flat.volume);
  const one = await measure(({ a }) => [a, 0, 0], noise, [0]);
  assertEquals(one.scores.volume_ratio, {
    value: null,
    note: "only one latent has a signal above its noise",
  });
});

/** An evaluation on a small dataset. */
async function evaluation(vae: Vae) {
  const stroke = 2;
  const dataset = await buildDataset(resolveDatasetParameters({ points: 120, size: 32, stroke }));
  const drawing = { ...DEFAULT_SHAPES, size: 32, geometry: "square", stroke } as const;
  return await evaluate({
    model: trainedModel(vae),
    dataset,
    hole: HOLE,
    trainedOn: dataset.subsets.full,
    draw: await drawer(drawing),
    all: { ...dataset, indices: Uint32Array.from(dataset.points.keys()) },
    fitter: createCurveFitter(drawing),
    noise: false,
    seed: 0,
    progress: { update() {}, line() {} },
    check() {},
  });
}

Deno.test("codes without noise have no divergence from the prior, and a note says so", async () => {
  await useBackend("wasm");
  const of = async (posterior: Architecture["posterior"]) =>
    (await evaluation(network(posterior))).metrics.codes as Metrics;
  const [none, fixed] = [await of("none"), await of("fixed")];
  const noteOn = ({ notes }: Metrics) => (notes as Record<string, string>).kl;
  assertEquals([none.kl, noteOn(none)], [null, "codes without noise have no divergence"]);
  assert(Number(fixed.kl) > 0 && noteOn(fixed) === undefined);
});

Deno.test("an evaluation of a collapsed network has no score, and says so in every place", async () => {
  await useBackend("wasm");
  const vae = network("learned");
  // What a strong KL term makes of an encoder: μ hardly moves, and σ fills the prior.
  for (const head of ["mean", "log_variance"]) {
    const kernel = vae.variables.get(`${head}/kernel`)!;
    kernel.assign(tf.mul(kernel, 1e-4));
  }
  const { metrics, tables } = await evaluation(vae);
  const codes = metrics.codes as Metrics;
  assertEquals([codes.active_units, codes.scored_latents], [0, 0]);
  const distances = Object.values(metrics.code_distances as Metrics)
    .filter((value) => typeof value === "object").flatMap((value) =>
      Object.values(value as Metrics)
    );
  assert(distances.length > 0 && distances.every((value) => value === null));
  const notes = codes.notes as Record<string, string>;
  for (const { measure, value, note } of tables.scores) {
    assertEquals([value, note], ["", "no latent has a signal above its noise"]);
    assertEquals(notes[measure], note);
    assert(!(measure in codes) || codes[measure] === null, String(measure));
  }
  // Images are measured as ever.
  assert(Number((metrics.validation as Metrics).dice) > 0);
  const described = new Set(
    dictionaryRows(evaluationDictionary()).map(({ table, column }) => `${table} ${column}`),
  );
  for (const [table, rows] of Object.entries(tables)) {
    for (const column of Object.keys(rows[0])) {
      const name = column.replace(/^(mu|angle)_\d+$/, "$1_k");
      assert(described.has(`${table} ${name}`), `${table}.${column} is not in the dictionary`);
    }
  }
});
