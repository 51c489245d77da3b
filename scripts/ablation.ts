/**
 * `deno task ablation`: the covariance-loss arms on one dataset, and their table.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { DATASET } from "../lib/dataset/stage.ts";
import { ABLATION } from "../lib/evaluation/ablation_stage.ts";
import { permissionsOf } from "../lib/stages/script.ts";
import { noisyFlags } from "../lib/training/flags.ts";

export const spec = command({
  name: ABLATION.name,
  summary: "Trains the arms of the covariance-loss ablation on the full set, and compares them.",
  permissions: permissionsOf(ABLATION.needs),
  flags: {
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset script" }),
    ...noisyFlags,
  },
  examples: ["ablation --dataset results/dataset/disc-…"],
});

if (import.meta.main) {
  await runCommand(spec, async (given) => {
    const { openResult } = await import("../lib/results/store.ts");
    const { ablate } = await import("../lib/commands/ablation.ts");
    const { dataset: directory, ...options } = given;
    const dataset = await openResult(directory, { stage: DATASET.name, flag: "dataset" });
    const { divide, latents, posterior, epochs, batch, rate, decay, seed } = options;
    const settings = { divide, latents, posterior, epochs, batch, rate, decay, seed };
    return await ablate(dataset, { settings, options, signal: interruptSignal() });
  });
}
