import * as tf from "@tensorflow/tfjs";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { decoderDerivatives, decoderJacobians } from "../../lib/model/decoder_derivatives.ts";
import { decodeLatents } from "../../lib/model/inference.ts";
import { Vae } from "../../lib/model/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { testOnBackends } from "../backend/devices.ts";
import { logisticDecoder } from "./logistic_decoder.ts";

/** A network with weights of every kind away from 0, moving moments included. */
function wildNetwork(seed: number): Vae {
  const vae = Vae.create({ size: 32, divide: 16, latents: 3, posterior: "truth" }, seed);
  const random = createRandom(seed, "tests/weights");
  for (const [name, variable] of vae.variables) {
    const scale = name.includes("dense") ? 1 : 0.4;
    const normal = random.normalInto(new Float32Array(variable.size));
    const wild = normal.map((x) => name.includes("variance") ? 1 + Math.abs(x) / 2 : scale * x);
    const tensor = tf.tensor(wild, variable.shape);
    variable.assign(tensor as tf.Variable);
    tensor.dispose();
  }
  return vae;
}

testOnBackends("decoderJacobians() of σ(c·z) is σ(1 − σ)c at every pixel", async () => {
  const { vae, weights } = logisticDecoder({ size: 32, latents: 2 });
  const points = [[0.5, 0.25], [1, 2], [2, 0.1]];
  const jacobians = await decoderJacobians(vae, Float32Array.from(points.flat()));
  assertEquals(jacobians.length, points.length * 2 * 32 * 32);
  points.forEach((z, n) => {
    for (let k = 0; k < 2; k++) {
      for (let pixel = 0; pixel < 32 * 32; pixel++) {
        const [one, other] = weights(pixel);
        const mean = 1 / (1 + Math.exp(-one * z[0] - other * z[1]));
        const expected = mean * (1 - mean) * (k === 0 ? one : other);
        assertAlmostEquals(jacobians[(n * 2 + k) * 1024 + pixel], expected, 1e-5);
      }
    }
  });
});

testOnBackends("decodeWithDerivatives() gives the images of decode()", async () => {
  const vae = wildNetwork(3);
  const latents = createRandom(0, "z").normalInto(new Float32Array(3 * 5));
  const images = await decodeLatents(vae, latents);
  const value = tf.tidy(() => vae.decodeWithDerivatives(tf.tensor2d(latents, [5, 3]), []).value);
  (await value.data()).forEach((x, i) => assertAlmostEquals(x, images[i], 1e-5));
});

testOnBackends(
  "decoderJacobians() keep nothing, and several derivatives are each the same",
  async () => {
    const vae = wildNetwork(4);
    const latents = createRandom(1, "z").normalInto(new Float32Array(3 * 2));
    const tensors = tf.memory().numTensors;
    const jacobians = await decoderJacobians(vae, latents);
    assertEquals(tf.memory().numTensors, tensors);
    const both = tf.tidy(() => {
      const directions = [2, 0].map((latent) => tf.oneHot([latent, latent], 3) as tf.Tensor2D);
      const z = tf.tensor2d(latents, [2, 3]);
      return tf.stack([...vae.decodeWithDerivatives(z, directions).tangents]);
    });
    const values = await both.data();
    both.dispose();
    for (let pixel = 0; pixel < 1024; pixel++) {
      assertAlmostEquals(values[pixel], jacobians[2 * 1024 + pixel], 1e-6);
      assertAlmostEquals(values[3 * 1024 + pixel], jacobians[3 * 1024 + pixel], 1e-6);
    }
  },
);

testOnBackends("decoderDerivatives() are the Jacobian's products with the directions", async () => {
  const vae = wildNetwork(5);
  const random = createRandom(2, "z");
  const [latents, one, other] = Array.from(
    { length: 3 },
    () => random.normalInto(new Float32Array(3 * 70)),
  );
  const jacobians = await decoderJacobians(vae, latents);
  const found = await decoderDerivatives(vae, { latents, directions: [one, other] });
  [one, other].forEach((direction, k) =>
    found[k].forEach((value, i) => {
      const [n, pixel] = [Math.floor(i / 1024), i % 1024];
      const terms = [0, 1, 2].map((latent) =>
        direction[n * 3 + latent] * jacobians[(n * 3 + latent) * 1024 + pixel]
      );
      const size = terms.reduce((sum, term) => sum + Math.abs(term), 0);
      assertAlmostEquals(value, terms[0] + terms[1] + terms[2], 1e-5 * (1 + size));
    })
  );
});

Deno.test("decoderJacobians() are the transposes of TF.js's gradients [cpu]", async () => {
  await tf.setBackend("cpu");
  for (const seed of [0, 1]) {
    const vae = wildNetwork(seed);
    const random = createRandom(seed, "tests/direction");
    const latents = random.normalInto(new Float32Array(3));
    const direction = random.normalInto(new Float32Array(32 * 32));
    const jacobian = await decoderJacobians(vae, latents);
    const gradient = tf.tidy(() => {
      const along = tf.tensor(direction, [1, 32, 32, 1]);
      const sum = (z: tf.Tensor) =>
        tf.sum(tf.mul(tf.sigmoid(vae.decode(z as tf.Tensor2D, "evaluation")), along));
      return tf.grad(sum)(tf.tensor2d(latents, [1, 3]));
    });
    const backward = await gradient.data();
    const forward = Array.from(
      backward,
      (_, k) => direction.reduce((sum, v, pixel) => sum + v * jacobian[k * 1024 + pixel], 0),
    );
    assert(Math.hypot(...forward) > 0.1, `${forward}`);
    forward.forEach((value, k) =>
      assertAlmostEquals(value, backward[k], 1e-4 * Math.hypot(...forward))
    );
  }
});
