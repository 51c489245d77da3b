/** Programs that are made ahead of training. */

import * as tf from "@tensorflow/tfjs";
import { assert, assertEquals } from "@std/assert";
import { Vae } from "../../lib/model/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainingStep } from "../../lib/training/mod.ts";
import { train } from "../../lib/training/loop.ts";
import { testOnBackends } from "../backend/devices.ts";
import { recordCommands } from "../backend/recorded_commands.ts";
import { imageSet, network, TINY, tinyDataset, trainingRun } from "./fixtures.ts";

const ARCHITECTURE = { size: 32, divide: 16, latents: 3, posterior: "fixed" } as const;

testOnBackends(
  "prepare() makes the programs of a step, so that the step makes none, and computes nothing",
  async (backend) => {
    const dataset = await tinyDataset();
    const set = imageSet(dataset, dataset.subsets.full);
    const chosen = Uint32Array.from({ length: 7 }, (_, k) => k);
    const { loss, seed, rate } = TINY;
    const step = (vae: Vae, adam: Adam) =>
      trainingStep(vae, adam, { set, chosen, loss, seed, step: 0, rate });
    const recorded = recordCommands();
    try {
      const made = await backend.prepare(() => {
        const vae = Vae.create(ARCHITECTURE, 1), adam = new Adam(vae.trainable);
        step(vae, adam).dispose();
        adam.dispose();
        vae.dispose();
      });
      assertEquals(recorded.commands.dispatches, 0);
      assert(made > 40, `${made} programs`);
      const shaders = recorded.shaders.size;
      assert(shaders >= made - 1);
      const vae = Vae.create(ARCHITECTURE, 1), adam = new Adam(vae.trainable);
      const terms = step(vae, adam);
      assert((await terms.data()).every(Number.isFinite));
      assertEquals(recorded.shaders.size, shaders);
      // None is made twice.
      assertEquals(await backend.prepare(() => void step(vae, adam).dispose()), 0);
      adam.dispose();
      vae.dispose();
    } finally {
      recorded.stop();
    }
  },
  { devices: ["webgpu"] },
);

testOnBackends("prepare() runs nothing on wasm", async (backend) => {
  assertEquals(await backend.prepare(() => assert(false, "it ran")), 0);
}, { devices: ["wasm"] });

testOnBackends(
  "training says how many programs it compiled, keeps no tensor of them, and gives the same without",
  async (backend) => {
    const dataset = await tinyDataset();
    const lines: string[] = [];
    const losses = async (prepare: typeof backend.prepare) => {
      const scratch = await Deno.makeTempDir();
      const vae = network(TINY);
      const held = tf.memory().numTensors;
      const { history } = await train(
        vae,
        trainingRun(dataset, {
          backend: { ...backend, prepare },
          scratch,
          progress: { update() {}, line: (text: string) => void lines.push(text) },
        }),
      );
      await Deno.remove(scratch, { recursive: true });
      assertEquals(tf.memory().numTensors, held);
      vae.dispose();
      return history.map(({ loss, validationLoss }) => [loss, validationLoss]);
    };
    const plain = await losses(() => Promise.resolve(0));
    // The run before made all of them already, so that none is counted; a number stands in.
    const prepared = await losses((run) => backend.prepare(run).then(() => 5));
    assertEquals(prepared, plain);
    assertEquals(lines.filter((line) => line.includes("programs")), [
      "compiled 5 programs for webgpu",
    ]);
  },
  { devices: ["webgpu"] },
);
