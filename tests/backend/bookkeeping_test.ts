/** The small operations that are kernels of their own because of what TF.js's cost: turning a filter, moving averages. */

import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { convReluBatchNorm } from "../../lib/backend/mod.ts";
import { moveAverages } from "../../lib/backend/moving_average.ts";
import { turnedFilter } from "../../lib/backend/turned_filter.ts";
import { randomArray } from "./compare.ts";
import { testOnBackends } from "./devices.ts";

const random = (shape: number[], seed: number) =>
  tf.tensor(Float32Array.from(randomArray(shape, seed).values), shape);

const side = fc.integer({ min: 1, max: 9 });
const filterShape = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 4 }),
  side,
  side,
);

testOnBackends(
  "turnedFilter() is TF.js's reverse and transpose, and its gradient too",
  async () => {
    await fc.assert(
      fc.asyncProperty(filterShape, fc.nat(1000), async ([height, width, rows, columns], seed) => {
        const kernel = random([height, width, rows, columns], seed) as tf.Tensor4D;
        const weight = random([height, width, columns, rows], seed + 1) as tf.Tensor4D;
        const plain = (filter: tf.Tensor4D) =>
          tf.transpose(tf.reverse(filter, [0, 1]), [0, 1, 3, 2]) as tf.Tensor4D;
        const through = (turn: (filter: tf.Tensor4D) => tf.Tensor4D) => {
          const weighted = (filter: tf.Tensor) =>
            tf.sum(tf.mul(turn(filter as tf.Tensor4D), weight));
          return [turn(kernel), tf.grad(weighted)(kernel)];
        };
        const [own, expected] = [through(turnedFilter), through(plain)];
        for (const [k, tensor] of own.entries()) {
          assertEquals(tensor.shape, expected[k].shape);
          assertEquals(await tensor.data(), await expected[k].data());
        }
        tf.dispose([kernel, weight, ...own, ...expected]);
      }),
      { numRuns: 15 },
    );
  },
);

testOnBackends("turnedFilter() turned again is the filter", async () => {
  const kernel = random([3, 3, 5, 7], 1) as tf.Tensor4D;
  const again = tf.tidy(() => turnedFilter(turnedFilter(kernel)));
  assertEquals(await again.data(), await kernel.data());
  tf.dispose([kernel, again]);
});

testOnBackends(
  "moveAverages() rounds as TF.js's own operations do, and leaves no tensor",
  async ({ name }) => {
    const momentum = 0.99;
    await fc.assert(
      fc.asyncProperty(
        fc.array(side, { minLength: 1, maxLength: 4 }),
        fc.nat(1000),
        async (sizes, seed) => {
          const moved = sizes.map((size, k) => ({
            average: tf.variable(random([size], seed + k)),
            batch: random([size], seed + 17 + k),
          }));
          const expected = moved.map(({ average, batch }) =>
            tf.add(tf.mul(average, momentum), tf.mul(batch, 1 - momentum))
          );
          const held = tf.memory().numTensors;
          moveAverages(moved, momentum);
          assertEquals(tf.memory().numTensors, held);
          for (const [k, { average }] of moved.entries()) {
            const [own, theirs] = [await average.data(), await expected[k].data()];
            // A GPU may round the product and the sum at once.
            if (name === "wasm") assertEquals(own, theirs);
            else own.forEach((value, n) => assertAlmostEquals(value, theirs[n], 1e-6));
          }
          tf.dispose([...expected, ...moved.flatMap(({ average, batch }) => [average, batch])]);
        },
      ),
      { numRuns: 15 },
    );
  },
);

testOnBackends(
  "a block that is given a transposed filter is the block with that filter turned, gradients too",
  async () => {
    const cases = [
      { upsample: true, kernel: [3, 3, 4, 3] },
      { upsample: false, kernel: [3, 3, 5, 3] },
      { upsample: false, kernel: [1, 1, 6, 3] },
    ];
    for (const [k, { upsample, kernel }] of cases.entries()) {
      const x = random([2, 5, 4, 3], k);
      const channels = kernel[2];
      const [bias, gamma, beta] = [1, 2, 3].map((n) => random([channels], 10 * k + n));
      const weight = random(upsample ? [2, 10, 8, channels] : [2, 5, 4, channels], k + 50);
      const filter = random(kernel, k + 60);
      const through = (transposed: boolean) => {
        const run = (x: tf.Tensor, filter: tf.Tensor, bias: tf.Tensor) => {
          const layer = {
            filter: (transposed ? filter : turnedFilter(filter as tf.Tensor4D)) as tf.Tensor4D,
            bias: bias as tf.Tensor1D,
            gamma: gamma as tf.Tensor1D,
            beta: beta as tf.Tensor1D,
            epsilon: 1e-3,
            transposed,
          };
          return tf.sum(
            tf.mul(convReluBatchNorm(x as tf.Tensor4D, layer, { upsample }), weight),
          );
        };
        return tf.grads(run)([x, filter, bias]);
      };
      const held = tf.memory().numTensors;
      const [own, expected] = [through(true), through(false)];
      for (const [n, tensor] of own.entries()) {
        assertEquals(tensor.shape, expected[n].shape);
        assertEquals(await tensor.data(), await expected[n].data(), `case ${k}, gradient ${n}`);
      }
      tf.dispose([...own, ...expected]);
      assertEquals(tf.memory().numTensors, held);
      tf.dispose([x, bias, gamma, beta, weight, filter]);
    }
  },
);
