/**
 * `deno task compare`: evaluations of models against those of their controls, with intervals.
 *
 * @module
 */

import { command, flag, interruptSignal, runCommand } from "../lib/cli/mod.ts";
import { MODEL_NAME, readModelName } from "../lib/evaluation/own/flags.ts";

export const spec = command({
  name: "compare",
  summary:
    "Compares evaluations of models trained around the hole with those of their controls, pair by pair: " +
    "what the hole costs, with an interval over pairs where there are several.",
  permissions: ["--allow-read", "--allow-write=results"],
  flags: {
    punctured: flag.paths({
      value: "DIR",
      help: "result folder of evaluate, of a model trained on the punctured images; several times",
    }),
    control: flag.paths({
      value: "DIR",
      help: "likewise of its control, trained on the control images; as many, in the same order",
    }),
    name: flag.parsed(readModelName, {
      ...MODEL_NAME,
      default: "model",
      help: "names the model in tables and figures",
    }),
  },
  examples: [
    "compare --punctured results/evaluate/own-punctured-s0-… --control results/evaluate/own-control-s0-…",
  ],
});

if (import.meta.main) {
  await runCommand(spec, async ({ punctured, control, name, ...options }) => {
    const { COMPARISON } = await import("../lib/comparison/stage.ts");
    const { compareModels } = await import("../lib/comparison/models.ts");
    const { summaryText } = await import("../lib/comparison/headline.ts");
    const { openResult } = await import("../lib/results/store.ts");
    const { runFromScript } = await import("../lib/stages/run.ts");
    const open = (flag: string) => (directory: string) =>
      openResult(directory, { stage: "evaluate", flag });
    const { parameters, inputs } = await compareModels({
      punctured: await Promise.all(punctured.map(open("punctured"))),
      control: await Promise.all(control.map(open("control"))),
    }, { name });
    const { result, cached } = await runFromScript(COMPARISON, {
      parameters,
      inputs,
      options,
      signal: interruptSignal(),
    });
    const { directory, key, metrics } = result;
    return { directory, text: summaryText(metrics), json: { key, cached, metrics } };
  });
}
