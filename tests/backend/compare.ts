/**
 * Compares a block of the network with its float64 reference, value and gradients.
 *
 * @module
 */

import { createRandom } from "../../lib/random.ts";
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { differentiate, type Differentiated, type Operation } from "./differentiate.ts";
import { type Array64, derivative64, zeros64 } from "./reference.ts";

/** A block of the network, and its reference. */
export interface Block {
  /** Through the kernels. */
  readonly run: Operation;
  /** In float64. */
  reference(inputs: Array64[]): Array64;
}

/** float32-exact values in [−1, 1], so that the reference starts from the very same numbers. */
export function randomArray(shape: number[], seed: number): Array64 {
  const random = createRandom(seed, shape.join("x"));
  const array = zeros64(shape);
  for (let i = 0; i < array.values.length; i++) {
    array.values[i] = Math.fround(2 * random.uniform() - 1);
  }
  return array;
}

function norm(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, v) => sum + v * v, 0)) || 1;
}

/** How {@linkcode compare} looks at a block. */
export interface CompareOptions {
  /** Runs the block, for instance in a browser; by default it runs here. */
  readonly run?: (given: Parameters<typeof differentiate>[1]) => Promise<Differentiated>;
  /** Whether the block has gradients; default true. */
  readonly gradients?: boolean;
}

/** Compares values and, at up to 12 elements of each input, gradients. */
export async function compare(
  block: Block,
  shapes: number[][],
  seed: number,
  { run = (given) => differentiate(block.run, given), gradients = true }: CompareOptions = {},
): Promise<void> {
  const inputs = shapes.map((shape, k) => randomArray(shape, seed + k));
  const expected = block.reference(inputs);
  const weights = randomArray([...expected.shape], seed + 99);
  const actual = await run({ inputs, ...(gradients ? { weights } : {}) });
  assertEquals(actual.value.shape, [...expected.shape]);
  const { values } = actual.value;
  const size = norm(expected.values) / Math.sqrt(values.length);
  for (let i = 0; i < values.length; i++) {
    assertAlmostEquals(values[i], expected.values[i], 1e-4 * (1 + size), `output ${i}`);
  }
  assertEquals(actual.gradients.length, gradients ? inputs.length : 0);
  const random = createRandom(seed, "elements");
  for (const [input, gradient] of actual.gradients.entries()) {
    assertEquals(gradient.shape, inputs[input].shape);
    const { values } = gradient;
    const tolerance = 2e-3 * (norm(values) / Math.sqrt(values.length) + 1e-2);
    for (let k = 0; k < 12; k++) {
      const element = random.integer(values.length);
      const at = { weights: weights.values, input, element };
      const slope = derivative64(block.reference, inputs, at);
      assertAlmostEquals(values[element], slope, tolerance, `input ${input}, element ${element}`);
    }
  }
}
