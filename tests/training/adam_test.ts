import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../lib/training/adam.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";

testOnBackends("Adam has ε where Algorithm 1 of its paper has it", async () => {
  const [rate, epsilon] = [0.5, 1e-7];
  const gradients = [1e-8, -1e-7, 3e-7, 1e-5, 1];
  const variable = tf.variable(tf.zeros([gradients.length]), true);
  const adam = new Adam(new Map([["weights", variable]]));
  const gradient = tf.tensor1d(gradients);
  // The same gradient at every step: m̂ = g and v̂ = g², so each step is −α g / (|g| + ε).
  for (let step = 1; step <= 3; step++) {
    adam.apply({ [variable.name]: gradient }, { rate, step });
    const values = await variable.data();
    gradients.forEach((g, i) => {
      const expected = -step * rate * g / (Math.abs(g) + epsilon);
      assertAlmostEquals(values[i] / expected, 1, 1e-3, `gradient ${g}, step ${step}`);
    });
  }
  adam.dispose();
  tf.dispose([variable, gradient]);
});

testOnBackends(
  "each step has its own rate, although commands are submitted in its middle",
  async () => {
    // As many variables as take more dispatches than are submitted at once.
    const variables = Array.from({ length: 200 }, () => tf.variable(tf.zeros([1]), true));
    const adam = new Adam(new Map(variables.map((variable) => [variable.name, variable])));
    const gradient = tf.tensor1d([1]);
    const gradients = Object.fromEntries(variables.map(({ name }) => [name, gradient]));
    const rates = [1, 0.25, 4, 0.5];
    // The same gradient at every step: each step is −rate, but for ε.
    for (const [k, rate] of rates.entries()) adam.apply(gradients, { rate, step: k + 1 });
    const values = await Promise.all(variables.map((variable) => variable.data()));
    values.forEach(([value], k) => assertAlmostEquals(value, -5.75, 1e-3, `variable ${k}`));
    adam.dispose();
    tf.dispose([gradient, ...variables]);
  },
);

testOnBackends("a step leaves copies of variables and moments as they were", async () => {
  const variable = tf.variable(tf.tensor1d([1, 2, 3]), true);
  const adam = new Adam(new Map([["weights", variable]]));
  const gradient = tf.tensor1d([1, -1, 2]);
  adam.apply({ [variable.name]: gradient }, { rate: 0.5, step: 1 });
  const copies = [variable, adam.moments.first, adam.moments.second].map((one) => tf.clone(one));
  const before = await Promise.all(copies.map((copy) => copy.data()));
  const held = tf.memory().numTensors;
  adam.apply({ [variable.name]: gradient }, { rate: 0.5, step: 2 });
  assertEquals(tf.memory().numTensors, held);
  assertEquals(await Promise.all(copies.map((copy) => copy.data())), before);
  const [values] = await Promise.all([variable.data(), adam.moments.first.data()]);
  assert(values.every((value, k) => Math.abs(value - before[0][k]) > 0.4), String(values));
  adam.dispose();
  tf.dispose([variable, gradient, ...copies]);
});

testOnBackends(
  "the sum of squares is that of second moments, until a gradient is not finite",
  async () => {
    for (const wrong of [NaN, Infinity, -Infinity, 1e30]) {
      const variables = [[3], [2, 500]].map((shape) => tf.variable(tf.zeros(shape), true));
      const adam = new Adam(new Map(variables.map((variable) => [variable.name, variable])));
      const apply = (last: number, step: number) => {
        const gradients = variables.map(({ name, size, shape }) => {
          const values = Array.from({ length: size }, (_, i) => i === size - 1 ? last : 0.5);
          return [name, tf.tensor(values, shape)] as const;
        });
        adam.apply(Object.fromEntries(gradients), { rate: 0.1, step });
        tf.dispose(gradients.map(([, gradient]) => gradient));
      };
      const read = async () => {
        const sum = adam.sumOfSquares();
        const [value] = await sum.data();
        sum.dispose();
        return value;
      };
      apply(2, 1);
      // 1 − β₂ of a β₂ in float32 is 0.001 to 3e-5.
      assertAlmostEquals(await read() / (0.001 * (1001 * 0.25 + 2 * 4)), 1, 1e-4);
      apply(wrong, 2);
      assert(!Number.isFinite(await read()), String(wrong));
      // One such gradient is remembered.
      apply(0, 3);
      assert(!Number.isFinite(await read()), String(wrong));
      adam.dispose();
      tf.dispose(variables);
    }
  },
);
