/** Divergence, draws and the objective, against float64: kernels of their own on WebGPU. */

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { objectiveOf } from "../../lib/backend/objective.ts";
import { compare, randomArray } from "./compare.ts";
import { testOnBackends } from "./devices.ts";
import { divergence, drawWith, objectiveWith } from "./latent_blocks.ts";

const shape = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5 }));

testOnBackends("latentMeanDivergence() and its gradients are those of float64", async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      fc.nat(1000),
      ([count, latents], seed) => compare(divergence, [[count, latents], [count, latents]], seed),
    ),
    { numRuns: 8 },
  );
});

testOnBackends("drawLatents() and its gradients are those of float64", async () => {
  await fc.assert(
    fc.asyncProperty(
      shape,
      fc.nat(1000),
      (size, seed) => compare(drawWith(randomArray(size, seed + 7)), [size, size], seed),
    ),
    { numRuns: 8 },
  );
});

testOnBackends("objectiveOf() and its gradients are those of float64", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.nat(1000),
      (count, lambda, gamma, seed) =>
        compare(objectiveWith({ lambda, gamma }), [[count], [count], []], seed),
    ),
    { numRuns: 8 },
  );
});

testOnBackends("objectiveOf() gives the terms, and leaves no other tensor", async () => {
  const parts = {
    crossEntropy: tf.tensor1d([1, 2, 6]),
    divergence: tf.tensor1d([4, 0, 2]),
    penalty: tf.scalar(5),
  };
  const weights = { lambda: 0.5, gamma: 0.25 };
  const held = tf.memory().numTensors;
  const { loss, bce, kl } = tf.tidy(() => ({ ...objectiveOf(parts, weights) }));
  assertEquals(tf.memory().numTensors, held + 3);
  const values = await Promise.all([loss, bce, kl].map((term) => term.data()));
  [5.25, 3, 2].forEach((value, k) => assertAlmostEquals(values[k][0], value, 1e-5));
  tf.dispose([loss, bce, kl]);
  tf.tidy(() => {
    tf.grad((crossEntropy) =>
      objectiveOf({ ...parts, crossEntropy: crossEntropy as tf.Tensor1D }, weights).loss
    )(parts.crossEntropy);
  });
  assertEquals(tf.memory().numTensors, held);
  tf.dispose(parts);
});
