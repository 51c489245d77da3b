/**
 * `deno task evaluate`: every measure of one trained network.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { endWithParent } from "../lib/cli/parent.ts";
import { RASTERISER_PERMISSIONS } from "../lib/curve/rasteriser.ts";
import { evaluationFlags } from "../lib/evaluation/flags.ts";

export const spec = command({
  name: "evaluate",
  summary: "Measures a trained network: errors, recovered parameters, baselines, codes.",
  permissions: ["--allow-read", "--allow-write=results", ...RASTERISER_PERMISSIONS],
  flags: {
    model: flag.path({ value: "DIR", help: "result folder of the train script" }),
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset it was trained on" }),
    ...evaluationFlags,
    parent: flag.integer({
      min: 1,
      max: 2 ** 31 - 1,
      optional: true,
      help: "end with this process, the parent; reproduce and sweep give their own",
    }),
  },
  examples: ["evaluate --model results/train/disc-… --dataset results/dataset/disc-…"],
});

if (import.meta.main) {
  await runCommand(spec, async ({ parent, ...options }) => {
    if (parent !== undefined) endWithParent(parent);
    const { selectBackend } = await import("../lib/backend/mod.ts");
    const { openResult } = await import("../lib/results/mod.ts");
    const { evaluateStage } = await import("../lib/evaluation/stage.ts");
    const { evaluationFingerprint } = await import("../lib/study/fingerprints.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { datasetFacts } = await import("../lib/dataset/facts.ts");
    const model = await openResult(options.model, { stage: "train" });
    const dataset = await openResult(options.dataset, { stage: "dataset" });
    const backend = await selectBackend(options.backend);
    if (!options.quiet) console.error(backend.reason);
    const stroke = options.stroke ?? datasetFacts(dataset.parameters).stroke;
    return outcomeOf(
      await runFromScript(evaluateStage(backend), {
        parameters: { stroke, noise: options.noise },
        inputs: { model, dataset },
        fingerprint: evaluationFingerprint(backend),
        options,
        signal: interruptSignal(),
      }),
    );
  });
}
