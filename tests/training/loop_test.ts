import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { RunError } from "../../lib/errors.ts";
import type { Vae } from "../../lib/model/mod.ts";
import { rateAt, train, type TrainingRun, trainingStep } from "../../lib/training/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { readCheckpoint, writeCheckpoint } from "../../lib/training/checkpoint.ts";
import { assert, assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { testOnBackends, useBackend } from "../backend/devices.ts";
import { imageSet, network, TINY, tinyDataset, trainingRun } from "./fixtures.ts";
import { keepsMemoryFlat } from "./flat_memory.ts";
import { scratchFolder } from "../scratch.ts";

async function weights(vae: Vae): Promise<Record<string, Float32Array>> {
  const values: Record<string, Float32Array> = {};
  for (const [name, variable] of vae.variables) {
    values[name] = await variable.data() as Float32Array;
  }
  return values;
}

/** Trains from nothing; returns the weights and the history. */
async function trained(overrides: Partial<TrainingRun> = {}) {
  const backend = await useBackend("wasm");
  const scratch = await scratchFolder();
  const run = trainingRun(await tinyDataset(), { backend, scratch, ...overrides });
  const vae = network(run.parameters);
  const { history } = await train(vae, run);
  return { vae, weights: await weights(vae), history };
}

testOnBackends("training lowers the loss, and leaves no tensor behind", async (backend) => {
  const run = trainingRun(await tinyDataset(), { backend, scratch: await scratchFolder() });
  const vae = network(TINY);
  const before = tf.memory().numTensors;
  const { history } = await train(vae, run);
  assert(tf.memory().numTensors === before, `${tf.memory().numTensors - before} tensors leaked`);
  assertEquals(history.map(({ epoch }) => epoch), [1, 2]);
  assert(history[1].loss < history[0].loss);
});

testOnBackends("memory is flat over 200 steps", keepsMemoryFlat, { devices: ["wasm"] });

Deno.test("Adam's first step moves every weight that has a gradient by the learning rate", async () => {
  await useBackend("wasm");
  const dataset = await tinyDataset();
  const vae = network(TINY);
  const before = await weights(vae);
  const set = imageSet(dataset, dataset.subsets.full);
  const { loss, seed, rate } = TINY;
  const chosen = Uint32Array.from({ length: 8 }, (_, n) => n);
  trainingStep(vae, new Adam(vae.trainable), { set, chosen, loss, seed, step: 0, rate });
  const after = await weights(vae);
  // m/√v is ±1 after the bias corrections of step 1, so that only ε can shorten a step.
  const moves = after["decoder_output/kernel"].map((value, i) =>
    Math.abs(value - before["decoder_output/kernel"][i])
  );
  moves.forEach((move) => assertAlmostEquals(move, rate, 0.01 * rate));
});

Deno.test("two runs from one seed give the same bytes, another seed others", async () => {
  const [first, second] = [await trained(), await trained()];
  assertEquals(first.weights, second.weights);
  assertEquals(first.history, second.history);
  const other = await trained({ parameters: { ...TINY, seed: 1 } });
  assert(other.history[0].loss !== first.history[0].loss);
});

Deno.test("a run interrupted at any moment and resumed gives the bytes of one that was not", async () => {
  const whole = await trained();
  const backend = await useBackend("wasm");
  const dataset = await tinyDataset();
  // 7 steps an epoch: two stops come after the last of an epoch, before it is validated.
  for (let stopAfter = 1; stopAfter <= 14; stopAfter++) {
    const scratch = await scratchFolder();
    const interrupt = new AbortController();
    let steps = 0;
    const count = () => {
      if (++steps === stopAfter) interrupt.abort();
    };
    const run = trainingRun(dataset, {
      backend,
      scratch,
      // The loop looks at the signal where it reports progress: after every step.
      pause: -1,
      signal: interrupt.signal,
      progress: { update: count, line() {} },
    });
    const stopped = await assertRejects(() => train(network(TINY), run), RunError, "interrupted");
    assert(stopped.message.startsWith(`interrupted at step ${stopAfter} of 14`), stopped.message);
    const vae = network({ ...TINY, seed: 77 });
    const lines: string[] = [];
    const progress = { update() {}, line: (text: string) => void lines.push(text) };
    const { history } = await train(vae, trainingRun(dataset, { backend, scratch, progress }));
    // An epoch of which no step was left has no rate.
    const rated = stopAfter <= 7 ? [stopAfter < 7, true] : [stopAfter < 14];
    assertEquals(lines.slice(1).map((line) => / images\/s$/.test(line)), rated);
    assertEquals(history, whole.history);
    assertEquals(await weights(vae), whole.weights);
  }
});

testOnBackends(
  "a loss that is not finite stops the run at its step and keeps the checkpoint",
  async (backend) => {
    const scratch = await scratchFolder();
    const vae = network(TINY);
    const run = trainingRun(await tinyDataset(), {
      backend,
      scratch,
      // The first line comes after the first epoch of 7 steps and its checkpoint.
      progress: {
        update() {},
        line() {
          const bias = vae.variables.get("mean/bias")!;
          bias.assign(tf.fill(bias.shape, NaN) as tf.Variable);
        },
      },
    });
    await assertRejects(
      () => train(vae, run),
      RunError,
      "step 8 of 14: the loss is NaN; the last good checkpoint is kept (a smaller --rate may help)",
    );
    const kept = await readCheckpoint(scratch);
    assertEquals(kept?.step, 7);
    assert(kept!.arrays["mean/bias"].values.every(Number.isFinite));
  },
);

Deno.test("weights spoilt by the last step of an epoch never reach a checkpoint", async () => {
  const backend = await useBackend("wasm");
  const scratch = await scratchFolder();
  const vae = network(TINY);
  const run = trainingRun(await tinyDataset(), {
    backend,
    scratch,
    pause: 0,
    progress: {
      update(step) {
        const bias = vae.variables.get("mean/bias")!;
        if (step === 7) bias.assign(tf.fill(bias.shape, NaN) as tf.Variable);
      },
      line() {},
    },
  });
  await assertRejects(
    () => train(vae, run),
    RunError,
    "step 7 of 14: mean/bias is no longer finite; there is no checkpoint yet (a smaller --rate",
  );
  assertEquals(await readCheckpoint(scratch), null);
});

Deno.test("on wasm a NaN in any variable reaches the loss of the same step", async () => {
  await useBackend("wasm");
  const dataset = await tinyDataset();
  const set = imageSet(dataset, dataset.subsets.full);
  const { loss, seed, rate } = TINY;
  const chosen = Uint32Array.from({ length: 4 }, (_, n) => n);
  const names = [...network(TINY).trainable.keys()];
  assert(names.length > 15);
  for (const name of names) {
    const vae = network(TINY);
    const variable = vae.trainable.get(name)!;
    // The last value alone: of a filter, one tap of one channel.
    const values = await variable.data() as Float32Array;
    const spoilt = Float32Array.from(values, (value, i) => i === values.length - 1 ? NaN : value);
    variable.assign(tf.tensor(spoilt, variable.shape) as tf.Variable);
    const adam = new Adam(vae.trainable);
    const terms = trainingStep(vae, adam, { set, chosen, loss, seed, step: 0, rate });
    assert(Number.isNaN((await terms.data())[0]), name);
    terms.dispose();
  }
});

Deno.test("where a device may hide NaN, gradients that overflowed stop a run whose loss is finite", async () => {
  const wasm = await useBackend("wasm");
  const dataset = await tinyDataset();
  const parameters = { ...TINY, batch: 2 };
  const scratch = await scratchFolder();
  const run = trainingRun(dataset, {
    parameters,
    scratch,
    backend: { ...wasm, readEvery: 16, hidesNaN: true },
  });
  await train(network(parameters), { ...run, parameters: { ...parameters, epochs: 1 } });
  const { arrays, ...checkpoint } = (await readCheckpoint(scratch))!;
  // With v = ∞ the weight stands still: as in a layer whose NaN is taken for 0.
  arrays["second moments"].values[5] = Infinity;
  await writeCheckpoint(scratch, { ...checkpoint, arrays });
  await assertRejects(
    () => train(network(parameters), run),
    RunError,
    "between steps 27 and 42 of 52: a gradient is no longer finite",
  );
});

Deno.test("rateAt() is constant, or half a cosine from the rate to 0", () => {
  const cosine = { rate: 0.5, decay: "cosine" } as const;
  assertEquals(rateAt(cosine, 0, 100), 0.5);
  assertAlmostEquals(rateAt(cosine, 50, 100), 0.25);
  assertAlmostEquals(rateAt(cosine, 25, 100), 0.5 * (1 + Math.SQRT1_2) / 2);
  fc.assert(fc.property(fc.integer({ min: 0, max: 99 }), (step) => {
    assertEquals(rateAt({ rate: 0.5, decay: "constant" }, step, 100), 0.5);
    assert(rateAt(cosine, step, 100) > rateAt(cosine, step + 1, 100));
  }));
});
