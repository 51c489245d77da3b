/**
 * `deno task ablation`: the covariance-loss arms on one dataset, and their table.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/parse.ts";
import { optimiserFlags } from "../lib/training/flags.ts";

export const spec = command({
  name: "ablation",
  summary: "Trains the arms of the covariance-loss ablation on the full set, and compares them.",
  permissions: ["--allow-read", "--allow-write=results"],
  flags: {
    dataset: flag.path({ value: "DIR", help: "result folder of the dataset script" }),
    ...optimiserFlags,
  },
  examples: ["ablation --dataset results/dataset/disc-…"],
});

if (import.meta.main) {
  await runCommand(spec, async (options) => {
    const { selectBackend } = await import("../lib/backend/mod.ts");
    const { openResult, resolveParameters } = await import("../lib/results/mod.ts");
    const { ablationStage } = await import("../lib/evaluation/ablation.ts");
    const { backendFingerprint, TABLE_FINGERPRINT } = await import("../lib/study/fingerprints.ts");
    const { resolveArm } = await import("../lib/study/settings.ts");
    const { ABLATION_ARMS } = await import("../lib/study/studies.ts");
    const { outcomeOf, runFromScript } = await import("../lib/study/run.ts");
    const { trainStage } = await import("../lib/training/stage.ts");
    const dataset = await openResult(options.dataset, { stage: "dataset" });
    const backend = await selectBackend(options.backend);
    if (!options.quiet) console.error(backend.reason);
    const { divide, latents, posterior, epochs, batch, rate, decay, seed } = options;
    const shared = { divide, latents, posterior, epochs, batch, rate, decay, seed };
    const signal = interruptSignal();
    const stage = trainStage(backend);
    // All arms are checked before the first is trained.
    const runs = ABLATION_ARMS.map(({ name, settings }) => {
      const { loss } = resolveArm(settings, { profile: "small", seed }).training;
      return { name, parameters: resolveParameters(stage, { ...shared, subset: "full", loss }) };
    });
    const models: Record<string, Awaited<ReturnType<typeof openResult>>> = {};
    for (const { name, parameters } of runs) {
      const { result } = await runFromScript(stage, {
        parameters,
        inputs: { dataset },
        fingerprint: backendFingerprint(backend),
        options,
        signal,
      });
      models[name] = result;
    }
    const arms = ABLATION_ARMS.map(({ name }) => name);
    return outcomeOf(
      await runFromScript(ablationStage(arms), {
        parameters: { arms },
        inputs: models,
        fingerprint: TABLE_FINGERPRINT,
        options,
        signal,
      }),
    );
  });
}
