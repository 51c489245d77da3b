/**
 * One network in the lab: its images, its training, and what it makes of shapes. It runs in a worker,
 * on the suite's own code.
 *
 * @module
 */

import { type PairName } from "../../words/network_names.ts";
import type { Backend } from "../../backend/backend.ts";
import type { CurveRenderer } from "../../curve/drawing.ts";
import type { ImageSet } from "../../dataset/image_set.ts";
import { drawPoints, layOut } from "../../dataset/layout.ts";
import { dice } from "../../measure/image/image_errors.ts";
import { median } from "../../measure/statistics.ts";
import { saveVae } from "../../model/saving.ts";
import { reconstruct } from "../../model/inference.ts";
import { Vae } from "../../model/vae.ts";
import type { Point } from "../../space/space.ts";
import { Adam } from "../../training/adam.ts";
import { type EpochLine, FIRST_STATE, trainEpochs } from "../../training/epochs.ts";
import type { Answer, DiceMeans, Glance } from "./messages.ts";
import { datasetParameters, trainingParameters } from "./commands.ts";
import { checkRoom } from "./lab_hole.ts";
import { holeIn, type LabSettings, OPTIMISER } from "./settings.ts";
import { mapOrder, mapPoints, rowAcross } from "./watched.ts";

/** Images of either set, and cells of the map, that are looked at after each epoch. */
const GLANCE = { images: 64, cells: 100 };

/** Milliseconds between two looks at the page's wishes; each look waits for a timer of 4 ms. */
const PAUSE = 300;

/** Options of {@linkcode createRun}. */
export interface RunOptions {
  readonly settings: LabSettings;
  readonly subset: PairName;
  readonly backend: Backend;
  readonly draw: CurveRenderer;
  /** Told how training goes. */
  readonly tell: (answer: Answer) => void;
}

/** A network that is being trained. */
export interface Run {
  /** Trains until it is over or stopped. */
  train(): Promise<void>;
  pause(): void;
  resume(): void;
  stop(): void;
  /** What the network makes of a shape now. */
  show(point: Point): Promise<{ truth: Uint8Array; image: Uint8Array; dice: number }>;
  /** Files of the network, by path. */
  save(): Promise<Record<string, Uint8Array>>;
}

/** Grey levels of values in [0, 1]. */
const bytesOf = (values: Float32Array) =>
  Uint8Array.from(values, (value) => Math.round(255 * value));

/**
 * What the suite's own training refuses, in the page's words.
 *
 * @throws {RangeError} The hole takes no shape from training, or leaves too few.
 */
function checkCounts(left: number, { full }: { readonly full: number }): void {
  if (left === full) {
    throw new RangeError(
      "none of the shapes lies in the hole, so that it would cost nothing: draw a larger hole, or " +
        "take more points",
    );
  }
  if (left <= OPTIMISER.batch) {
    throw new RangeError(
      `the hole leaves ${left} shapes to train on, too few: draw a smaller hole, or take more points`,
    );
  }
}

/** Draws the images and makes the network; nothing is trained yet. */
export function createRun({ settings, subset, backend, draw, tell }: RunOptions): Run {
  const parameters = trainingParameters(settings, subset);
  const asked = datasetParameters(settings);
  const { size } = asked;
  const area = size * size;
  const setOf = (points: readonly Point[], indices?: ArrayLike<number>): ImageSet => {
    const images = new Uint8Array(points.length * area);
    const chosen = indices ?? points.map((_, n) => n);
    for (const n of Array.from(chosen)) draw(points[n], images.subarray(n * area, (n + 1) * area));
    return { images, points, size, indices: chosen };
  };
  checkRoom(holeIn(settings));
  const { points, subsets, holePoints } = layOut(drawPoints(asked), asked);
  checkCounts(subsets[subset].length, { full: subsets.full.length });
  const training = setOf(points, subsets[subset]);
  const validation = setOf(points, subsets.validation);
  const inHole = setOf(holePoints);
  const row = setOf(rowAcross(holeIn(settings)));
  const map = setOf(mapPoints());
  const order = mapOrder();
  const { divide, latents, posterior } = parameters;
  const vae = Vae.create({ size, divide, latents, posterior }, parameters.seed);
  const stopping = new AbortController();
  let resting: { readonly over: Promise<void>; end(): void } | undefined;

  /** Dice of some images of a set, by their position. */
  const diceOf = async (set: ImageSet, chosen: ArrayLike<number>) => {
    const indices = Array.from(chosen, (n) => set.indices[n]);
    const part: ImageSet = { ...set, indices };
    const { images } = await reconstruct(vae, part);
    const dices = indices.map((index, n) => {
      const truth = Float32Array.from(
        set.images.subarray(index * area, (index + 1) * area),
        (level) => level / 255,
      );
      return dice(truth, images.subarray(n * area, (n + 1) * area));
    });
    return { images, dices };
  };
  const first = (count: number, most: number) =>
    Array.from({ length: Math.min(count, most) }, (_, n) => n);

  /** Looks at what is watched: after an epoch at a part of it, at last at all. */
  const look = async (epoch: number, { whole = false } = {}): Promise<Glance> => {
    const most = whole ? Infinity : GLANCE.images;
    const sets = {
      inside: await diceOf(inHole, first(inHole.indices.length, most)),
      outside: await diceOf(validation, first(validation.indices.length, most)),
    };
    const mean = (values: readonly number[]) =>
      values.reduce((sum, value) => sum + value, 0) / values.length;
    const each = (value: (dices: readonly number[]) => number): DiceMeans => ({
      inside: value(sets.inside.dices),
      outside: value(sets.outside.dices),
    });
    const cells = whole
      ? order
      : Uint32Array.from({ length: GLANCE.cells }, (_, k) =>
        order[((epoch - 1) * GLANCE.cells + k) % order.length]);
    const shown = await diceOf(row, first(row.indices.length, Infinity));
    const mapped = await diceOf(map, cells);
    return {
      dice: each(mean),
      counts: each(({ length }) => length),
      truth: row.images,
      row: bytesOf(shown.images),
      cells,
      cellDice: Float32Array.from(mapped.dices),
    };
  };

  return {
    async train() {
      const { reason } = backend;
      tell({ kind: "started", reason, images: training.indices.length });
      const adam = new Adam(vae.trainable);
      const history: EpochLine[] = [];
      const rates: number[] = [];
      try {
        await trainEpochs(vae, adam, {
          ...{ parameters, training, validation, backend, from: FIRST_STATE },
          signal: stopping.signal,
          pause: PAUSE,
          hooks: {
            advice: { diverged: "another seed may help", interrupted: "" },
            prepared: (programs) => tell({ kind: "prepared", programs }),
            progress: (progress) => tell({ kind: "progress", progress }),
            rest: () => resting?.over ?? Promise.resolve(),
            async keep(state, over) {
              if (over === null) return;
              const { imagesPerSecond } = over;
              const line = state.history[state.history.length - 1];
              history.push(line);
              if (imagesPerSecond !== null) rates.push(imagesPerSecond);
              // The last epoch's is part of what is told at the end.
              if (line.epoch === parameters.epochs) return;
              const glance = await look(line.epoch);
              tell({ kind: "epoch", line, imagesPerSecond, glance });
            },
          },
        });
      } catch (error) {
        if (!stopping.signal.aborted) throw error;
      } finally {
        adam.dispose();
      }
      tell({
        kind: "done",
        whole: history.length === parameters.epochs,
        history,
        imagesPerSecond: rates.length > 0 ? median(rates) : null,
        glance: await look(history.length, { whole: true }),
      });
    },
    pause() {
      // One that rests would not notice that it is stopped.
      if (stopping.signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      resting ??= { over: promise, end: resolve };
    },
    resume() {
      resting?.end();
      resting = undefined;
    },
    stop() {
      stopping.abort();
      this.resume();
    },
    async show(point) {
      const set = setOf([point]);
      const { images, dices: [dice] } = await diceOf(set, [0]);
      return { truth: set.images, image: bytesOf(images), dice };
    },
    async save() {
      const files: Record<string, Uint8Array> = {};
      await saveVae(vae, {
        write(path, ...parts) {
          const bytes = parts.map((part) =>
            typeof part === "string" ? new TextEncoder().encode(part) : part
          );
          const all = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0));
          let at = 0;
          for (const part of bytes) {
            all.set(part, at);
            at += part.length;
          }
          files[path] = all;
          return Promise.resolve();
        },
      });
      return files;
    },
  };
}
