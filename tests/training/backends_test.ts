import { Vae } from "../../lib/model/mod.ts";
import { Adam } from "../../lib/training/adam.ts";
import { epochOrder, trainingStep } from "../../lib/training/mod.ts";
import { assert } from "@std/assert";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";
import { imageSet, TINY, tinyDataset } from "./fixtures.ts";

async function losses(device: "wasm" | "webgpu"): Promise<number[]> {
  await useBackend(device);
  const dataset = await tinyDataset();
  const set = imageSet(dataset, dataset.subsets.full);
  const vae = Vae.create({ size: 32, divide: 8, latents: 3, posterior: "fixed" }, TINY.seed);
  const adam = new Adam(vae.trainable);
  const order = epochOrder(set.indices.length, { seed: TINY.seed, epoch: 0 });
  const values: number[] = [];
  for (let step = 0; step < 20; step++) {
    const first = (step * 8) % 48;
    const chosen = order.subarray(first, first + 8);
    const { loss, seed, rate } = TINY;
    const terms = trainingStep(vae, adam, { set, chosen, loss, seed, step, rate });
    values.push((await terms.data())[0]);
    terms.dispose();
  }
  return values;
}

Deno.test({
  name: "from one seed, webgpu and wasm lose the same: 4 steps to 1e-6, 20 smoke steps to 1 %" +
    (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const [wasm, webgpu] = [await losses("wasm"), await losses("webgpu")];
    assert(wasm[19] < wasm[0], "nothing was learned");
    wasm.forEach((value, step) => {
      const relative = Math.abs(value - webgpu[step]) / value;
      // Rounding is multiplied where a ReLU or a maximum falls the other way, which is chance.
      assert(relative < (step < 4 ? 1e-6 : 0.01), `step ${step}: ${value} and ${webgpu[step]}`);
    });
  },
});
