import * as tf from "@tensorflow/tfjs";
import { totalLoss, Vae } from "../../lib/model/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { assert } from "@std/assert";
import { useBackend, WEBGPU_MISSING } from "../backend/devices.ts";

/** Every gradient of one training step at full width on 64² images, batch 2. */
async function gradients(device: "wasm" | "webgpu"): Promise<Map<string, Float32Array>> {
  const backend = await useBackend(device);
  const vae = Vae.create({ size: 64, divide: 1, latents: 3, posterior: "learned" }, 0);
  const random = createRandom(3, "image");
  const images = Float32Array.from({ length: 2 * 64 * 64 }, () => random.uniform() < 0.05 ? 1 : 0);
  const noise = random.normalInto(new Float32Array(6));
  const variables = [...vae.trainable];
  const { grads } = tf.variableGrads(() => {
    const targets = tf.tensor4d(images, [2, 64, 64, 1]);
    const posterior = vae.encode(targets);
    const latents = vae.sample(posterior, tf.tensor2d(noise, [2, 3]));
    const logits = vae.decode(latents, "training");
    const loss = { lambda: 8e-3, penalty: "covariance", gamma: 1e-4, weights: "none" } as const;
    const batch = { logits, targets, ...posterior, latents, datasetSize: 2, weights: null };
    return totalLoss(loss, batch).loss;
  }, variables.map(([, variable]) => variable));
  const values = new Map<string, Float32Array>();
  for (const [name, variable] of variables) {
    values.set(name, await grads[variable.name].data() as Float32Array);
  }
  backend.check();
  return values;
}

Deno.test({
  name: "a full-width training step has the same gradients on webgpu and wasm" +
    (WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : ""),
  ignore: WEBGPU_MISSING !== null,
  sanitizeOps: false,
  sanitizeResources: false,
  async fn() {
    const [wasm, webgpu] = [await gradients("wasm"), await gradients("webgpu")];
    for (const [name, ours] of wasm) {
      const theirs = webgpu.get(name)!;
      let difference = 0, size = 0;
      ours.forEach((value, i) => {
        difference += (value - theirs[i]) ** 2;
        size += value ** 2;
      });
      const relative = Math.sqrt(difference / size);
      assert(relative < 1e-3, `${name} differs by ${relative} relative`);
    }
  },
});
