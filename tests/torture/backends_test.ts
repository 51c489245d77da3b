/**
 * How two training runs are compared.
 */

import { type Metrics, runStage, type Stage } from "../../lib/results/mod.ts";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { fakeOptions, fakeStage } from "../results/fake_stage.ts";
import { apart, compareRuns, figureLine } from "./backends.ts";

interface Made {
  readonly seed?: number;
  readonly losses?: readonly Readonly<Record<string, number>>[];
  readonly metrics?: Metrics;
}

/** Makes a result as training does, of given losses and figures. */
async function trained(
  results: string,
  backend: "wasm" | "webgpu",
  { seed = 1, losses = [], metrics = { hole: { dice: 0.5 } } }: Made = {},
): Promise<string> {
  const stage: Stage<unknown> = {
    ...(fakeStage as Stage<unknown>),
    name: "train",
    async run({ out }) {
      const lines = losses.map((line, k) => JSON.stringify({ epoch: k + 1, step: 50, ...line }));
      await out.write("metrics.jsonl", lines.join("\n") + "\n");
      return metrics;
    },
  };
  const fingerprint = { backend, libraries: { [backend]: "1" }, flags: {} };
  const options = { ...fakeOptions(results, { seed }), fingerprint };
  return (await runStage(stage, options)).result.directory;
}

Deno.test("compareRuns() pairs the losses of each epoch and the figures, and says which lie apart", async () => {
  await inWorkspace(async (results) => {
    const [wasm, webgpu] = [
      await trained(results, "wasm", {
        losses: [{ loss: 0.6, kl: 4 }, { loss: 0.4, kl: 4 }],
        metrics: { hole: { dice: 0.5, mse: 0.1 }, images: 100 },
      }),
      await trained(results, "webgpu", {
        losses: [{ loss: 0.605, kl: 4 }, { loss: 0.42, kl: 4 }],
        metrics: { hole: { dice: 0.51, mse: 0.2 }, images: 100 },
      }),
    ];
    const figures = await compareRuns(wasm, webgpu);
    assertEquals(figures.map(({ name }) => name), [
      ...["epoch 1 loss", "epoch 1 kl", "epoch 2 loss", "epoch 2 kl"],
      ...["hole.dice", "hole.mse", "images"],
    ]);
    const far = figures.filter(apart);
    assertEquals(far.map(({ name }) => name), ["epoch 2 loss", "hole.mse"]);
    assertMatch(
      figureLine(far[0]),
      /^epoch 2 loss .* 0\.4000 .* 0\.4200 .* 5\.00 %.*±0\.013.*TOO FAR$/,
    );
    assertEquals((await compareRuns(wasm, wasm)).filter(apart), []);
  });
});

Deno.test("compareRuns() takes a figure that is missing or no number for one too far", async () => {
  await inWorkspace(async (results) => {
    const wasm = await trained(results, "wasm", { losses: [{ loss: 0.6 }, { loss: 0.4 }] });
    const webgpu = await trained(results, "webgpu", {
      losses: [{ loss: 0.6 }],
      metrics: { hole: null },
    });
    const far = (await compareRuns(wasm, webgpu)).filter(apart).map(({ name }) => name);
    assertEquals(far, ["epoch 2 loss", "hole.dice"]);
  });
});

Deno.test("compareRuns() refuses runs that differ in more than the backend", async () => {
  await inWorkspace(async (results) => {
    const wasm = await trained(results, "wasm");
    const webgpu = await trained(results, "webgpu", { seed: 2 });
    await assertRejects(() => compareRuns(wasm, webgpu), RangeError, "parameters.seed: 1 → 2");
  });
});
