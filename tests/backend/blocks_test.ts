import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import {
  type AdamState,
  adamStep,
  convReluBatchNorm,
  convReluBatchNormDot,
  convReluBatchNormLater,
  convReluPool,
  crossEntropyFromLogits,
} from "../../lib/backend/mod.ts";
import { agreesWithFloat64, BLOCKS, overShapes } from "./block_properties.ts";
import { compare, randomArray } from "./compare.ts";
import { testOnBackends, useBackend } from "./devices.ts";
import { crossEntropyOf } from "./latent_blocks.ts";
import { normalised, pool, shapesOf, tail } from "./network_blocks.ts";
import { type Array64, convolveStrided64, derivative64 } from "./reference.ts";

/** Fewer cases on a software GPU, where each new shape compiles shaders for half a second. */
const runsOn = ({ name }: { name: string }) => name === "wasm" ? 40 : 4;

for (const block of BLOCKS) {
  testOnBackends(
    `${block.name} agrees with float64, and its gradients with differences`,
    (backend) => agreesWithFloat64(block, runsOn(backend)),
  );
}

Deno.test("on a backend without our kernels the blocks are the same functions [cpu]", async () => {
  await tf.setBackend("cpu");
  // One image: see the next test.
  const x = [1, 5, 4, 3];
  await compare(pool, shapesOf(pool, x, { outputs: 5 }), 1);
  for (const upsample of [true, false]) {
    const block = normalised(upsample);
    await compare(block, shapesOf(block, x, { outputs: 5 }), 2);
  }
  await compare(tail, shapesOf(tail, x, { outputs: 5 }), 3);
});

Deno.test("TF.js's cpu backend has wrong gradients of the upsampling of two images", async () => {
  await tf.setBackend("cpu");
  // The sum of 1 times the first image and 2 times the second, each enlarged to 4×4.
  const weights = tf.tensor4d([1, 2], [2, 1, 1, 1]);
  const slopes = tf.grad((x: tf.Tensor) =>
    tf.sum(tf.mul(tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 4]), weights))
  )(tf.zeros([2, 2, 2, 1]));
  // Where the second four are 8, the exception that blocks.ts names can go.
  assertEquals([...await slopes.data()], [4, 4, 4, 4, 4, 4, 6, 6]);
  tf.dispose([weights, slopes]);
});

Deno.test("a filter that a block does not compute is refused, with our kernels and without", async () => {
  const ones = (...shape: tf.Tensor4D["shape"]) => tf.ones(shape) as tf.Tensor4D;
  const each = () => tf.ones([2]) as tf.Tensor1D;
  for (const backend of ["wasm", "cpu"] as const) {
    if (backend === "wasm") await useBackend("wasm");
    else await tf.setBackend("cpu");
    tf.tidy(() => {
      const x = ones(1, 7, 6, 2);
      const layer = (height: number, width: number) => ({
        ...{ filter: ones(height, width, 2, 2), bias: each(), gamma: each(), beta: each() },
        epsilon: 1e-3,
      });
      const refused = (run: () => unknown, words: string) =>
        assertThrows(run, RangeError, `Cannot convolve: the filter must be ${words}`);
      for (const [height, width] of [[3, 1], [1, 3]]) {
        const words = `square, received ${height}×${width}`;
        refused(() => convReluPool(x, layer(height, width)), words);
      }
      for (const [height, width] of [[3, 5], [5, 1], [2, 2]]) {
        const words = `square with odd sides, received ${height}×${width}`;
        const plain = { upsample: false };
        refused(() => convReluBatchNorm(x, layer(height, width), plain), words);
        const images = { values: x, scaling: null };
        refused(() => convReluBatchNormLater(images, layer(height, width), plain), words);
      }
      refused(() => convReluBatchNorm(x, layer(1, 1), { upsample: true }), "3×3, received 1×1");
      const last = { outFilter: ones(1, 1, 2, 1), outBias: tf.ones([1]) as tf.Tensor1D };
      refused(() => convReluBatchNormDot(x, { ...layer(3, 3), ...last }, {}), "1×1, received 3×3");
      const wide = { ...layer(1, 1), ...last, outFilter: ones(1, 3, 2, 1) };
      refused(() => convReluBatchNormDot(x, wide, {}), "1×1, received 1×3");
    });
  }
});

testOnBackends(
  "with given moments the tail is the block and the dot product after it",
  async () => {
    const random = (shape: number[], seed: number) =>
      tf.tensor(Float32Array.from(randomArray(shape, seed).values), shape);
    const x = random([2, 5, 7, 3], 1) as tf.Tensor4D;
    const layer = {
      filter: random([1, 1, 3, 9], 2) as tf.Tensor4D,
      bias: random([9], 3) as tf.Tensor1D,
      gamma: random([9], 4) as tf.Tensor1D,
      beta: random([9], 5) as tf.Tensor1D,
      epsilon: 1e-3,
    };
    const moments = {
      mean: random([9], 6) as tf.Tensor1D,
      variance: tf.square(random([9], 7)) as tf.Tensor1D,
    };
    const outFilter = random([1, 1, 9, 1], 8) as tf.Tensor4D;
    const outBias = random([1], 9) as tf.Tensor1D;
    const logits = convReluBatchNormDot(x, { ...layer, outFilter, outBias }, { moments });
    const y = convReluBatchNorm(x, layer, { upsample: false, moments });
    const expected = tf.add(tf.conv2d(y, outFilter, 1, "same"), outBias);
    const [left, right] = [await logits.data(), await expected.data()];
    assertEquals(logits.shape, [2, 5, 7, 1]);
    left.forEach((value, i) => assertAlmostEquals(value, right[i], 1e-4, `logit ${i}`));
    tf.dispose([
      x,
      layer as unknown as tf.Tensor,
      moments,
      outFilter,
      outBias,
      logits,
      y,
      expected,
    ]);
  },
);

testOnBackends(
  "crossEntropyFromLogits() agrees with float64, and its gradient with differences",
  async (backend) => {
    await overShapes(runsOn(backend), async ({ batch, height, width, seed }) => {
      const targets = randomArray([batch, height, width, 1], seed + 7);
      targets.values.forEach((value, i) => targets.values[i] = Math.abs(value));
      await compare(crossEntropyOf(targets), [[batch, height, width, 1]], seed);
    });
  },
);

testOnBackends("crossEntropyFromLogits() stays finite for logits of ±1e4", async () => {
  const logits = tf.tensor4d([1e4, -1e4, 1e4, -1e4, 0], [1, 5, 1, 1]);
  const targets = tf.tensor4d([1, 0, 0, 1, 0.5], [1, 5, 1, 1]);
  const { value, grad } = tf.valueAndGrad((l: tf.Tensor) =>
    tf.sum(crossEntropyFromLogits(l as tf.Tensor4D, targets))
  )(logits);
  const [loss] = await value.data();
  assertAlmostEquals(loss, (2e4 + Math.log(2)) / 5, 1e-2);
  const expected = [0, 0, 0.2, -0.2, 0];
  (await grad.data()).forEach((v, i) => assertAlmostEquals(v, expected[i], 1e-6, `gradient ${i}`));
  tf.dispose([logits, targets, value, grad]);
});

testOnBackends(
  "a window of max pooling whose maximum is 0 after the ReLU passes no gradient",
  async () => {
    const x = tf.tensor4d([-1, -2, -3, -4], [1, 2, 2, 1]);
    const filter = tf.tensor4d([1], [1, 1, 1, 1]);
    const bias = tf.tensor1d([0]);
    const gradient = tf.grad((image: tf.Tensor) =>
      tf.sum(convReluPool(image as tf.Tensor4D, { filter, bias }))
    )(x);
    assertEquals([...await gradient.data()].map((v) => v + 0), [0, 0, 0, 0]);
    tf.dispose([x, filter, bias, gradient]);
  },
);

testOnBackends("of equal maxima in a window exactly one gets the gradient", async () => {
  const x = tf.ones([1, 2, 2, 5]) as tf.Tensor4D;
  const filter = tf.reshape(tf.eye(5), [1, 1, 5, 5]) as tf.Tensor4D;
  const bias = tf.zeros([5]) as tf.Tensor1D;
  const gradient = tf.grad((image: tf.Tensor) =>
    tf.sum(convReluPool(image as tf.Tensor4D, { filter, bias }))
  )(x);
  const sums = tf.sum(gradient, [1, 2]);
  assertEquals([...await sums.data()], [1, 1, 1, 1, 1]);
  tf.dispose([x, filter, bias, gradient, sums]);
});

testOnBackends(
  "TF.js's own conv2d has filter and input gradients, with strides and padding",
  async (backend) => {
    const cases = fc.record({
      stride: fc.constantFrom(1, 2),
      padding: fc.constantFrom("same" as const, "valid" as const),
      size: fc.integer({ min: 4, max: 9 }),
      seed: fc.integer({ min: 0, max: 1e6 }),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ stride, padding, size, seed }) => {
        const x = randomArray([2, size, size, 3], seed);
        const filter = randomArray([3, 3, 3, 5], seed + 1);
        const tensors = [x, filter].map(({ shape, values }) =>
          tf.tensor(Float32Array.from(values), [...shape])
        );
        const out = padding === "same" ? Math.ceil(size / stride) : Math.ceil((size - 2) / stride);
        const before = padding === "valid"
          ? 0
          : Math.floor(Math.max((out - 1) * stride + 3 - size, 0) / 2);
        const reference = ([x, filter]: Array64[]): Array64 => {
          const whole = convolveStrided64(x, filter, { before, stride, out });
          return whole;
        };
        const weights = randomArray([2, out, out, 5], seed + 2);
        const scale = tf.tensor(Float32Array.from(weights.values), [...weights.shape]);
        const grads = tf.grads((x: tf.Tensor, filter: tf.Tensor) =>
          tf.sum(tf.mul(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding), scale))
        )(tensors);
        for (const input of [0, 1]) {
          const gradient = await grads[input].data();
          for (let element = 0; element < gradient.length; element += 11) {
            const at = { weights: weights.values, input, element };
            const slope = derivative64(reference, [x, filter], at);
            assertAlmostEquals(gradient[element], slope, 1e-4 * (1 + Math.abs(slope)));
          }
        }
        tf.dispose([tensors, scale, grads]);
      }),
      { numRuns: backend.name === "wasm" ? 20 : 2, seed: 7 },
    );
  },
);

testOnBackends(
  "adamStep() follows Kingma & Ba's algorithm in float64 over three steps",
  async () => {
    const [beta1, beta2, epsilon, alpha] = [0.9, 0.999, 1e-7, 1e-2];
    // Sizes that are no multiples of 4, so that variables begin anywhere in the flat moments.
    const shapes = [[7, 3], [1], [2, 3, 1, 5], [9]];
    const starts = [0, 21, 22, 52], total = 61;
    const tensors = (arrays: Float64Array) =>
      shapes.map((shape, k) =>
        tf.tensor(Float32Array.from(arrays.slice(starts[k], starts[k + 1] ?? total)), shape)
      );
    const expected = {
      value: randomArray([total], 1).values,
      first: new Float64Array(total),
      second: new Float64Array(total),
    };
    let state: AdamState = {
      values: tensors(expected.value),
      first: tf.zeros([total]),
      second: tf.zeros([total]),
    };
    for (let step = 1; step <= 3; step++) {
      const gradient = randomArray([total], 10 + step).values;
      gradient.forEach((g, i) => {
        expected.first[i] = beta1 * expected.first[i] + (1 - beta1) * g;
        expected.second[i] = beta2 * expected.second[i] + (1 - beta2) * g * g;
        const m = expected.first[i] / (1 - beta1 ** step);
        const v = expected.second[i] / (1 - beta2 ** step);
        expected.value[i] -= alpha * m / (Math.sqrt(v) + epsilon);
      });
      const correction = Math.sqrt(1 - beta2 ** step);
      const constants = {
        rate: alpha * correction / (1 - beta1 ** step),
        beta1,
        beta2,
        epsilon: epsilon * correction,
      };
      const gradients = tensors(gradient);
      const next = adamStep(state, gradients, constants);
      tf.dispose([...state.values, state.first, state.second, ...gradients]);
      state = next;
    }
    for (const [k, value] of state.values.entries()) {
      assertEquals(value.shape, shapes[k]);
      (await value.data()).forEach((v, i) =>
        assertAlmostEquals(v, expected.value[starts[k] + i], 1e-6)
      );
    }
    for (const moment of ["first", "second"] as const) {
      (await state[moment].data()).forEach((v, i) =>
        assertAlmostEquals(v, expected[moment][i], 1e-6)
      );
    }
    tf.dispose([...state.values, state.first, state.second]);
  },
);

testOnBackends(
  "adamStep() leaves a variable as it was where another tensor shares its memory",
  async () => {
    const value = tf.tensor1d([1, 2, 3]);
    const kept = tf.clone(value);
    const gradients = [tf.tensor1d([1, 1, 1])];
    const state = { values: [value], first: tf.zeros([3]), second: tf.zeros([3]) } as AdamState;
    const constants = { rate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
    const next = adamStep(state, gradients, constants);
    assert((await next.values[0].data())[0] < 0.9);
    tf.dispose([value, state.first, state.second, ...gradients]);
    assertEquals([...await kept.data()], [1, 2, 3]);
    tf.dispose([kept, ...next.values, next.first, next.second]);
  },
);

testOnBackends(
  "a NaN comes out of a block where the backend says that it hides none",
  async (backend) => {
    const x = tf.fill([1, 8, 8, 2], NaN) as tf.Tensor4D;
    const filter = tf.ones([3, 3, 2, 4]) as tf.Tensor4D;
    const bias = tf.zeros([4]) as tf.Tensor1D;
    const y = convReluPool(x, { filter, bias });
    const seen = (await y.data()).every(Number.isNaN);
    assert(seen || backend.hidesNaN);
    // A second look at the weights costs time, and the processor needs none.
    assertEquals(backend.hidesNaN, !backend.onProcessor);
    tf.dispose([x, filter, bias, y]);
  },
);

testOnBackends("the blocks leave no tensor behind", (backend) => {
  const run = () =>
    tf.tidy(() => {
      const x = tf.ones([1, 8, 8, 2]) as tf.Tensor4D;
      const filter = tf.ones([3, 3, 2, 4]) as tf.Tensor4D;
      const bias = tf.zeros([4]) as tf.Tensor1D;
      const layer = { filter, bias, gamma: bias, beta: bias, epsilon: 1e-3 };
      tf.grad((image: tf.Tensor) => {
        const pooled = convReluPool(image as tf.Tensor4D, { filter, bias });
        const normal = convReluBatchNorm(image as tf.Tensor4D, layer, { upsample: true });
        return tf.add(tf.sum(pooled), tf.sum(normal));
      })(x);
    });
  run();
  const before = tf.memory().numTensors;
  for (let k = 0; k < (backend.name === "wasm" ? 50 : 5); k++) run();
  assert(tf.memory().numTensors === before, `${tf.memory().numTensors - before} tensors leaked`);
});

testOnBackends("outside of a tidy, too, a block leaves nothing but its result", leavesItsResult);

Deno.test("without our kernels, too, a block leaves nothing but its result [cpu]", async () => {
  await tf.setBackend("cpu");
  leavesItsResult();
});

function leavesItsResult() {
  const x = tf.ones([1, 4, 4, 2]) as tf.Tensor4D, filter = tf.ones([3, 3, 2, 2]) as tf.Tensor4D;
  const each = tf.ones([2]) as tf.Tensor1D;
  const layer = { filter, bias: each, gamma: each, beta: each, epsilon: 1e-3 };
  const tail = {
    ...{ ...layer, filter: tf.ones([1, 1, 2, 2]) as tf.Tensor4D },
    outFilter: tf.ones([1, 1, 2, 1]) as tf.Tensor4D,
    outBias: tf.ones([1]) as tf.Tensor1D,
  };
  const before = tf.memory().numTensors;
  tf.dispose(convReluPool(x, layer));
  assertEquals(tf.memory().numTensors - before, 0, "convReluPool()");
  for (const moments of [undefined, { mean: each, variance: each }]) {
    for (const transposed of [false, true]) {
      const options = { upsample: true, moments }, stored = { ...layer, transposed };
      const why = JSON.stringify({ given: moments !== undefined, transposed });
      tf.dispose(convReluBatchNorm(x, stored, options));
      assertEquals(tf.memory().numTensors - before, 0, `convReluBatchNorm() ${why}`);
      const { values, scaling } = convReluBatchNormLater(
        { values: x, scaling: null },
        stored,
        options,
      );
      tf.dispose(convReluBatchNormDot({ values, scaling }, { ...tail, transposed }, { moments }));
      tf.dispose(scaling ? [values, scaling] : values);
      assertEquals(tf.memory().numTensors - before, 0, `convReluBatchNormDot() ${why}`);
    }
  }
  tf.dispose([x, filter, each, tail.filter, tail.outFilter, tail.outBias]);
}
