/** Divergence, draws and the objective, against float64: kernels of their own on WebGPU. */

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { drawLatents, latentMeanDivergence } from "../../lib/backend/latents.ts";
import { objectiveOf } from "../../lib/backend/objective.ts";
import { type Block, compare, randomArray } from "./compare.ts";
import { testOnBackends } from "./devices.ts";
import { type Array64, zeros64 } from "./reference.ts";

const shape = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 5 }));

const divergence: Block = {
  run: ([mean, logVariance]) =>
    latentMeanDivergence(mean as tf.Tensor2D, logVariance as tf.Tensor2D),
  reference: ([mean, logVariance]) => {
    const [count, latents] = mean.shape;
    const out = zeros64([count]);
    mean.values.forEach((m, k) => {
      const l = logVariance.values[k];
      out.values[Math.floor(k / latents)] += (m * m + Math.exp(l) - l - 1) / latents;
    });
    return out;
  },
};

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
    fc.asyncProperty(shape, fc.nat(1000), async (size, seed) => {
      const noise64 = randomArray(size, seed + 7);
      const noise = tf.tensor2d(Float32Array.from(noise64.values), size);
      const draw: Block = {
        run: ([mean, logVariance]) =>
          drawLatents(mean as tf.Tensor2D, logVariance as tf.Tensor2D, noise),
        reference: ([mean, logVariance]) => {
          const out = zeros64([...size]);
          out.values.forEach((_, k) =>
            out.values[k] = mean.values[k] +
              Math.exp(logVariance.values[k] / 2) * noise64.values[k]
          );
          return out;
        },
      };
      await compare(draw, [size, size], seed);
      noise.dispose();
    }),
    { numRuns: 8 },
  );
});

testOnBackends("objectiveOf() and its gradients are those of float64", async () => {
  const mean64 = ({ values }: Array64) =>
    values.reduce((sum, value) => sum + value) / values.length;
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 200 }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.nat(1000),
      async (count, lambda, gamma, seed) => {
        const block: Block = {
          run: ([crossEntropy, divergence, penalty]) => {
            const parts = { crossEntropy, divergence, penalty } as Parameters<
              typeof objectiveOf
            >[0];
            return objectiveOf(parts, { lambda, gamma }).loss;
          },
          reference: ([crossEntropy, divergence, penalty]) => {
            const out = zeros64([]);
            out.values[0] = mean64(crossEntropy) + lambda * mean64(divergence) +
              gamma * penalty.values[0];
            return out;
          },
        };
        await compare(block, [[count], [count], []], seed);
      },
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
