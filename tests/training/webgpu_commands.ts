/**
 * Runs a network's training on WebGPU and counts what it asks of the driver.
 *
 * @module
 */

import { evaluationLoss } from "../../lib/model/inference.ts";
import { Vae } from "../../lib/model/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/mod.ts";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";
import { recordCommands, type Recorded } from "../backend/recorded_commands.ts";
import { imageSet, TINY, tinyDataset } from "./fixtures.ts";

/** A network in training, and what its device was asked for. */
export interface RecordedTraining {
  readonly recorded: Recorded;
  /** Takes a step on so many images. */
  step(images: number): Promise<void>;
  /** Computes the validation loss. */
  validate(): Promise<void>;
  /** The texts of our own shaders so far. */
  texts(): string[];
}

/** Programs of TF.js have their class's name as a label. */
const OF_TFJS = /Program$/;

/** Registers a test of a network with widths divided by `divide`, on images of 32². */
export function testRecorded(
  name: string,
  divide: number,
  run: (training: RecordedTraining) => Promise<void>,
): void {
  Deno.test({
    name: name + (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
    ignore: WEBGPU_MISSING !== null,
    sanitizeOps: false,
    sanitizeResources: false,
    async fn() {
      const backend = await useBackend("webgpu");
      const dataset = await tinyDataset();
      const set = imageSet(dataset, dataset.subsets.full);
      const vae = Vae.create({ size: 32, divide, latents: 3, posterior: "fixed" }, 0);
      const adam = new Adam(vae.trainable);
      const recorded = recordCommands();
      const { loss, seed, rate } = TINY;
      let step = 0;
      try {
        await run({
          recorded,
          async step(images) {
            const chosen = Uint32Array.from({ length: images }, (_, k) => k);
            const terms = trainingStep(vae, adam, { set, chosen, loss, seed, step, rate });
            step++;
            await terms.data();
            terms.dispose();
          },
          async validate() {
            await evaluationLoss(vae, imageSet(dataset, dataset.subsets.validation));
          },
          texts: () =>
            [...recorded.shaders].filter(([, label]) => !OF_TFJS.test(label)).map(([text]) => text),
        });
        backend.check();
      } finally {
        recorded.stop();
      }
    },
  });
}
