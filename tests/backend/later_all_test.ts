/** Blocks that leave their normalisation to the one behind them. */

import * as tf from "@tensorflow/tfjs";
import { assertEquals } from "@std/assert";
import {
  convReluBatchNorm,
  convReluBatchNormDot,
  convReluBatchNormLater,
  type Scaled,
} from "../../lib/backend/mod.ts";
import { randomArray } from "./compare.ts";
import { testOnBackends } from "./devices.ts";

const random = (shape: number[], seed: number) =>
  tf.tensor(Float32Array.from(randomArray(shape, seed).values), shape);

/** Two blocks, the second with upsampling, and the tail, of so many channels. */
function network(channels: number) {
  const layer = (kernel: number[], seed: number) => ({
    filter: random(kernel, seed) as tf.Tensor4D,
    bias: random([kernel[2]], seed + 1) as tf.Tensor1D,
    gamma: random([kernel[2]], seed + 2) as tf.Tensor1D,
    beta: random([kernel[2]], seed + 3) as tf.Tensor1D,
    epsilon: 1e-3,
    transposed: true,
  });
  const [one, two] = [layer([3, 3, channels, 3], 10), layer([3, 3, channels, channels], 20)];
  const tail = {
    ...layer([1, 1, channels, channels], 30),
    outFilter: random([1, 1, channels, 1], 40) as tf.Tensor4D,
    outBias: random([1], 41) as tf.Tensor1D,
  };
  const moments = {
    mean: random([channels], 50) as tf.Tensor1D,
    variance: tf.fill([channels], 0.5) as tf.Tensor1D,
  };
  return { one, two, tail, moments };
}

/** Logits and every gradient of the network, plain or with the normalisations left to later. */
async function results(
  { one, two, tail, moments }: ReturnType<typeof network>,
  { later, evaluation = false }: { later: boolean; evaluation?: boolean },
): Promise<Float32Array[]> {
  const options = evaluation ? { moments } : {};
  const decode = (x: tf.Tensor, first: tf.Tensor, second: tf.Tensor) => {
    const layers = [
      { ...one, filter: first as tf.Tensor4D },
      { ...two, filter: second as tf.Tensor4D },
    ];
    const upsample = [false, true];
    if (!later) {
      const y = layers.reduce(
        (x, layer, k) => convReluBatchNorm(x, layer, { upsample: upsample[k], ...options }),
        x as tf.Tensor4D,
      );
      return convReluBatchNormDot(y, tail, options);
    }
    const y = layers.reduce<Scaled>(
      (x, layer, k) => convReluBatchNormLater(x, layer, { upsample: upsample[k], ...options }),
      { values: x as tf.Tensor4D, scaling: null },
    );
    return convReluBatchNormDot(y, tail, options);
  };
  const x = random([3, 5, 4, 3], 1);
  const inputs = [x, one.filter, two.filter];
  const held = tf.memory().numTensors;
  const outputs = tf.tidy(() => {
    const logits = decode(x, one.filter, two.filter);
    if (evaluation) return [logits];
    const weight = random(logits.shape, 2);
    return [
      logits,
      ...tf.grads((...all: tf.Tensor[]) => tf.sum(tf.mul(decode(all[0], all[1], all[2]), weight)))(
        inputs,
      ),
    ];
  });
  const values = await Promise.all(outputs.map((tensor) => tensor.data()));
  tf.dispose(outputs);
  assertEquals(tf.memory().numTensors, held, "a tensor is left");
  x.dispose();
  return values as Float32Array[];
}

testOnBackends(
  "normalising later gives the bytes of normalising at once, in training and evaluation",
  async () => {
    const layers = network(8);
    for (const evaluation of [false, true]) {
      const expected = await results(layers, { later: false, evaluation });
      assertEquals(await results(layers, { later: true, evaluation }), expected);
    }
  },
);
