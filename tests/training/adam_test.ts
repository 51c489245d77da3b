import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../lib/training/adam.ts";
import { assertAlmostEquals } from "@std/assert";
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
