/**
 * How much a network asks of a GPU's driver: texts of shaders, and commands a step. Each costs time
 * that no software adapter shows.
 */

import { assert } from "@std/assert";
import { evaluationLoss } from "../../lib/model/inference.ts";
import { Vae } from "../../lib/model/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/mod.ts";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";
import { recordCommands } from "../backend/recorded_commands.ts";
import { imageSet, TINY, tinyDataset } from "./fixtures.ts";

/** Programs of TF.js have their class's name as a label. */
const OF_TFJS = /Program$/;

function isAtMost(value: number, most: number, what: string): void {
  assert(value <= most, `${what}: ${value}, at most ${most}`);
}

Deno.test({
  name: "a network's training and validation ask for few shaders and few commands a step" +
    (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    await useBackend("webgpu");
    const dataset = await tinyDataset();
    const set = imageSet(dataset, dataset.subsets.full);
    const vae = Vae.create({ size: 32, divide: 16, latents: 3, posterior: "fixed" }, 0);
    const adam = new Adam(vae.trainable);
    const recorded = recordCommands();
    try {
      const run = async (step: number, images: number) => {
        const chosen = Uint32Array.from({ length: images }, (_, k) => k);
        const { loss, seed, rate } = TINY;
        const terms = trainingStep(vae, adam, { set, chosen, loss, seed, step, rate });
        await terms.data();
        terms.dispose();
      };
      await run(0, 8);
      await run(1, 8);
      recorded.reset();
      await run(2, 8);
      const { dispatches, copies, passes } = recorded.commands;
      isAtMost(dispatches, 110, "dispatches of a step");
      isAtMost(copies, 25, "copies of a step");
      isAtMost(passes, 12, "passes of a step");

      const own = () => [...recorded.shaders].filter(([, label]) => !OF_TFJS.test(label));
      const ofFullBatches = own().length;
      await run(3, 5);
      assert(own().length === ofFullBatches, "a last batch of another size asked for new shaders");
      await evaluationLoss(vae, imageSet(dataset, dataset.subsets.validation));
      isAtMost(own().length, 70, "shaders of a network");
    } finally {
      recorded.stop();
    }
  },
});
