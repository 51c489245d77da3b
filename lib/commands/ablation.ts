/**
 * What `deno task ablation` does: trains the arms of the covariance-loss ablation on one dataset, and
 * makes their table.
 *
 * @module
 */

import type { Outcome } from "../cli/run_command.ts";
import { ABLATION } from "../evaluation/ablation_stage.ts";
import { resolveParameters } from "../results/resolve.ts";
import type { Result } from "../results/stage.ts";
import { resolveArm } from "../study/settings.ts";
import { ABLATION_ARMS } from "../study/studies.ts";
import type { TrainParameters } from "../training/mod.ts";
import { TRAIN } from "../training/stage.ts";
import { outcomeOf, runFromScript, type ScriptRun } from "../stages/run.ts";
import { backendFor, type StageOptions } from "../stages/script.ts";

/** What all arms have in common. */
export type ArmSettings = Pick<
  TrainParameters,
  "divide" | "latents" | "posterior" | "epochs" | "batch" | "rate" | "decay" | "seed"
>;

/**
 * Trains each arm on the full set, or finds its network, and compares them.
 *
 * Throws UsageError, before anything is trained, where an arm cannot have these settings.
 */
export async function ablate(
  dataset: Result,
  { settings, options, signal }: Pick<ScriptRun, "signal"> & {
    readonly settings: ArmSettings;
    readonly options: StageOptions;
  },
): Promise<Outcome> {
  const runs = ABLATION_ARMS.map((arm) => {
    const { loss } = resolveArm(arm.settings, { profile: "small", seed: settings.seed }).training;
    return {
      name: arm.name,
      parameters: resolveParameters(TRAIN, { ...settings, subset: "full", loss }),
    };
  });
  const backend = await backendFor(TRAIN, options);
  const networks: Record<string, Result> = {};
  for (const { name, parameters } of runs) {
    const run = { parameters, inputs: { dataset }, backend, options, signal };
    networks[name] = (await runFromScript(TRAIN, run)).result;
  }
  const parameters = { arms: runs.map(({ name }) => name) };
  return outcomeOf(
    await runFromScript(ABLATION, { parameters, inputs: networks, options, signal }),
  );
}
