import { PENALTY_NAMES } from "../../lib/model/penalties.ts";
import * as tf from "@tensorflow/tfjs";
import fc from "fast-check";
import {
  type CodeBatch,
  covariancePenalty,
  dipPenalty,
  elboDecomposition,
  penaltyOf,
  publishedPenalty,
} from "../../lib/model/mod.ts";
import { createRandom } from "../../lib/random.ts";
import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { testOnBackends } from "../backend/devices.ts";

function random(count: number, name: string, scale = 1): Float32Array {
  const source = createRandom(11, name);
  return Float32Array.from({ length: count }, () => scale * (2 * source.uniform() - 1));
}

const valueOf = async (term: tf.Tensor) => (await term.data())[0];

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

testOnBackends("DIP-VAE-I weighs the diagonal ten times as much, DIP-VAE-II as much", async () => {
  const covariance = tf.tensor2d([[1.5, 0.5], [0.5, 0.75]]);
  const [offDiagonal, diagonal] = [2 * 0.5 ** 2, 0.5 ** 2 + 0.25 ** 2];
  for (const factor of [0, 1, 10]) {
    const value = await valueOf(dipPenalty(covariance, { diagonal: factor }));
    assertAlmostEquals(value, offDiagonal + factor * diagonal, 1e-6);
  }
  // Two codes of variance 1 and covariance 0.5.
  const mean = tf.tensor2d([[1, 1], [-1, -1], [1, 0], [-1, 0]]);
  const none = tf.fill([4, 2], -Infinity) as tf.Tensor2D;
  const batch = { mean, logVariance: none, latents: mean, datasetSize: 4 };
  const shared = 2 * 0.5 ** 2, variance = 0.5;
  assertAlmostEquals(
    await valueOf(penaltyOf("dip-i", batch)),
    shared + 10 * (variance - 1) ** 2,
    1e-6,
  );
  assertAlmostEquals(await valueOf(penaltyOf("dip-ii", batch)), shared + (variance - 1) ** 2, 1e-6);
});

testOnBackends("with a fixed σ, DIP-VAE-II is the diagonal of I shifted by σ²", async () => {
  const mean = tf.tensor2d(random(24, "codes", 2), [8, 3]);
  const variance = 0.1 ** 2;
  const logVariance = tf.fill([8, 3], Math.log(variance)) as tf.Tensor2D;
  const centred = tf.sub(mean, tf.mean(mean, 0, true));
  const covariance = tf.div(tf.matMul(centred, centred, true), 8) as tf.Tensor2D;
  const shifted = tf.add(covariance, tf.mul(tf.eye(3), variance)) as tf.Tensor2D;
  const batch = { mean, logVariance, latents: mean, datasetSize: 8 };
  assertAlmostEquals(
    await valueOf(penaltyOf("dip-ii", batch)),
    await valueOf(dipPenalty(shifted, { diagonal: 1 })),
    1e-6,
  );
});

/** A batch of codes with learned variances and samples of their posteriors. */
function codeBatch(size: number, width: number, datasetSize = size): CodeBatch {
  const mean = random(size * width, "mean", 2), logVariance = random(size * width, "variance");
  const noise = createRandom(3, "noise").normalInto(new Float32Array(size * width));
  const latents = mean.map((value, i) => value + Math.exp(logVariance[i] / 2) * noise[i]);
  const tensor = (values: Float32Array) => tf.tensor2d(values, [size, width]);
  return {
    mean: tensor(mean),
    logVariance: tensor(logVariance),
    latents: tensor(latents),
    datasetSize,
  };
}

/** The three parts in float64, term by term. */
function decomposed(
  { mean, logVariance, latents }: Record<"mean" | "logVariance" | "latents", Float32Array>,
  { size, width, datasetSize }: { size: number; width: number; datasetSize: number },
): number[] {
  const density = (i: number, j: number, d: number) => {
    const variance = Math.exp(logVariance[j * width + d]);
    const distance = latents[i * width + d] - mean[j * width + d];
    return Math.exp(-(distance ** 2) / (2 * variance)) / Math.sqrt(2 * Math.PI * variance);
  };
  const dimensions = [...Array(width).keys()], images = [...Array(size).keys()];
  const product = (values: number[]) => values.reduce((left, right) => left * right, 1);
  const sums = [0, 0, 0];
  for (const i of images) {
    const weight = (j: number) =>
      i === j ? 1 / datasetSize : (datasetSize - 1) / (datasetSize * (size - 1));
    const mixture = (of: (j: number) => number) =>
      images.reduce((sum, j) => sum + weight(j) * of(j), 0);
    const posterior = Math.log(product(dimensions.map((d) => density(i, i, d))));
    const aggregate = Math.log(mixture((j) => product(dimensions.map((d) => density(i, j, d)))));
    const marginals = dimensions.reduce(
      (sum, d) => sum + Math.log(mixture((j) => density(i, j, d))),
      0,
    );
    const prior = dimensions.reduce(
      (sum, d) => sum - (latents[i * width + d] ** 2 + Math.log(2 * Math.PI)) / 2,
      0,
    );
    [posterior - aggregate, aggregate - marginals, marginals - prior]
      .forEach((value, k) => sums[k] += value / size);
  }
  return sums;
}

testOnBackends("elboDecomposition() is the float64 mixture, weight by weight", async () => {
  for (const [size, width, datasetSize] of [[5, 3, 5], [6, 2, 1000], [1, 3, 1]]) {
    const batch = codeBatch(size, width, datasetSize);
    const [mean, logVariance, latents] = await Promise.all(
      [batch.mean, batch.logVariance, batch.latents].map((t) => t.data() as Promise<Float32Array>),
    );
    const expected = decomposed({ mean, logVariance, latents }, { size, width, datasetSize });
    const parts = elboDecomposition(batch);
    const actual = await Promise.all(
      [parts.mutualInformation, parts.totalCorrelation, parts.dimensionwiseKl].map(valueOf),
    );
    actual.forEach((value, k) => assertAlmostEquals(value, expected[k], 2e-5));
  }
});

testOnBackends("the parts of elboDecomposition() sum to log q(z|x) − log p(z)", async () => {
  const batch = codeBatch(16, 3, 500);
  const { mean, logVariance, latents } = batch;
  const [m, v, z] = await Promise.all([mean, logVariance, latents].map((t) => t.data()));
  let expected = 0;
  z.forEach((value, i) => {
    expected += (value ** 2 - (value - m[i]) ** 2 / Math.exp(v[i]) - v[i]) / 2 / 16;
  });
  const parts = Object.values(elboDecomposition(batch));
  const sum = (await Promise.all(parts.map(valueOf))).reduce((left, right) => left + right, 0);
  assertAlmostEquals(sum, expected, 2e-5);
});

/** Codes of a 16 × 16 lattice, whole, with σ well above its spacing; `turn` mixes the two latents. */
function latticeTotalCorrelation(stretch: number, turn: number): Promise<number> {
  const side = 16, noise = createRandom(5, "lattice");
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const codes = Array.from({ length: side * side }, (_, n) => {
    const [x, y] = [stretch * (n % side - 7.5) / 4.61, (Math.floor(n / side) - 7.5) / 4.61];
    return [cos * x - sin * y, sin * x + cos * y];
  });
  const sigma = 0.4;
  const mean = tf.tensor2d(codes);
  const latents = tf.tensor2d(codes.map((row) => row.map((v) => v + sigma * noise.normal())));
  const logVariance = tf.fill(mean.shape, 2 * Math.log(sigma)) as tf.Tensor2D;
  const datasetSize = side * side;
  return valueOf(elboDecomposition({ mean, logVariance, latents, datasetSize }).totalCorrelation);
}

testOnBackends("the total correlation of independent latents is near 0", async () => {
  assertAlmostEquals(await latticeTotalCorrelation(1, 0), 0, 1e-4);
  const mixed = await latticeTotalCorrelation(3, Math.PI / 4);
  assert(mixed > 0.3, `mixed: ${mixed}`);
});

testOnBackends("elboDecomposition() has a gradient that lowers the total correlation", async () => {
  const { mean, logVariance } = codeBatch(8, 3);
  const term = (codes: tf.Tensor) => {
    const latents = codes as tf.Tensor2D;
    return elboDecomposition({ mean: latents, latents, logVariance, datasetSize: 8 })
      .totalCorrelation as tf.Tensor;
  };
  const before = await valueOf(term(mean));
  const step = tf.mul(tf.grad(term)(mean), -0.05);
  assert(await valueOf(term(tf.add(mean, step))) < before);
});

Deno.test("elboDecomposition() refuses a training set smaller than its batch", () => {
  assertThrows(() => elboDecomposition(codeBatch(4, 2, 3)), RangeError, "at least the batch's 4");
});

testOnBackends("permuting the latents changes no penalty", async () => {
  const batch = codeBatch(8, 3, 100);
  await fc.assert(
    fc.asyncProperty(
      fc.shuffledSubarray([0, 1, 2], { minLength: 3 }),
      fc.constantFrom(...PENALTY_NAMES.filter((name) => name !== "none")),
      async (order, penalty) => {
        const permuted = (codes: tf.Tensor2D) => tf.gather(codes, order, 1) as tf.Tensor2D;
        const { mean, logVariance, latents, datasetSize } = batch;
        const other = {
          mean: permuted(mean),
          logVariance: permuted(logVariance),
          latents: permuted(latents),
          datasetSize,
        };
        const value = await valueOf(penaltyOf(penalty, batch));
        assertAlmostEquals(await valueOf(penaltyOf(penalty, other)), value, 2e-5);
      },
    ),
    { numRuns: 12 },
  );
});
