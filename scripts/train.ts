/**
 * `deno task train`: one network on one subset of a dataset.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { endWithParent } from "../lib/cli/parent.ts";
import { trainFlags } from "../lib/training/flags.ts";

export const spec = command({
  name: "train",
  summary:
    "Trains a convolutional VAE on a dataset, and measures it on validation and in the hole.",
  permissions: ["--allow-read", "--allow-write=results"],
  flags: {
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset script" }),
    ...trainFlags,
    parent: flag.integer({
      min: 1,
      max: 2 ** 31 - 1,
      optional: true,
      help: "end with this process, the parent; reproduce and sweep give their own",
    }),
  },
  examples: ["train --dataset results/dataset/disc-… --subset control --seed 1"],
});

if (import.meta.main) {
  await runCommand(spec, async ({ parent, ...options }) => {
    if (parent !== undefined) endWithParent(parent);
    const { selectBackend } = await import("../lib/backend/mod.ts");
    const { openResult } = await import("../lib/results/mod.ts");
    const { backendFingerprint } = await import("../lib/study/fingerprints.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { trainParameters } = await import("../lib/training/flags.ts");
    const { trainStage } = await import("../lib/training/stage.ts");
    const { datasetFacts } = await import("../lib/dataset/facts.ts");
    const dataset = await openResult(options.dataset, { stage: "dataset" });
    const backend = await selectBackend(options.backend);
    if (!options.quiet) console.error(backend.reason);
    return outcomeOf(
      await runFromScript(trainStage(backend), {
        parameters: trainParameters(options, datasetFacts(dataset.parameters)),
        inputs: { dataset },
        fingerprint: backendFingerprint(backend),
        options,
        signal: interruptSignal(),
      }),
    );
  });
}
