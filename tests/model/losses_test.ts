import * as tf from "@tensorflow/tfjs";
import {
  effectiveBeta,
  latentMeanKl,
  publishedSampleWeights,
  totalLoss,
} from "../../lib/model/mod.ts";
import { PENALTY_NAMES } from "../../lib/model/penalties.ts";
import { crossEntropyFromLogits } from "../../lib/backend/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";

function random(count: number, name: string, scale = 1): Float32Array {
  const source = createRandom(11, name);
  return Float32Array.from({ length: count }, () => scale * (2 * source.uniform() - 1));
}

testOnBackends("crossEntropyFromLogits() is the float64 cross-entropy of each image", async () => {
  const logits = random(3 * 16, "logits", 5), targets = random(3 * 16, "targets").map(Math.abs);
  const expected = [0, 1, 2].map((n) => {
    let sum = 0;
    for (let i = n * 16; i < n * 16 + 16; i++) {
      const p = 1 / (1 + Math.exp(-logits[i]));
      sum -= targets[i] * Math.log(p) + (1 - targets[i]) * Math.log(1 - p);
    }
    return sum / 16;
  });
  const [l, x] = [logits, targets].map((values) => tf.tensor4d(values, [3, 4, 4, 1]));
  const actual = await crossEntropyFromLogits(l, x).data();
  actual.forEach((value, n) => assertAlmostEquals(value, expected[n], 1e-6));

  const gradient = await tf.grad((logits: tf.Tensor) =>
    tf.sum(crossEntropyFromLogits(logits as tf.Tensor4D, x))
  )(l).data();
  gradient.forEach((value, i) => {
    const slope = (1 / (1 + Math.exp(-logits[i])) - targets[i]) / 16;
    assertAlmostEquals(value, slope, 1e-7);
  });
});

testOnBackends("the KL term is the closed form, in the published scaling", async () => {
  const mean = random(12, "mean", 2), logVariance = random(12, "variance", 3);
  const [m, v] = [mean, logVariance].map((values) => tf.tensor2d(values, [4, 3]));
  const published = await latentMeanKl(m, v).data();
  for (let n = 0; n < 4; n++) {
    let sum = 0;
    for (let i = 3 * n; i < 3 * n + 3; i++) {
      sum += mean[i] ** 2 + Math.exp(logVariance[i]) - logVariance[i] - 1;
    }
    assertAlmostEquals(published[n], sum / 3, 1e-5);
  }
  const zero = tf.zeros([1, 3]) as tf.Tensor2D;
  assertEquals((await latentMeanKl(zero, zero).data())[0], 0);
});

Deno.test("effectiveBeta() of the published weights is 44 and 350", () => {
  const published = { size: 256, latents: 3 };
  assertAlmostEquals(effectiveBeta(1e-3, published), 43.69, 0.01);
  assertAlmostEquals(effectiveBeta(8e-3, published), 349.53, 0.01);
});

const WEIGHTS = [{ a: 1, b: 0 }, { a: 1, b: 1 }, { a: 1, b: 2 }];

/** Gradient of the objective with respect to the logits, under one scheme of sample weights. */
async function logitGradient(weights: "none" | "published" | "per-image") {
  const logits = tf.tensor4d(random(48, "logits"), [3, 4, 4, 1]);
  const code = tf.zeros([3, 2]) as tf.Tensor2D;
  const gradient = tf.grad((logits: tf.Tensor) =>
    totalLoss({ lambda: 1, penalty: "none", gamma: 0, weights }, {
      logits: logits as tf.Tensor4D,
      targets: tf.zerosLike(logits) as tf.Tensor4D,
      mean: code,
      logVariance: code,
      latents: code,
      datasetSize: 3,
      weights: weights === "none" ? null : tf.tensor1d(publishedSampleWeights(WEIGHTS)),
    }).loss
  )(logits);
  return [...await gradient.data()];
}

testOnBackends("per-image weights weigh each image's own reconstruction", async () => {
  assertEquals([...publishedSampleWeights(WEIGHTS)], [2, 1, 0]);
  const [plain, weighted] = [await logitGradient("none"), await logitGradient("per-image")];
  weighted.forEach((value, i) => assertAlmostEquals(value, [2, 1, 0][i >> 4] * plain[i], 1e-8));
});

testOnBackends("weights as published weigh no image's reconstruction above another's", async () => {
  const [plain, weighted] = [await logitGradient("none"), await logitGradient("published")];
  // Their mean is 1.
  weighted.forEach((value, i) => assertAlmostEquals(value, plain[i], 1e-8));
});

testOnBackends("totalLoss() adds its terms with λ and γ", async () => {
  const batch = {
    logits: tf.tensor4d(random(32, "logits"), [2, 4, 4, 1]),
    targets: tf.zeros([2, 4, 4, 1]) as tf.Tensor4D,
    mean: tf.tensor2d(random(6, "mean"), [2, 3]),
    logVariance: tf.zeros([2, 3]) as tf.Tensor2D,
    latents: tf.tensor2d(random(6, "latents"), [2, 3]),
    datasetSize: 10,
    weights: null,
  };
  for (const penalty of PENALTY_NAMES) {
    const terms = totalLoss({ lambda: 0.5, penalty, gamma: 3, weights: "none" }, batch);
    const [loss, bce, kl, extra] = await Promise.all(
      [terms.loss, terms.bce, terms.kl, terms.penalty].map(async (term) => (await term.data())[0]),
    );
    assertAlmostEquals(loss, bce + 0.5 * kl + 3 * extra, 1e-6);
    assert(penalty === "none" ? extra === 0 : extra !== 0);
  }
});
