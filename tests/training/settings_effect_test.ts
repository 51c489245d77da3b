/**
 * No setting does nothing: each parameter of training and evaluation is changed alone, beside every
 * kind of other setting, on a tiny network. The bytes differ, or the value is refused.
 *
 * The parameters are those of the schemas and of the table of settings, so that a new one fails
 * here until it has values to be tried with.
 *
 * @module
 */

import { DEFAULT_SHAPES } from "../../lib/curve/family.ts";
import { createHash } from "node:crypto";
import * as tf from "@tensorflow/tfjs";
import { buildDataset, type Dataset } from "../../lib/dataset/mod.ts";
import { UsageError } from "../../lib/errors.ts";
import { drawer } from "../../lib/evaluation/sets.ts";
import { trainedModel } from "../../lib/evaluation/trained_model.ts";
import { errorsOf } from "../../lib/measure/image/image_set_errors.ts";
import { PENALTIES, PENALTY_NAMES, Vae } from "../../lib/model/mod.ts";
import { POSTERIOR_NAMES, POSTERIORS } from "../../lib/model/posteriors.ts";
import { checkEvaluation } from "../../lib/evaluation/check.ts";
import { evaluateSchema } from "../../lib/evaluation/evaluate_parameters.ts";
import {
  type ArmRun,
  resolveArm,
  SETTING_NAMES,
  type SettingName,
  type Settings,
} from "../../lib/study/settings.ts";
import { train, type TrainParameters, trainSchema } from "../../lib/training/mod.ts";
import { checkImages } from "../../lib/training/schema.ts";
import { resolveDatasetParameters } from "../../lib/dataset/parameters.ts";
import { NETWORK_NAMES } from "../../lib/words/network_names.ts";
import { assert, assertEquals } from "@std/assert";
import { useBackend } from "../backend/devices.ts";
import { imageSet, TINY, trainingRun } from "./fixtures.ts";
import { at, EVALUATION_VALUES, SETTING_VALUES, type Tree, valuesOf } from "./setting_values.ts";

/** Of nine images: a batch of 8 leaves one of a single image, a batch of 9 is the only one. */
const BASE: TrainParameters = { ...TINY, divide: 16, subset: "full", epochs: 1, decay: "cosine" };

/** A copy with one leaf changed. */
function changed<T>(parameters: T, path: string, value: unknown): T {
  const [name, ...rest] = path.split(".");
  const own = (parameters as Tree)[name];
  const inner = rest.length > 0 ? changed(own, rest.join("."), value) : value;
  return { ...parameters, [name]: inner };
}

const sha256 = (bytes: string | Uint8Array) => createHash("sha256").update(bytes).digest("hex");

const cases = new Map<string, Promise<string | null>>();

/** Nine training images; of a hole's subsets, some are spared. */
function tinyDataset(hole: string): Promise<Dataset> {
  const points = { points: 10, size: 32, holePoints: 1, seed: 5 };
  return buildDataset(resolveDatasetParameters({ ...points, hole }));
}

const tiny = await tinyDataset("disc:1.25,1,0.6");

/** Spreads the codes of an untrained network, which lie within 0.0002 of each other, to about 1. */
function spread(vae: Vae): void {
  const kernel = vae.variables.get("mean/kernel");
  if (kernel) tf.tidy(() => kernel.assign(tf.mul(kernel, 1e4) as tf.Variable));
}

/** Trains from nothing. */
async function trainedOn(dataset: Dataset, parameters: TrainParameters): Promise<Vae> {
  const backend = await useBackend("wasm");
  const { divide, latents, posterior, seed, subset } = parameters;
  const vae = Vae.create({ size: 32, divide, latents, posterior }, seed);
  spread(vae);
  const scratch = await Deno.makeTempDir();
  const training = imageSet(dataset, dataset.subsets[subset]);
  await train(vae, trainingRun(dataset, { backend, scratch, parameters, training }));
  await Deno.remove(scratch, { recursive: true });
  return vae;
}

/** Digest of the weights that a run ends with; `null` where it is refused. */
function bytesOf(parameters: TrainParameters, dataset = tiny): Promise<string | null> {
  const run = async () => {
    const parsed = trainSchema.safeParse(parameters);
    if (!parsed.success) return null;
    try {
      checkImages(parsed.data, dataset.subsets);
    } catch (error) {
      assert(error instanceof UsageError, String(error));
      return null;
    }
    const vae = await trainedOn(dataset, parsed.data);
    const weights = [...vae.variables].map(([name, variable]) => {
      const values = sha256(new Uint8Array(variable.dataSync<"float32">().slice().buffer));
      variable.dispose();
      return [name, values];
    });
    return sha256(JSON.stringify(weights));
  };
  const key = JSON.stringify([parameters, dataset.subsets.full.length, dataset.holePoints]);
  if (!cases.has(key)) cases.set(key, run());
  return cases.get(key)!;
}

/** Every kind of run: penalties and posteriors, beside small and large batches and a single latent. */
const KINDS: TrainParameters[] = [
  { batch: 1 },
  { batch: 8 },
  { batch: 9 },
  { batch: 8, latents: 1 },
].flatMap((rest) => [
  ...(["fixed", "learned"] as const).flatMap((posterior) =>
    PENALTY_NAMES.flatMap((penalty) =>
      (["none", "published"] as const).map((weights): TrainParameters => {
        const loss = { ...BASE.loss, penalty, gamma: PENALTIES[penalty].gamma, weights };
        return { ...BASE, ...rest, posterior, loss };
      })
    )
  ),
  ...PENALTY_NAMES.map((penalty): TrainParameters => {
    const loss = { ...BASE.loss, lambda: 0, penalty, gamma: PENALTIES[penalty].gamma };
    return { ...BASE, ...rest, posterior: "none", loss };
  }),
  { ...BASE, ...rest, posterior: "truth" as const, loss: { ...BASE.loss, lambda: 0 } },
]);

/** A kind with one parameter changed; a penalty also comes with a weight of its own. */
function* changes(kind: TrainParameters, path: string, value: unknown): Generator<TrainParameters> {
  yield changed(kind, path, value);
  if (path !== "loss.penalty") return;
  const { gamma } = PENALTIES[value as keyof typeof PENALTIES];
  if (gamma !== kind.loss.gamma) yield changed(changed(kind, path, value), "loss.gamma", gamma);
}

/** Fails where two values of a parameter give the same bytes; returns how many were tried. */
async function expectEffect(
  kind: TrainParameters,
  { path, values, dataset }: { path: string; values: readonly unknown[]; dataset?: Dataset },
): Promise<number> {
  const bytes = await bytesOf(kind, dataset);
  if (bytes === null) return 0;
  const seen = new Map<string, unknown>([[bytes, at(kind, path)]]);
  for (const value of values.filter((value) => value !== at(kind, path))) {
    for (const other of changes(kind, path, value)) {
      const others = await bytesOf(other, dataset);
      if (others === null) continue;
      const same = seen.get(others);
      const what = `${path} = ${value} gives the bytes of ${path} = ${same}`;
      assert(same === undefined, `${what}: ${JSON.stringify(kind)}`);
      seen.set(others, value);
    }
  }
  return seen.size - 1;
}

Deno.test("every parameter of training, changed alone, gives other bytes or is refused", async () => {
  assert(tiny.subsets.full.length === 9 && tiny.subsets.punctured.length < 9);
  let tried = 0;
  for (const kind of KINDS) {
    for (const [path, values] of valuesOf(trainSchema.shape)) {
      tried += await expectEffect(kind, { path, values });
    }
  }
  assert(tried > 200, `${tried} changes`);
});

Deno.test("without a hole, or an image in it, there is but the full subset", async () => {
  for (const hole of ["none", "disc:1.25,1,0.001"]) {
    const dataset = await tinyDataset(hole);
    const tried = await expectEffect(BASE, { path: "subset", values: NETWORK_NAMES, dataset });
    assertEquals(tried, 0);
  }
});

Deno.test("every parameter of an evaluation, changed alone, gives other bytes or is refused", async () => {
  await useBackend("wasm");
  // A model of the user's own is no network of this suite, and has its own tests.
  const names = Object.keys(evaluateSchema.shape).filter((name) => name !== "own");
  assertEquals(names, Object.keys(EVALUATION_VALUES));
  for (const posterior of POSTERIOR_NAMES) {
    const { noise } = POSTERIORS[posterior];
    const lambda = noise ? 8e-3 : 0;
    const loss = { ...BASE.loss, lambda };
    const vae = await trainedOn(tiny, { ...BASE, posterior, loss });
    const evaluated = async (choice: ArmRun["evaluation"]): Promise<string | null> => {
      try {
        checkEvaluation(choice, { ...BASE, posterior });
      } catch (error) {
        assert(error instanceof UsageError, String(error));
        return null;
      }
      const draw = await drawer({
        ...DEFAULT_SHAPES,
        size: 32,
        geometry: "square",
        stroke: choice.stroke,
      });
      const set = draw(tiny.points);
      const images = await trainedModel(vae)
        .reconstruct({ ...set, name: "dataset" }, { ...choice, seed: 0 });
      return sha256(JSON.stringify(errorsOf(images, set)));
    };
    const standard = { stroke: 2, noise: false };
    const bytes = await evaluated(standard);
    for (const [name, values] of Object.entries(EVALUATION_VALUES)) {
      for (const value of values) {
        const others = await evaluated({ ...standard, [name]: value });
        assert(others !== bytes, `${name} = ${value} does nothing with posterior ${posterior}`);
        // A training without snapshots has no earlier epoch to evaluate.
        assertEquals(others === null, name === "epoch" || (!noise && name === "noise"));
      }
    }
  }
});

Deno.test("every setting of a study, changed alone, gives another run or is refused", () => {
  assertEquals(Object.keys(SETTING_VALUES).sort(), [...SETTING_NAMES].sort());
  const resolved = (settings: Settings): string | null => {
    try {
      return JSON.stringify(resolveArm(settings, { profile: "smoke", seed: 0 }));
    } catch (error) {
      assert(error instanceof UsageError, String(error));
      return null;
    }
  };
  // An evaluation has the stroke of the training where none is set: a sweep refuses arms that come
  // out equal.
  const excused = (base: Settings, name: string) =>
    name === "evaluation.stroke" && "stroke" in base;
  const settings = Object.entries(SETTING_VALUES).flatMap(([name, values]) =>
    values.map((value) => [name, value] as const)
  );
  const bases: Settings[] = settings.map(([name, value]) => ({ [name]: value }));
  for (const base of [{}, ...bases]) {
    const standard = resolved(base);
    if (standard === null) continue;
    for (const [name, value] of settings) {
      // Only a value that is the standard's own, perhaps as a multiple of the profile's, is no change.
      const others = resolved({ ...base, [name]: value });
      if (others !== standard || excused(base, name)) continue;
      const own = [base[name as SettingName], valueIn(standard, name)].map(String);
      assert(own.includes(String(value)), JSON.stringify({ base, name, value }));
    }
  }
});

/** A setting's value in a resolved run, as a study would write it. */
function valueIn(run: string, name: string): string {
  const { dataset, training, evaluation } = JSON.parse(run) as ArmRun;
  const own: Readonly<Record<string, unknown>> = {
    ...dataset,
    ...training,
    ...training.loss,
    "loss": training.loss.penalty,
    "hole.radius": dataset.hole.split(",").at(-1),
    "evaluation.stroke": evaluation.stroke,
    "evaluation.noise": evaluation.noise ? "on" : "off",
  };
  return String(own[name]);
}
