import type { Backend } from "../../lib/backend/mod.ts";
import { RunError } from "../../lib/errors.ts";
import type { Vae } from "../../lib/model/mod.ts";
import { readCheckpoint } from "../../lib/training/checkpoint.ts";
import { train, type TrainingRun } from "../../lib/training/mod.ts";
import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { useBackend } from "../backend/devices.ts";
import { network, TINY, tinyDataset, trainingRun } from "./fixtures.ts";
import { scratchFolder } from "../scratch.ts";

/**
 * A device that can be lost: what is called on it then fails with an error of its own, and the loss
 * is reported a little later, as Deno does.
 */
function fragile(backend: Backend, vae: Vae) {
  let lost = false;
  return {
    backend: {
      ...backend,
      check() {
        if (lost) throw new RunError("WebGPU failed: the device was lost (unknown): test");
      },
    },
    lose() {
      for (const variable of vae.variables.values()) variable.dispose();
      setTimeout(() => lost = true, 15);
    },
  };
}

Deno.test("a device lost anywhere in training is one line, and the last checkpoint is kept", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  type Hooks = (lose: () => void) => Partial<TrainingRun> & { freeUnused?: () => void };
  const places: Record<string, { hooks: Hooks; epochs: number }> = {
    "a step": {
      hooks: (lose) => ({ progress: { line() {}, update: (step) => step === 9 && lose() } }),
      epochs: 1,
    },
    "evaluation": {
      hooks: (lose) => ({ progress: { line() {}, update: (step) => step === 14 && lose() } }),
      epochs: 1,
    },
    "reading the weights": {
      hooks: (lose) => {
        let calls = 0;
        return { freeUnused: () => void (++calls === 4 && lose()) };
      },
      epochs: 1,
    },
    "its beginning": {
      hooks: (lose) => (lose(), {}),
      epochs: 0,
    },
  };
  for (const [place, { hooks, epochs }] of Object.entries(places)) {
    const scratch = await scratchFolder();
    const vae = network(TINY);
    const { backend, lose } = fragile(wasm, vae);
    const { freeUnused = () => {}, ...overrides } = hooks(lose);
    const run = trainingRun(dataset, {
      ...overrides,
      scratch,
      pause: 0,
      backend: { ...backend, freeUnused },
    });
    const error = await assertRejects(() => train(vae, run), RunError);
    assertMatch(error.message, /^WebGPU failed: the device was lost [^\n]*$/);
    const advice = epochs > 0
      ? /; the last good checkpoint is kept, and the same command resumes from it$/
      : /; there is no checkpoint yet, and the same command begins anew$/;
    assertMatch(error.message, advice, place);
    assertEquals((await readCheckpoint(scratch))?.history.length ?? 0, epochs, place);
  }
});

Deno.test("buffers are given back before and after each evaluation of training", async () => {
  const wasm = await useBackend("wasm");
  const scratch = await scratchFolder();
  let calls = 0;
  const backend = { ...wasm, freeUnused: () => void calls++ };
  await train(network(TINY), trainingRun(await tinyDataset(), { backend, scratch }));
  assertEquals(calls, 2 * TINY.epochs);
});
