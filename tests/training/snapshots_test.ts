/** Weights that are kept after each epoch. */

import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { checkEvaluation } from "../../lib/evaluation/check.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import { outputFolder } from "../../lib/files/output_folder.ts";
import { loadSnapshot, saveVae, snapshotPath, variableValues } from "../../lib/model/mod.ts";
import { train, trainSchema } from "../../lib/training/mod.ts";
import { useBackend } from "../backend/devices.ts";
import { inFolder } from "../results/fake_stage.ts";
import { network, TINY, tinyDataset, trainingRun } from "./fixtures.ts";
import { scratchFolder } from "../scratch.ts";

const PARAMETERS = { ...TINY, divide: 16, subset: "full", epochs: 3, decay: "constant" } as const;

async function trained(epochs: number, options: { snapshots?: true; scratch?: string } = {}) {
  const { scratch = await scratchFolder(), ...kept } = options;
  const parameters = trainSchema.parse({ ...PARAMETERS, epochs, ...kept });
  const vae = network(parameters);
  const backend = await useBackend("wasm");
  const run = trainingRun(await tinyDataset(), { parameters, backend, scratch });
  const { snapshots } = await train(vae, run);
  return { vae, snapshots, values: await variableValues(vae) };
}

Deno.test("the weights after an epoch are those of a training of as many epochs at a constant rate", async () => {
  const { snapshots, values } = await trained(3, { snapshots: true });
  const [one, two] = [await trained(1), await trained(2)];
  assertEquals(snapshots.length, 2);
  assertEquals(snapshots[0], one.values);
  assertEquals(snapshots[1], two.values);
  // And they change nothing.
  const plain = await trained(3);
  assertEquals([plain.values, plain.snapshots.length], [values, 0]);
});

Deno.test("snapshots survive an interruption", async () => {
  const scratch = await scratchFolder();
  const parameters = trainSchema.parse({ ...PARAMETERS, snapshots: true });
  const controller = new AbortController();
  const backend = await useBackend("wasm");
  const run = trainingRun(await tinyDataset(), { parameters, backend, scratch });
  const progress = {
    update: () => {},
    line: (text: string) => void (text.startsWith("epoch 2 of 3") && controller.abort()),
  };
  await assertRejects(() =>
    train(network(parameters), { ...run, progress, signal: controller.signal })
  );
  const { snapshots } = await train(network(parameters), run);
  const whole = (await trained(3, { snapshots: true })).snapshots;
  assertEquals(snapshots, whole);
  // After the last step of an epoch, before its weights are kept.
  const early = { ...run, scratch: await scratchFolder(), pause: -1 };
  const atTheEnd = new AbortController();
  const { indices } = run.training;
  const update = (step: number) => {
    if (step === Math.ceil(indices.length / parameters.batch)) atTheEnd.abort();
  };
  const stopping = { ...early, progress: { update, line() {} }, signal: atTheEnd.signal };
  await assertRejects(() => train(network(parameters), stopping), RunError, "interrupted");
  assertEquals((await train(network(parameters), early)).snapshots, whole);
});

Deno.test("a network is loaded as it was after an epoch", async () => {
  await inFolder(async (folder) => {
    const { vae, snapshots } = await trained(3, { snapshots: true });
    const out = outputFolder(folder);
    await saveVae(vae, out);
    const bytes = new Uint8Array(snapshots[0].buffer as ArrayBuffer);
    await out.write(snapshotPath(1), bytes);
    await out.write(snapshotPath(2), bytes.subarray(4));
    assertEquals(await variableValues(await loadSnapshot(folder, 1)), snapshots[0]);
    await assertRejects(() => loadSnapshot(folder, 2), UsageError, "there must be");
    await assertRejects(() => loadSnapshot(folder, 3), UsageError, "epochs/3.bin");
  });
});

Deno.test("weights after an epoch stand layer by layer, and in model.json moving moments come last", async () => {
  await useBackend("wasm");
  for (const posterior of ["fixed", "learned"] as const) {
    const vae = network(trainSchema.parse({ ...PARAMETERS, posterior }));
    await inFolder(async (folder) => {
      await saveVae(vae, outputFolder(folder));
      const listed: string[][] = [];
      for (const part of ["encoder", "decoder"]) {
        const text = await Deno.readTextFile(`${folder}/${part}/model.json`);
        const [{ weights }] = JSON.parse(text).weightsManifest;
        listed.push(weights.map(({ name }: { readonly name: string }) => name));
      }
      const isMoving = (name: string) => name.includes("/moving_");
      for (const names of listed) {
        assertEquals(names, [...names].sort((one, other) => +isMoving(one) - +isMoving(other)));
      }
      // As docs/results.md says: the layers as they are listed, each with its moving moments after it.
      const layerOf = (name: string) => name.split("/")[0];
      const documented = listed.flatMap((names) =>
        [...new Set(names.map(layerOf))].flatMap((layer) =>
          names.filter((name) => layerOf(name) === layer)
        )
      );
      assertEquals([...vae.variables.keys()], documented);
      const ofNorm = documented.filter((name) => name.startsWith("decoder_norm_2/"));
      assertEquals(ofNorm.map((name) => name.split("/")[1]), [
        ...["gamma", "beta", "moving_mean", "moving_variance"],
      ]);
    });
    vae.dispose();
  }
});

Deno.test("a network whose weights after an epoch cannot be read is not kept in memory", async () => {
  await useBackend("wasm");
  const vae = network(trainSchema.parse(PARAMETERS));
  await inFolder(async (folder) => {
    await saveVae(vae, outputFolder(folder));
    await outputFolder(folder).write(snapshotPath(1), new Uint8Array(8));
    const before = tf.memory().numTensors;
    for (const epoch of [1, 2]) {
      await assertRejects(() => loadSnapshot(folder, epoch), UsageError, snapshotPath(epoch));
    }
    assertEquals(tf.memory().numTensors, before);
  });
  vae.dispose();
});

Deno.test("an epoch is evaluated where its weights were kept, before the last", () => {
  const check = (epoch: number, snapshots?: true) =>
    checkEvaluation({ stroke: 2, noise: false, epoch }, { ...PARAMETERS, snapshots });
  check(2, true);
  assertThrows(() => check(3, true), UsageError, "must be below the 3 epochs");
  assertThrows(() => check(1), UsageError, "where training kept no snapshots");
  assert(!trainSchema.safeParse({ ...PARAMETERS, epochs: 1, snapshots: true }).success);
});
