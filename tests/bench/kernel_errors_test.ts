import * as tf from "@tensorflow/tfjs";
import { arrayError, KERNEL_CASES, measureCase } from "../../lib/bench/kernel_errors.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";

Deno.test("arrayError() is relative to the rms of what is expected; what is not finite is null", () => {
  const { largest, rms } = arrayError([3, 4.5, -5], [3, 4, -5]);
  const size = Math.sqrt((9 + 16 + 25) / 3);
  assertAlmostEquals(largest!, 0.5 / size);
  assertAlmostEquals(rms!, 0.5 / Math.sqrt(3) / size);
  assertEquals(arrayError([1, 2], [1, 2]), { largest: 0, rms: 0 });
  assertEquals(arrayError([NaN, 2], [1, 2]), { largest: null, rms: null });
  assertEquals(arrayError([1, Infinity], [1, 2]), { largest: null, rms: null });
  assertEquals(arrayError([], []), { largest: 0, rms: 0 });
});

testOnBackends("measureCase() finds every block's value and gradients near float64", async () => {
  for (const one of KERNEL_CASES) {
    const { block, shapes, value, gradients } = await measureCase(one);
    const names = one.differentiated ?? Object.keys(one.inputs);
    assertEquals(Object.keys(gradients), [...names]);
    for (const [name, { largest, rms }] of Object.entries({ value, ...gradients })) {
      const what = `${block} ${shapes}, ${name}: ${largest}, ${rms}`;
      assert(rms! <= largest! && largest! < 2e-5 && rms! < 3e-6, what);
    }
  }
}, { devices: ["wasm"] });

testOnBackends("measureCase() shows a wrong value, and a wrong gradient alone", async () => {
  const one = KERNEL_CASES[0];
  const scaled = await measureCase({ ...one, run: (inputs) => tf.mul(one.run(inputs), 1.001) });
  assertAlmostEquals(scaled.value.rms!, 1e-3, 1e-5);
  assertAlmostEquals(scaled.gradients.filter.rms!, 1e-3, 1e-5);
  const wrongBias = await measureCase({
    ...one,
    run: ([x, filter, bias]) => {
      // The bias itself, with twice its gradient.
      const twice = tf.customGrad((b) => ({
        value: (b as tf.Tensor).clone(),
        gradFunc: (dy) => tf.mul(dy as tf.Tensor, 2),
      }))(bias);
      return one.run([x, filter, twice]);
    },
  });
  assert(wrongBias.value.largest! < 2e-5 && wrongBias.gradients.filter.largest! < 2e-5);
  assertAlmostEquals(wrongBias.gradients.bias.rms!, 1, 1e-5);
}, { devices: ["wasm"] });
