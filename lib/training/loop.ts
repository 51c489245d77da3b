/**
 * The training loop, from the first step to the last.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Backend } from "../backend/backend.ts";
import { onDevice } from "../backend/device_failure.ts";
import { RunError } from "../errors.ts";
import type { Vae } from "../model/vae.ts";
import type { Progress } from "../cli/progress.ts";
import { Adam } from "./adam.ts";
import { epochOrder } from "./batches.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { type Checkpoint, readArrays, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import { variableValues } from "../model/files.ts";
import { evaluationLoss } from "../model/inference.ts";
import type { TrainParameters } from "./schema.ts";
import { rateAt, READ_EVERY, stepOfAnother, TERMS, trainingStep } from "./step.ts";

/** One line of `metrics.jsonl`: means over an epoch's images, and the validation set after it. */
export type EpochLine = Record<
  | "epoch"
  | "step"
  | "loss"
  | "bce"
  | "kl"
  | "penalty"
  | "validationLoss"
  | "validationBce"
  | "validationKl",
  number
>;

/** What a run trains on, and where it leaves its traces. */
export interface TrainingRun {
  readonly parameters: TrainParameters;
  readonly training: ImageSet;
  readonly validation: ImageSet;
  readonly backend: Pick<Backend, "name" | "check" | "prepare" | "freeUnused">;
  /** Folder of the checkpoint. */
  readonly scratch: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at the signal and reports of progress; default 200. */
  readonly pause?: number;
}

/** What a finished run has to tell besides the weights. */
export interface Training {
  readonly history: readonly EpochLine[];
  /** All variables after each epoch but the last; none where they are not to be kept. */
  readonly snapshots: readonly Float32Array[];
  /** Median over epochs trained in this process; `null` where all came from a checkpoint. */
  readonly imagesPerSecond: number | null;
}

const KEPT = "the last good checkpoint is kept (a smaller --rate may help)";

const RESUMES = "the last good checkpoint is kept, and the same command resumes from it";

/**
 * Whether a layer that has diverged can look dead, with a finite loss: WGSL lets max(NaN, 0) be 0,
 * and most GPUs make use of it. There the sum of Adam's second moments is read with the loss. One
 * gradient that was not finite spoils it for good, and only such a gradient can spoil a weight. On
 * wasm a NaN reaches the loss from every variable; a test holds it to that.
 */
const HIDES_NAN = { wasm: false, webgpu: true } as const;

/**
 * Trains a network in place, going on from the checkpoint where there is one.
 *
 * Throws RunError where the loss stops being finite or the device fails, and where `signal` is
 * aborted; the last good checkpoint is kept in each case.
 */
export async function train(vae: Vae, run: TrainingRun): Promise<Training> {
  const { backend } = run;
  const keeping: TrainingRun["backend"] = {
    name: backend.name,
    prepare: (run) => backend.prepare(run),
    freeUnused: () => backend.freeUnused(),
    check() {
      try {
        backend.check();
      } catch (error) {
        throw error instanceof RunError ? new RunError(`${error.message}; ${RESUMES}`) : error;
      }
    },
  };
  return await onDevice(keeping, () => trainOnDevice(vae, { ...run, backend: keeping }));
}

async function trainOnDevice(vae: Vae, run: TrainingRun): Promise<Training> {
  const { parameters, training, validation, backend, progress, signal, pause = 200 } = run;
  const { seed, batch, epochs, loss } = parameters;
  const count = training.indices.length;
  const stepsPerEpoch = Math.ceil(count / batch);
  const total = epochs * stepsPerEpoch;
  const adam = new Adam(vae.trainable);

  const found = await readCheckpoint(run.scratch);
  if (found) restore(vae, adam, found);
  const history = [...(found?.history ?? [])] as EpochLine[];
  const snapshots = history.flatMap((_, k) => found?.arrays[snapshotName(k + 1)]?.values ?? []);
  let sums = { loss: 0, bce: 0, kl: 0, penalty: 0, ...found?.sums };
  let step = found?.step ?? 0;
  if (step > 0) progress.line(`goes on from step ${step} of ${total}`);

  const save = async () => {
    const arrays = await readArrays(stateTensors(vae, adam));
    await notice();
    // The last update may have spoilt what no loss has been computed from yet.
    for (const [name, { values }] of Object.entries(arrays)) {
      if (values.every(Number.isFinite)) continue;
      throw new RunError(
        `Training stopped at step ${step} of ${total}: ${name} is no longer finite; ${KEPT}`,
      );
    }
    snapshots.forEach((values, k) =>
      arrays[snapshotName(k + 1)] = { shape: [values.length], values }
    );
    await writeCheckpoint(run.scratch, { step, sums, history, arrays });
  };
  // Signals and lost devices are noticed only when the event loop turns.
  const notice = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    backend.check();
  };
  const rates: number[] = [];
  let pending: { terms: tf.Tensor1D; images: number }[] = [];
  const readPending = async () => {
    const firstStep = step - pending.length + 1;
    const squares = HIDES_NAN[backend.name] && pending.length > 0 ? adam.sumOfSquares() : null;
    // All at once, for one round trip.
    const [sum, ...read] = await Promise.all([
      squares?.data(),
      ...pending.map(({ terms }) => terms.data()),
    ]);
    squares?.dispose();
    for (const [k, { terms, images }] of pending.entries()) {
      const values = read[k] as Float32Array;
      if (!values.every(Number.isFinite)) {
        await notice();
        throw new RunError(
          `Training stopped at step ${firstStep + k} of ${total}: the loss is ${values[0]}; ` +
            KEPT,
        );
      }
      TERMS.forEach((term, n) => sums[term] += values[n] * images);
      terms.dispose();
    }
    pending = [];
    backend.check();
    if (sum === undefined || Number.isFinite(sum[0])) return;
    throw new RunError(
      `Training stopped between steps ${firstStep} and ${step} of ${total}: a gradient is no ` +
        `longer finite; ${KEPT}`,
    );
  };

  if (step < total) {
    const order = epochOrder(count, { seed, epoch: 0 }).subarray(0, batch);
    const programs = await backend.prepare(() =>
      stepOfAnother(vae.architecture, training, order, loss)
    );
    if (programs > 0) progress.line(`compiled ${programs} programs for ${backend.name}`);
  }
  let lastPause = performance.now();
  while (step < total) {
    const epoch = Math.floor(step / stepsPerEpoch);
    const order = epochOrder(count, { seed, epoch });
    const started = performance.now();
    const startStep = step;
    while (step < (epoch + 1) * stepsPerEpoch) {
      const first = (step - epoch * stepsPerEpoch) * batch;
      const chosen = order.subarray(first, first + batch);
      const terms = trainingStep(vae, adam, {
        set: training,
        chosen,
        loss,
        seed,
        step,
        rate: rateAt(parameters, step, total),
      });
      pending.push({ terms, images: chosen.length });
      step++;
      if (pending.length >= READ_EVERY[backend.name]) await readPending();
      if (performance.now() - lastPause > pause) {
        await notice();
        lastPause = performance.now();
        const seconds = (lastPause - started) / 1000;
        const rate = (step - startStep) * batch / seconds;
        progress.update(
          step,
          total,
          `${describe(sums, step, stepsPerEpoch, batch)}, ${rate.toFixed(0)} images/s`,
        );
        if (signal.aborted) {
          await readPending();
          await save();
          throw new RunError(`interrupted at step ${step} of ${total}; the checkpoint is kept`);
        }
      }
    }
    await readPending();
    const seconds = (performance.now() - started) / 1000;
    const rate = (step - startStep) * batch / seconds;
    if (startStep === epoch * stepsPerEpoch) rates.push(rate);
    // Neither phase can use the other's buffers.
    backend.freeUnused();
    const { bce, kl } = await evaluationLoss(vae, validation);
    backend.freeUnused();
    history.push({
      epoch: epoch + 1,
      step,
      loss: sums.loss / count,
      bce: sums.bce / count,
      kl: sums.kl / count,
      penalty: sums.penalty / count,
      validationLoss: bce + loss.lambda * kl,
      validationBce: bce,
      validationKl: kl,
    });
    sums = { loss: 0, bce: 0, kl: 0, penalty: 0 };
    if (parameters.snapshots && step < total) snapshots.push(await variableValues(vae));
    await save();
    progress.line(
      `epoch ${epoch + 1} of ${epochs}: loss ${history[epoch].loss.toFixed(4)}, ` +
        `validation ${history[epoch].validationLoss.toFixed(4)}, ${rate.toFixed(0)} images/s`,
    );
    if (signal.aborted) {
      throw new RunError(`interrupted at step ${step} of ${total}; the checkpoint is kept`);
    }
  }
  adam.dispose();
  rates.sort((left, right) => left - right);
  return { history, snapshots, imagesPerSecond: rates[rates.length >> 1] ?? null };
}

function describe(sums: Record<string, number>, step: number, perEpoch: number, batch: number) {
  const images = Math.max(1, (step % perEpoch || perEpoch) * batch);
  return `loss ${(sums.loss / images).toFixed(4)}`;
}

/** Name of the weights after an epoch in a checkpoint. */
const snapshotName = (epoch: number) => `after epoch ${epoch}`;

/** Names of Adam's moments in a checkpoint. */
const FIRST = "first moments", SECOND = "second moments";

function stateTensors(vae: Vae, adam: Adam): Map<string, tf.Tensor> {
  const { first, second } = adam.moments;
  return new Map<string, tf.Tensor>([...vae.variables, [FIRST, first], [SECOND, second]]);
}

function restore(vae: Vae, adam: Adam, { arrays }: Checkpoint): void {
  const tensor = (name: string) => {
    const found = arrays[name];
    if (!found) throw new RunError(`The checkpoint lacks ${name}: remove it and run again`);
    return tf.tensor(found.values, found.shape);
  };
  for (const [name, variable] of vae.variables) {
    const value = tensor(name);
    variable.assign(value as tf.Variable);
    value.dispose();
  }
  adam.restore({ first: tensor(FIRST) as tf.Tensor1D, second: tensor(SECOND) as tf.Tensor1D });
}
