/**
 * How long the evaluation of a network takes, and what of it: beside training it is what a study
 * waits for. The network is trained for a moment only, so that its reconstructions are curves and
 * not noise; everything else is as in a study.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { createCurveFitter, type CurveFitter } from "../curve/fit.ts";
import { buildDataset, type Dataset } from "../dataset/dataset.ts";
import { resolveDatasetParameters } from "../dataset/parameters.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import { trainedModel } from "../evaluation/trained_model.ts";
import { drawer } from "../evaluation/sets.ts";
import { Vae } from "../model/mod.ts";
import { datasetHole } from "../curve/family_hole.ts";
import { Adam } from "../training/adam.ts";
import { TRAINING_DEFAULTS, TRANSECT_LOSS } from "../training/defaults.ts";
import { trainingStep } from "../training/step.ts";
import { turnEventLoop } from "./clock.ts";
import type { EvaluatedDataset, EvaluationTimes } from "./messages.ts";
import { readLoss } from "./steps.ts";
import { architectureOf, type Workload } from "./workload.ts";

/** Milliseconds on a steady clock. */
type Now = () => number;

/** Adds up how long each of several kinds of work took. */
export interface PartClock {
  /** From now on time goes to this part. */
  turnTo(part: string): void;
  /** The same object, but the time within its methods goes to a part of its own. */
  within<T extends object>(part: string, object: T): T;
  /** Seconds by part, in the order in which they first came. */
  seconds(): Record<string, number>;
}

/** Makes a clock that begins with a part. */
export function createPartClock(
  first: string,
  { now = () => performance.now() }: { now?: Now } = {},
): PartClock {
  const spent = new Map<string, number>([[first, 0]]);
  let [part, since] = [first, now()];
  const turnTo = (next: string) => {
    const time = now();
    spent.set(part, spent.get(part)! + time - since);
    if (!spent.has(next)) spent.set(next, 0);
    [part, since] = [next, time];
  };
  return {
    turnTo,
    within: <T extends object>(own: string, object: T): T =>
      new Proxy(object, {
        get(target, name) {
          const value = Reflect.get(target, name, target);
          if (typeof value !== "function") return value;
          return (...args: unknown[]) => {
            const before = part;
            turnTo(own);
            const back = () => turnTo(before);
            try {
              const returned = value.apply(target, args);
              if (returned instanceof Promise) return returned.finally(back);
              back();
              return returned;
            } catch (error) {
              back();
              throw error;
            }
          };
        },
      }),
    seconds() {
      turnTo(part);
      return Object.fromEntries([...spent].map(([name, time]) => [name, time / 1000]));
    },
  };
}

/** Evaluates a network of the workload once, after training it for so many seconds. */
export async function measureEvaluation(
  workload: Workload,
  { backend, seconds, dataset: shape }: {
    backend: Backend;
    seconds: number;
    dataset: EvaluatedDataset;
  },
): Promise<EvaluationTimes> {
  const parameters = resolveDatasetParameters({ ...shape, size: workload.size });
  const dataset = await buildDataset(parameters);
  const vae = await trainedFor(seconds, { workload, dataset, backend });
  const draw = await drawer(parameters);
  const { points, subsets, holePoints } = dataset;
  const clock = createPartClock("reconstructs");
  const fitter: CurveFitter = clock.within("fits", createCurveFitter(parameters));
  await evaluate({
    model: trainedModel(vae),
    dataset,
    hole: datasetHole(parameters),
    trainedOn: subsets.punctured,
    draw,
    all: { ...dataset, indices: Uint32Array.from(points.keys()) },
    fitter,
    noise: false,
    seed: 0,
    // Its lines name what it does in their first word.
    progress: { update() {}, line: (text) => clock.turnTo(text.split(" ", 1)[0]) },
    check: () => backend.check(),
  });
  const parts = clock.seconds();
  return {
    seconds: Object.values(parts).reduce((sum, part) => sum + part, 0),
    parts,
    images: { hole: holePoints.length, validation: subsets.validation.length },
    points: points.length,
  };
}

/** Trains a new network on the dataset around its hole. */
async function trainedFor(
  seconds: number,
  { workload, dataset, backend }: { workload: Workload; dataset: Dataset; backend: Backend },
): Promise<Vae> {
  const vae = Vae.create(architectureOf(workload), 0);
  const adam = new Adam(vae.trainable);
  const set = { ...dataset, indices: dataset.subsets.punctured };
  const { batch } = workload;
  const end = performance.now() + seconds * 1000;
  for (let step = 0; step === 0 || performance.now() < end; step++) {
    const chosen = Uint32Array.from(
      { length: batch },
      (_, k) => (step * batch + k) % set.indices.length,
    );
    const { rate } = TRAINING_DEFAULTS;
    await readLoss(
      trainingStep(vae, adam, { set, chosen, loss: TRANSECT_LOSS, seed: 0, step, rate }),
    );
    await turnEventLoop();
    backend.check();
  }
  adam.dispose();
  return vae;
}
