/** The report's float64 blocks against the tests' own, whose gradients are central differences. */

import {
  type Array64,
  crossEntropy64,
  divergence64,
  normalisedBlock64,
  type NormalisedForm,
  poolBlock64,
  tailBlock64,
  turn64,
  type Value64,
} from "../../lib/bench/float64_blocks.ts";
import { caseInputs, KERNEL_CASES } from "../../lib/bench/kernel_errors.ts";
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { randomArray } from "../backend/compare.ts";
import {
  convReluBatchNorm64,
  convReluPool64,
  crossEntropy64 as plainCrossEntropy64,
  derivative64,
  pixelDot64,
} from "../backend/reference.ts";

/** Compares a block with a plain one: values, and every element of every gradient. */
function compareBlocks(
  block: (inputs: readonly Array64[]) => Value64,
  plain: (inputs: Array64[]) => Array64,
  { shapes, differentiated = shapes.length, seed = 1 }: {
    shapes: number[][];
    differentiated?: number;
    seed?: number;
  },
): void {
  const inputs = shapes.map((shape, k) => randomArray(shape, seed + k));
  const actual = block(inputs), expected = plain(inputs);
  assert(actual.margin > 1e-5, `a kink lies at ${actual.margin}`);
  assertEquals([...actual.shape], [...expected.shape]);
  actual.values.forEach((value, i) => assertAlmostEquals(value, expected.values[i], 1e-12));
  const weights = randomArray([...expected.shape], seed + 50).values;
  const gradients = actual.gradients(weights);
  assertEquals(gradients.length, differentiated);
  gradients.forEach((gradient, input) => {
    assertEquals(gradient.length, inputs[input].values.length);
    gradient.forEach((value, element) => {
      const slope = derivative64(plain, inputs, { weights, input, element });
      assertAlmostEquals(value, slope, 2e-7, `input ${input}, element ${element}`);
    });
  });
}

const layer = (x: number[], outputs: number, kernel = 3) => [
  x,
  [kernel, kernel, x[3], outputs],
  ...[[outputs], [outputs], [outputs]],
];

Deno.test("poolBlock64() has the value and gradients of the plain reference, odd sides too", () => {
  compareBlocks(poolBlock64, convReluPool64, { shapes: layer([2, 5, 8, 2], 3).slice(0, 3) });
});

for (const upsample of [false, true]) {
  for (const transposed of [false, true]) {
    Deno.test(`normalisedBlock64() has those of the reference: ${upsample}, ${transposed}`, () => {
      const form: NormalisedForm = { upsample, transposed };
      const plain = ([x, filter, ...rest]: Array64[]) =>
        convReluBatchNorm64([x, transposed ? turn64(filter) : filter, ...rest], {
          upsample,
          epsilon: 1e-3,
        });
      const shapes = layer([2, 3, 4, 2], 3);
      if (transposed) shapes[1] = [3, 3, 3, 2];
      compareBlocks((inputs) => normalisedBlock64(inputs, form), plain, { shapes });
    });
  }
}

Deno.test("turn64() turns each plane by half a turn and exchanges channels, and back", () => {
  const filter = randomArray([3, 2, 4, 5], 8);
  const turned = turn64(filter);
  assertEquals([...turned.shape], [3, 2, 5, 4]);
  for (const [y, x, i, o] of [[0, 0, 0, 0], [2, 1, 3, 4], [1, 0, 2, 3]]) {
    const at = ((y * 2 + x) * 4 + i) * 5 + o;
    assertEquals(turned.values[(((2 - y) * 2 + 1 - x) * 5 + o) * 4 + i], filter.values[at]);
  }
  assertEquals([...turn64(turned).values], [...filter.values]);
});

Deno.test("tailBlock64() has those of the reference", () => {
  const plain = (inputs: Array64[]) =>
    pixelDot64([
      convReluBatchNorm64(inputs.slice(0, 5), { upsample: false, epsilon: 1e-3 }),
      ...inputs.slice(5),
    ]);
  const shapes = [...layer([2, 3, 4, 2], 3, 1), [1, 1, 3, 1], [1]];
  compareBlocks(tailBlock64, plain, { shapes });
});

Deno.test("crossEntropy64() and divergence64() have those of the formulas", () => {
  const images = [2, 3, 3, 1];
  compareBlocks(crossEntropy64, plainCrossEntropy64, {
    shapes: [images, images],
    differentiated: 1,
  });
  const plain = ([mean, logVariance]: Array64[]): Array64 => ({
    shape: [4],
    values: Float64Array.from({ length: 4 }, (_, n) =>
      [0, 1, 2].reduce((sum, d) => {
        const m = mean.values[3 * n + d], v = logVariance.values[3 * n + d];
        return sum + (m ** 2 + Math.exp(v) - v - 1) / 3;
      }, 0)),
  });
  compareBlocks(divergence64, plain, { shapes: [[4, 3], [4, 3]] });
});

Deno.test("no case of the report lies so near a kink that float32 could take the other side", () => {
  for (const one of KERNEL_CASES) {
    const { margin } = one.reference(caseInputs(one));
    assert(margin > 1e-5, `${one.block} ${JSON.stringify(one.inputs)}: ${margin}`);
  }
});
