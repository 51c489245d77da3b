/**
 * Results of training made without training: every file that the explorer reads, committed by the
 * store itself, so that a manifest tells the truth about them.
 */

import type { DatasetFacts } from "../../lib/dataset/facts.ts";
import type { TrainParameters } from "../../lib/training/schema.ts";
import type { Result, Stage } from "../../lib/results/stage.ts";
import { runStage } from "../../lib/results/run.ts";

/** Parameters of a network in the hole's study. */
export const PARAMETERS: TrainParameters = {
  divide: 8,
  latents: 3,
  posterior: "fixed",
  subset: "punctured",
  loss: { lambda: 8e-3, penalty: "none", gamma: 0, weights: "none" },
  epochs: 2,
  batch: 8,
  rate: 1e-3,
  decay: "constant",
  seed: 0,
};

/** Facts of its dataset. */
export const FACTS: DatasetFacts = {
  size: 32,
  geometry: "square",
  stroke: 1.68,
  hole: "disc:1.25,1,0.6",
  family: "rose",
  petals: 5,
};

/** What a fake network is told; all but what is given is as usual. */
export interface FakeNetwork {
  readonly parameters?: Partial<TrainParameters>;
  readonly facts?: Partial<DatasetFacts>;
  /** Tells datasets apart. */
  readonly dataset?: string;
  readonly images?: number;
  /** Sizes that its parts claim, where they are to disagree. */
  readonly claims?: { architecture?: number; encoder?: number; decoder?: number };
}

/** Writes the result of training a network that was never trained; gives its folder. */
export async function fakeNetwork(results: string, network: FakeNetwork = {}): Promise<string> {
  const parameters = { ...PARAMETERS, ...network.parameters };
  const facts = { ...FACTS, ...network.facts };
  const { images = 325, dataset = facts.hole, claims = {} } = network;
  const stage: Stage<TrainParameters> = {
    name: "train",
    version: 1,
    module: import.meta.url,
    schema: {
      parse: (value) => value as TrainParameters,
      safeParse: (value) => ({ success: true, data: value as TrainParameters }),
    },
    inputs: () => ({ dataset: "dataset" }),
    needs: { backend: true, rasteriser: false },
    slug: ({ subset, seed }) => `${facts.hole.replaceAll(/[^a-z0-9.]/g, "-")}-${subset}-s${seed}`,
    async run({ out }) {
      const model = (...shape: number[]) => {
        const layer = { class_name: "InputLayer", config: { batch_input_shape: [null, ...shape] } };
        return JSON.stringify({
          modelTopology: { class_name: "Model", config: { layers: [layer] } },
        });
      };
      const { divide, latents, posterior, seed } = parameters;
      const size = claims.architecture ?? facts.size;
      await out.write("architecture.json", JSON.stringify({ size, divide, latents, posterior }));
      await out.write("dataset.json", JSON.stringify(facts));
      if (posterior !== "truth") {
        const side = claims.encoder ?? facts.size;
        await out.write("encoder/model.json", model(side, side, 1));
        await out.write("encoder/weights.bin", `encoder ${seed}`);
      }
      await out.write("decoder/model.json", model(claims.decoder ?? latents));
      await out.write("decoder/weights.bin", `decoder ${seed} ${JSON.stringify(parameters)}`);
      await out.write("tables/latents.csv", "a,b,mu_1,mu_2,mu_3\n1,1,0,0,0\n");
      return { images };
    },
  };
  const digest = (text: string) =>
    Array.from(new TextEncoder().encode(text), (byte) => byte.toString(16).padStart(2, "0"))
      .join("").padEnd(64, "0").slice(0, 64);
  const input: Result = {
    directory: "nowhere",
    stage: "dataset",
    key: digest(dataset),
    outputDigest: digest(dataset),
    parameters: {},
    metrics: {},
  };
  const { result } = await runStage(stage, {
    parameters,
    inputs: { dataset: input },
    fingerprint: { backend: "wasm", libraries: { tfjs: "4.22.0" }, flags: {} },
    results,
    progress: { update: () => {}, line: () => {} },
    signal: new AbortController().signal,
  });
  return result.directory;
}

/** Writes a report that says one word; gives its folder. */
export async function fakeReport(results: string, word: string): Promise<string> {
  const stage: Stage<{ word: string }> = {
    name: "report",
    version: 1,
    module: import.meta.url,
    schema: {
      parse: (value) => value as { word: string },
      safeParse: (value) => ({ success: true, data: value as { word: string } }),
    },
    inputs: () => ({}),
    needs: { backend: false, rasteriser: false },
    slug: ({ word }) => word,
    async run({ out }) {
      await out.write(
        "index.html",
        `<!DOCTYPE html><title>${word}</title><h1>${word}</h1><a href="figures/one.svg">SVG</a>, ` +
          '<a href="../../train/some/">train <code>0123</code></a>, seed 0',
      );
      await out.write("report.js", "");
      await out.write("figures/one.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>");
      await out.write("tables/kept-back.csv", "a\n1\n");
      return {};
    },
  };
  const { result } = await runStage(stage, {
    parameters: { word },
    inputs: {},
    fingerprint: { backend: null, libraries: {}, flags: {} },
    results,
    progress: { update: () => {}, line: () => {} },
    signal: new AbortController().signal,
  });
  return result.directory;
}
