/**
 * `deno task traversals`: what a trained decoder makes of its latent space.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";

export const spec = command({
  name: "traversals",
  summary: "Decodes along each latent axis, posterior samples, and a lattice of the plane.",
  permissions: ["--allow-read", "--allow-write=results", ...RASTERISER_PERMISSIONS],
  flags: {
    model: flag.path({ value: "DIR", help: "result folder of the train script" }),
    steps: flag.integer({ min: 2, max: 1000, default: 9, help: "codes along each latent axis" }),
    reach: flag.number({
      min: 0,
      exclusiveMin: true,
      max: 100,
      default: 2.5,
      help: "half the length of a traversal, in standard deviations of the training codes",
    }),
    samples: flag.integer({ min: 1, max: 1000, default: 7, help: "posterior samples a point" }),
    seed: flag.integer({ min: 0, max: 2 ** 32 - 1, default: 0, help: "of the samples' noise" }),
  },
  examples: ["traversals --model results/train/punctured-…"],
});

if (import.meta.main) {
  await runCommand(spec, async ({ steps, reach, samples, seed, ...options }) => {
    const { selectBackend } = await import("../lib/backend/mod.ts");
    const { openResult } = await import("../lib/results/mod.ts");
    const { transectsFingerprint } = await import("../lib/study/fingerprints.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { traversalsStage } = await import("../lib/evaluation/traversals.ts");
    const model = await openResult(options.model, { stage: "train" });
    const backend = await selectBackend(options.backend);
    if (!options.quiet) console.error(backend.reason);
    return outcomeOf(
      await runFromScript(traversalsStage(backend), {
        parameters: { steps, reach, samples, seed },
        inputs: { model },
        fingerprint: transectsFingerprint(backend),
        options,
        signal: interruptSignal(),
      }),
    );
  });
}
