import * as tf from "@tensorflow/tfjs";
import {
  covariancePenalty,
  effectiveBeta,
  klDivergence,
  latentMeanKl,
  publishedPenalty,
  publishedSampleWeights,
  totalLoss,
} from "../../lib/model/mod.ts";
import { crossEntropyFromLogits } from "../../lib/backend/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals } from "../assert.ts";
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

testOnBackends("the KL terms are the closed form, in both scalings", async () => {
  const mean = random(12, "mean", 2), logVariance = random(12, "variance", 3);
  const [m, v] = [mean, logVariance].map((values) => tf.tensor2d(values, [4, 3]));
  const published = await latentMeanKl(m, v).data(), elbo = await klDivergence(m, v).data();
  for (let n = 0; n < 4; n++) {
    let sum = 0;
    for (let i = 3 * n; i < 3 * n + 3; i++) {
      sum += mean[i] ** 2 + Math.exp(logVariance[i]) - logVariance[i] - 1;
    }
    assertAlmostEquals(published[n], sum / 3, 1e-5);
    assertAlmostEquals(elbo[n], sum / 2, 1e-5);
  }
  const zero = tf.zeros([1, 3]) as tf.Tensor2D;
  assertEquals((await latentMeanKl(zero, zero).data())[0], 0);
});

Deno.test("effectiveBeta() of the published weights is 44 and 350", () => {
  const published = { size: 256, latents: 3 };
  assertAlmostEquals(effectiveBeta(1e-3, published), 43.69, 0.01);
  assertAlmostEquals(effectiveBeta(8e-3, published), 349.53, 0.01);
});

testOnBackends(
  "publishedPenalty() of a uniform square prefers the mixed code: 0.250 and 0.167",
  async () => {
    const count = 40_000, source = createRandom(2, "square");
    const aligned = Float32Array.from({ length: 2 * count }, () => 2 * source.uniform() - 1);
    const mixed = aligned.map((_, i) => {
      const [x, y] = [aligned[i & ~1], aligned[i | 1]];
      return (i % 2 ? x + y : x - y) / Math.SQRT2;
    });
    const penalty = async (codes: Float32Array) =>
      (await publishedPenalty(tf.tensor2d(codes, [count, 2])).data())[0];
    assertAlmostEquals(await penalty(aligned), 0.25, 0.005);
    assertAlmostEquals(await penalty(mixed), 1 / 6, 0.005);
  },
);

testOnBackends("publishedPenalty() of a single latent is 0, as it has no pair", async () => {
  assertEquals((await publishedPenalty(tf.ones([4, 1]) as tf.Tensor2D).data())[0], 0);
});

testOnBackends("publishedPenalty() is the mean over pairs of the mean |μᵢμⱼ|", async () => {
  const codes = random(15, "codes");
  let expected = 0;
  for (const [i, j] of [[0, 1], [0, 2], [1, 2]]) {
    for (let n = 0; n < 5; n++) expected += Math.abs(codes[3 * n + i] * codes[3 * n + j]) / 15;
  }
  const [value] = await publishedPenalty(tf.tensor2d(codes, [5, 3])).data();
  assertAlmostEquals(value, expected, 1e-6);
});

testOnBackends("covariancePenalty() is centred, off-diagonal and squared", async () => {
  const codes = random(24, "codes").map((value) => value + 5);
  const mean = [0, 1, 2].map((i) => {
    let sum = 0;
    for (let n = 0; n < 8; n++) sum += codes[3 * n + i];
    return sum / 8;
  });
  let expected = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      if (i === j) continue;
      let covariance = 0;
      for (let n = 0; n < 8; n++) {
        covariance += (codes[3 * n + i] - mean[i]) * (codes[3 * n + j] - mean[j]) / 8;
      }
      expected += covariance ** 2;
    }
  }
  const [value] = await covariancePenalty(tf.tensor2d(codes, [8, 3])).data();
  assertAlmostEquals(value, expected, 1e-5);
});

testOnBackends("sample weights weigh each image's own reconstruction", async () => {
  const weights = publishedSampleWeights([{ a: 1, b: 0 }, { a: 1, b: 1 }, { a: 1, b: 2 }]);
  assertEquals([...weights], [2, 1, 0]);
  const logits = tf.tensor4d(random(48, "logits"), [3, 4, 4, 1]);
  const targets = tf.zerosLike(logits);
  const gradient = await tf.grad((logits: tf.Tensor) => {
    const mean = tf.zeros([3, 2]) as tf.Tensor2D;
    return totalLoss({ lambda: 1, penalty: "none", gamma: 0, weights: "published" }, {
      logits: logits as tf.Tensor4D,
      targets,
      mean,
      logVariance: mean,
      weights: tf.tensor1d(weights),
    }).loss;
  })(logits).data();
  assert(gradient.slice(0, 32).every((value) => value > 0));
  assert(gradient.slice(32).every((value) => value === 0), "weight 0 still trains");
});

testOnBackends("totalLoss() adds its terms with λ and γ", async () => {
  const batch = {
    logits: tf.tensor4d(random(32, "logits"), [2, 4, 4, 1]),
    targets: tf.zeros([2, 4, 4, 1]) as tf.Tensor4D,
    mean: tf.tensor2d(random(6, "mean"), [2, 3]),
    logVariance: tf.zeros([2, 3]) as tf.Tensor2D,
    weights: null,
  };
  for (const penalty of ["none", "published", "covariance"] as const) {
    const terms = totalLoss({ lambda: 0.5, penalty, gamma: 3, weights: "none" }, batch);
    const [loss, bce, kl, extra] = await Promise.all(
      [terms.loss, terms.bce, terms.kl, terms.penalty].map(async (term) => (await term.data())[0]),
    );
    assertAlmostEquals(loss, bce + 0.5 * kl + 3 * extra, 1e-6);
    assert(penalty === "none" ? extra === 0 : extra > 0);
  }
});
