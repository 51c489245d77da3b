/**
 * Training with a checkpoint: all epochs, and what a stop on the way leaves to go on from.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Backend } from "../backend/backend.ts";
import { onDevice } from "../backend/device_failure.ts";
import type { Progress } from "../cli/progress.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { RunError } from "../errors.ts";
import { freed } from "../model/files.ts";
import { variableValues } from "../model/saving.ts";
import type { Vae } from "../model/vae.ts";
import { Adam } from "./adam.ts";
import { type Checkpoint, readArrays, readCheckpoint, writeCheckpoint } from "./checkpoint.ts";
import {
  type EpochLine,
  FIRST_STATE,
  notice,
  trainEpochs,
  type TrainingBackend,
  type TrainingState,
} from "./epochs.ts";
import type { TrainParameters } from "./schema.ts";

export type { EpochLine };

/** What a run trains on, and where it leaves its traces. */
export interface TrainingRun {
  readonly parameters: TrainParameters;
  readonly training: ImageSet;
  readonly validation: ImageSet;
  readonly backend: TrainingBackend & Pick<Backend, "name">;
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

/** Whether a checkpoint is there to go on from: one was found, or has been written. */
interface Kept {
  checkpoint: boolean;
}

/** What an error says of a training whose numbers are no longer finite. */
const diverged = ({ checkpoint }: Kept) =>
  `${checkpoint ? "the last good checkpoint is kept" : "there is no checkpoint yet"} ` +
  "(a smaller --rate may help)";

/** What an error says where the device failed. */
const failed = ({ checkpoint }: Kept) =>
  checkpoint
    ? "the last good checkpoint is kept, and the same command resumes from it"
    : "there is no checkpoint yet, and the same command begins anew";

/**
 * Trains a network in place, going on from the checkpoint where there is one.
 *
 * Throws RunError where the loss stops being finite or the device fails, and where `signal` is
 * aborted; the last good checkpoint, where one was written, is kept in each case.
 */
export async function train(vae: Vae, run: TrainingRun): Promise<Training> {
  const { backend } = run;
  const kept: Kept = { checkpoint: false };
  const keeping: TrainingRun["backend"] = {
    name: backend.name,
    readEvery: backend.readEvery,
    hidesNaN: backend.hidesNaN,
    prepare: (run) => backend.prepare(run),
    freeUnused: () => backend.freeUnused(),
    check() {
      try {
        backend.check();
      } catch (error) {
        throw error instanceof RunError ? new RunError(`${error.message}; ${failed(kept)}`) : error;
      }
    },
  };
  return await onDevice(keeping, () => trainOnDevice(vae, { ...run, backend: keeping }, kept));
}

async function trainOnDevice(vae: Vae, run: TrainingRun, kept: Kept): Promise<Training> {
  const { parameters, training, validation, backend, progress, signal, pause = 200 } = run;
  const adam = new Adam(vae.trainable);
  using _moments = freed(adam);

  const found = await readCheckpoint(run.scratch);
  if (found) restore(vae, adam, found);
  kept.checkpoint = found !== null;
  const from: TrainingState = {
    step: found?.step ?? 0,
    sums: { ...FIRST_STATE.sums, ...found?.sums },
    history: (found?.history ?? []) as readonly EpochLine[],
  };
  const snapshots = from.history
    .flatMap((_, k) => found?.arrays[snapshotName(k + 1)]?.values ?? []);
  const { epochs } = parameters;
  const total = epochs * Math.ceil(training.indices.length / parameters.batch);
  if (from.step > 0) progress.line(`resumes from step ${from.step} of ${total}`);

  const save = async ({ step, sums, history }: TrainingState) => {
    const arrays = await readArrays(stateTensors(vae, adam));
    await notice(backend);
    // The last update may have spoilt what no loss has been computed from yet.
    for (const [name, { values }] of Object.entries(arrays)) {
      if (values.every(Number.isFinite)) continue;
      throw new RunError(
        `Training stopped at step ${step} of ${total}: ${name} is no longer finite; ${
          diverged(kept)
        }`,
      );
    }
    snapshots.forEach((values, k) =>
      arrays[snapshotName(k + 1)] = { shape: [values.length], values }
    );
    await writeCheckpoint(run.scratch, { step, sums, history, arrays });
    kept.checkpoint = true;
  };
  const result = await trainEpochs(vae, adam, {
    ...{ parameters, training, validation, backend, from, signal, pause },
    hooks: {
      advice: {
        get diverged() {
          return diverged(kept);
        },
        interrupted: "the checkpoint is kept",
      },
      prepared(programs) {
        if (programs > 0) progress.line(`compiled ${programs} programs for ${backend.name}`);
      },
      progress: ({ step, loss, imagesPerSecond }) =>
        progress.update(
          step,
          total,
          (loss === null ? "" : `loss ${loss.toFixed(4)}, `) +
            `${imagesPerSecond.toFixed(0)} images/s`,
        ),
      async keep(state, over) {
        if (over === null) return await save(state);
        const { epoch, loss, validationLoss } = state.history[state.history.length - 1];
        if (parameters.snapshots && state.step < total) snapshots.push(await variableValues(vae));
        await save(state);
        const { imagesPerSecond } = over;
        progress.line(
          `epoch ${epoch} of ${epochs}: loss ${loss.toFixed(4)}, ` +
            `validation ${validationLoss.toFixed(4)}` +
            (imagesPerSecond === null ? "" : `, ${imagesPerSecond.toFixed(0)} images/s`),
        );
      },
    },
  });
  return { ...result, snapshots };
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
