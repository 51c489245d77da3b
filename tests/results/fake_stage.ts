/**
 * A small stage for the tests of the store: it writes a file a step, keeps a checkpoint in its
 * scratch folder and resumes from it, as training does.
 */

import { z } from "zod";
import { joinPath } from "../../lib/files/paths.ts";
import { type RunStageOptions, type Stage } from "../../lib/results/mod.ts";

const schema = z.strictObject({
  seed: z.int().min(0),
  steps: z.int().min(1).default(3),
  /** Milliseconds to wait after each step. */
  wait: z.number().default(0),
  note: z.string().optional(),
});

export type FakeParameters = z.infer<typeof schema>;

/** Steps that were really computed, not resumed, in this process. */
export const computed = { steps: 0 };

export const fakeStage: Stage<FakeParameters> = {
  name: "fake",
  version: 1,
  module: import.meta.url,
  schema,
  inputs: () => ({ source: "fake" }),
  needs: { backend: false, rasteriser: false },
  slug: ({ seed }) => `seed${seed}`,
  async run({ parameters, inputs, out, scratch, progress, signal, record }) {
    const { seed, steps, wait } = parameters;
    const checkpoint = joinPath(scratch, "checkpoint.json");
    let sums: number[] = [];
    try {
      sums = JSON.parse(await Deno.readTextFile(checkpoint));
      progress.line(`resumed at step ${sums.length}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
    while (sums.length < steps) {
      signal.throwIfAborted();
      sums.push((sums.at(-1) ?? seed) * 31 % 1009 + sums.length);
      computed.steps++;
      await Deno.writeTextFile(`${checkpoint}.new`, JSON.stringify(sums));
      await Deno.rename(`${checkpoint}.new`, checkpoint);
      progress.line(`step ${sums.length}`);
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    }
    await out.write("tables/sums.csv", sums.join("\n"));
    await out.write("images.npy", Uint8Array.from(sums));
    record("stepsPerSecond", 7);
    return { last: sums.at(-1)!, source: inputs.source?.metrics.last ?? null };
  },
};

/** Options for a run of the fake stage without inputs, output or interruption. */
export function fakeOptions(
  results: string,
  parameters: Partial<FakeParameters> = {},
): RunStageOptions {
  return {
    parameters: { seed: 1, ...parameters },
    fingerprint: { backend: "wasm", libraries: { tfjs: "4.22.0" }, flags: { relaxed: true } },
    results,
    progress: { update: () => {}, line: () => {} },
    signal: new AbortController().signal,
  };
}

/** Runs `test` in a new folder that is removed after. */
export async function inFolder(test: (directory: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await test(directory);
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}
