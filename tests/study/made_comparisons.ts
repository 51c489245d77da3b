/** Comparisons that tests put into a results folder. */

import { comparisonSchema } from "../../lib/comparison/schema.ts";
import { type Result, runStage } from "../../lib/results/mod.ts";

/** What a comparison claims to be. */
export interface MadeComparison {
  readonly study: string;
  readonly profile: "smoke" | "small";
  readonly seeds: number;
  /** Settings of each arm. Default one arm without any. */
  readonly settings?: readonly Readonly<Record<string, string | number>>[];
  /** Their names. */
  readonly names?: readonly string[];
}

/** Puts a comparison into a results folder that claims to be over so many seeds. */
export async function makeComparison(
  results: string,
  { study, profile, seeds, settings = [{}], names = ["one", "two", "three"] }: MadeComparison,
): Promise<Result> {
  const stage = {
    name: "sweep",
    version: 1,
    module: import.meta.url,
    schema: comparisonSchema,
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
  const arms = settings.map((each, n) => ({
    name: names[n],
    ...{ settings: each, against: null, hole: "none", replicates },
  }));
  const parameters = { study, question: "?", profile, intervals: seeds > 1, arms };
  const progress = { line() {}, update() {} };
  const signal = new AbortController().signal;
  const fingerprint = { backend: null, libraries: {}, flags: {} };
  const options = { parameters, fingerprint, results, progress, signal };
  return (await runStage(stage, options)).result;
}
