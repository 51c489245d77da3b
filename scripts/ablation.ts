/**
 * `deno task ablation`: the covariance-loss arms on one dataset, and their table.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { DATASET } from "../lib/dataset/stage.ts";
import { ABLATION } from "../lib/evaluation/ablation_stage.ts";
import { backendFor, permissionsOf } from "../lib/stages/script.ts";
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
  await runCommand(spec, async (options) => {
    const { resolveParameters } = await import("../lib/results/resolve.ts");
    const { openResult } = await import("../lib/results/store.ts");
    const { resolveArm } = await import("../lib/study/settings.ts");
    const { ABLATION_ARMS } = await import("../lib/study/studies.ts");
    const { outcomeOf, runFromScript } = await import("../lib/stages/run.ts");
    const { TRAIN } = await import("../lib/training/stage.ts");
    const dataset = await openResult(options.dataset, { stage: DATASET.name, flag: "dataset" });
    const backend = await backendFor(TRAIN, options);
    const { divide, latents, posterior, epochs, batch, rate, decay, seed } = options;
    const shared = { divide, latents, posterior, epochs, batch, rate, decay, seed };
    const signal = interruptSignal();
    // All arms are checked before the first is trained.
    const runs = ABLATION_ARMS.map(({ name, settings }) => {
      const { loss } = resolveArm(settings, { profile: "small", seed }).training;
      return { name, parameters: resolveParameters(TRAIN, { ...shared, subset: "full", loss }) };
    });
    const models: Record<string, Awaited<ReturnType<typeof openResult>>> = {};
    for (const { name, parameters } of runs) {
      const { result } = await runFromScript(TRAIN, {
        parameters,
        inputs: { dataset },
        backend,
        options,
        signal,
      });
      models[name] = result;
    }
    const parameters = { arms: ABLATION_ARMS.map(({ name }) => name) };
    return outcomeOf(
      await runFromScript(ABLATION, { parameters, inputs: models, options, signal }),
    );
  });
}
