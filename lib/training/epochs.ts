/**
 * All epochs of training, from the first step to the last. Nothing here is read from or written to a
 * file: a command keeps a checkpoint wherever `keep` is called, a page shows how far the network is.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import type { Backend } from "../backend/backend.ts";
import type { ImageSet } from "../dataset/image_set.ts";
import { RunError } from "../errors.ts";
import { median } from "../measure/statistics.ts";
import { evaluationLoss } from "../model/inference.ts";
import type { Vae } from "../model/vae.ts";
import type { Adam } from "./adam.ts";
import { epochOrder } from "./batches.ts";
import type { TrainParameters } from "./schema.ts";
import { rateAt, stepOfAnother, TERMS, trainingStep } from "./step.ts";

/**
 * One line of `metrics.jsonl`: means over an epoch's images, and the validation set after it, in
 * nats a pixel or, for `kl`, a latent.
 *
 * `loss` has the noise of the codes and γ·penalty in it. `validationLoss` has neither: it is the
 * cross-entropy of the decoded means μ and λ·KL.
 */
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

/** Sums of the loss terms over the images of the current epoch. */
export type TermSums = Record<typeof TERMS[number], number>;

/** Where training stands between two steps, besides the weights and Adam's moments. */
export interface TrainingState {
  /** Steps done. */
  readonly step: number;
  readonly sums: TermSums;
  /** A line for each epoch that is over. */
  readonly history: readonly EpochLine[];
}

/** The state before the first step. */
export const FIRST_STATE: TrainingState = {
  step: 0,
  sums: { loss: 0, bce: 0, kl: 0, penalty: 0 },
  history: [],
};

/** How far training is. */
export interface TrainingProgress {
  readonly step: number;
  readonly total: number;
  /** Mean loss of the current epoch's images so far, as far as it was read; `null` before that. */
  readonly loss: number | null;
  /** Images a second since the epoch began. */
  readonly imagesPerSecond: number;
}

/** What is known of an epoch that is over, besides its line in the history. */
export interface EpochOver {
  /** Of the steps that were made here; `null` where training was stopped after the epoch's last. */
  readonly imagesPerSecond: number | null;
}

/** Who is told what, and when. */
export interface TrainingHooks {
  /** So many programs were compiled for the device before the first step; 0 on wasm. */
  prepared?(programs: number): void;
  /** Every `pause` milliseconds, between two steps. */
  progress?(progress: TrainingProgress): void;
  /** Waited for after that: a page that was told to pause resolves it when it goes on. */
  rest?(): Promise<void>;
  /**
   * The state is to be kept: after each epoch, and where `signal` is aborted.
   *
   * @param over the epoch that is over, whose line is the last of `state.history`; `null` within an
   * epoch
   */
  keep?(state: TrainingState, over: EpochOver | null): Promise<void>;
  /** What stands in an error after the place where training stopped. */
  readonly advice?: {
    /** The loss or a gradient is no longer finite. */
    readonly diverged: string;
    /** `signal` was aborted. */
    readonly interrupted: string;
  };
}

/** What training asks of a backend. */
export type TrainingBackend = Pick<
  Backend,
  "readEvery" | "hidesNaN" | "check" | "prepare" | "freeUnused"
>;

/** What is trained on, with what. */
export interface Epochs {
  readonly parameters: Pick<
    TrainParameters,
    "seed" | "batch" | "epochs" | "loss" | "rate" | "decay"
  >;
  readonly training: ImageSet;
  readonly validation: ImageSet;
  readonly backend: TrainingBackend;
  /** Where to go on from; the weights and moments must be those of that step. */
  readonly from: TrainingState;
  readonly signal: AbortSignal;
  /** Milliseconds between two looks at the signal and reports of progress. */
  readonly pause: number;
  readonly hooks: TrainingHooks;
}

/** Lets the event loop turn: signals and lost devices are noticed only then. */
export async function notice(backend: Pick<Backend, "check">): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve));
  backend.check();
}

/**
 * Trains a network in place over all epochs that are left.
 *
 * @returns the lines of all epochs, and the median rate over those that were trained whole here;
 * `null` where there was none
 * @throws {RunError} The loss stops being finite, the device fails, or `signal` is aborted.
 */
export async function trainEpochs(
  vae: Vae,
  adam: Adam,
  { parameters, training, validation, backend, from, signal, pause, hooks }: Epochs,
): Promise<{ readonly history: readonly EpochLine[]; readonly imagesPerSecond: number | null }> {
  const { seed, batch, epochs, loss } = parameters;
  const count = training.indices.length;
  const stepsPerEpoch = Math.ceil(count / batch);
  const total = epochs * stepsPerEpoch;
  const history = [...from.history];
  let sums: TermSums = { ...from.sums };
  let { step } = from;
  const state = (): TrainingState => ({ step, sums: { ...sums }, history: [...history] });
  const stopped = (where: string, why: string, advice?: string) =>
    new RunError(`Training stopped ${where} of ${total}: ${why}${advice ? `; ${advice}` : ""}`);

  let pending: { terms: tf.Tensor1D; images: number }[] = [];
  const readPending = async () => {
    const firstStep = step - pending.length + 1;
    // Where a NaN may hide, the sum of Adam's second moments is read with the loss: one gradient that
    // was not finite spoils it for good, and only such a gradient can spoil a weight.
    const squares = backend.hidesNaN && pending.length > 0 ? adam.sumOfSquares() : null;
    // All at once, for one round trip.
    const [sum, ...read] = await Promise.all([
      squares?.data(),
      ...pending.map(({ terms }) => terms.data()),
    ]);
    squares?.dispose();
    for (const [k, { terms, images }] of pending.entries()) {
      const values = read[k] as Float32Array;
      if (!values.every(Number.isFinite)) {
        await notice(backend);
        const why = `the loss is ${values[0]}`;
        throw stopped(`at step ${firstStep + k}`, why, hooks.advice?.diverged);
      }
      TERMS.forEach((term, n) => sums[term] += values[n] * images);
      terms.dispose();
    }
    pending = [];
    backend.check();
    if (sum === undefined || Number.isFinite(sum[0])) return;
    const where = `between steps ${firstStep} and ${step}`;
    throw stopped(where, "a gradient is no longer finite", hooks.advice?.diverged);
  };
  const interrupted = () => {
    const advice = hooks.advice?.interrupted;
    return new RunError(`interrupted at step ${step} of ${total}${advice ? `; ${advice}` : ""}`);
  };

  if (step < total) {
    const chosen = epochOrder(count, { seed, epoch: 0 }).subarray(0, batch);
    const programs = await backend.prepare(() =>
      stepOfAnother(vae.architecture, { set: training, chosen, loss })
    );
    hooks.prepared?.(programs);
  }
  const rates: number[] = [];
  let lastPause = performance.now();
  const closed = () => history.at(-1)?.epoch ?? 0;
  // A run that was stopped after the last step of an epoch has still to close it.
  while (closed() < epochs) {
    const epoch = closed();
    const order = epochOrder(count, { seed, epoch });
    const startStep = step;
    let images = 0;
    let started = performance.now();
    while (step < (epoch + 1) * stepsPerEpoch) {
      const first = (step - epoch * stepsPerEpoch) * batch;
      const chosen = order.subarray(first, first + batch);
      const rate = rateAt(parameters, step, total);
      const terms = trainingStep(vae, adam, { set: training, chosen, loss, seed, step, rate });
      pending.push({ terms, images: chosen.length });
      images += chosen.length;
      step++;
      if (pending.length >= backend.readEvery) await readPending();
      if (performance.now() - lastPause <= pause) continue;
      await notice(backend);
      lastPause = performance.now();
      const seconds = (lastPause - started) / 1000;
      const trained = Math.min(count, (step - epoch * stepsPerEpoch) * batch);
      const read = trained - pending.reduce((sum, { images }) => sum + images, 0);
      hooks.progress?.({
        step,
        total,
        loss: read > 0 ? sums.loss / read : null,
        imagesPerSecond: images / seconds,
      });
      await hooks.rest?.();
      // Time at rest is no time of training.
      started += performance.now() - lastPause;
      if (!signal.aborted) continue;
      await readPending();
      await hooks.keep?.(state(), null);
      throw interrupted();
    }
    await readPending();
    const seconds = (performance.now() - started) / 1000;
    const imagesPerSecond = images > 0 ? images / seconds : null;
    const whole = startStep === epoch * stepsPerEpoch;
    if (whole && imagesPerSecond !== null) rates.push(imagesPerSecond);
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
    sums = { ...FIRST_STATE.sums };
    await hooks.keep?.(state(), { imagesPerSecond });
    if (signal.aborted) throw interrupted();
  }
  return { history, imagesPerSecond: rates.length > 0 ? median(rates) : null };
}
