/** Comparisons that tests put into a results folder. */

import { sweepSchema } from "../../lib/comparison/schema.ts";
import { type Result, runStage } from "../../lib/results/mod.ts";

/** Puts a comparison into a results folder that claims to be over so many seeds. */
export async function makeSweep(
  results: string,
  { study, profile, seeds }: { study: string; profile: "smoke" | "small"; seeds: number },
): Promise<Result> {
  const stage = {
    name: "sweep",
    version: 1,
    module: import.meta.url,
    schema: sweepSchema,
    inputs: () => ({}),
    needs: { backend: false, rasteriser: false },
    slug: () => `${study}-${seeds}`,
    run: () => Promise.resolve({}),
  };
  const replicates = Array.from({ length: seeds }, (_, seed) => ({
    seed,
    model: `m${seed}`,
    control: null,
  }));
  const arms = [{ name: "one", settings: {}, against: null, hole: "none", replicates }];
  const parameters = { study, question: "?", profile, intervals: seeds > 1, arms };
  const progress = { line() {}, update() {} };
  const signal = new AbortController().signal;
  const fingerprint = { backend: null, libraries: {}, flags: {} };
  const options = { parameters, fingerprint, results, progress, signal };
  return (await runStage(stage, options)).result;
}
