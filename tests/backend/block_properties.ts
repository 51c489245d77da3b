/**
 * The property of each block: value and gradients agree with float64, over random shapes.
 *
 * @module
 */

import fc from "fast-check";
import { type Block, compare } from "./compare.ts";
import { normalised, pool, shapesOf, tail } from "./network_blocks.ts";

const side = fc.integer({ min: 3, max: 13 });
const channels = fc.constantFrom(1, 2, 3, 4, 5, 7, 8, 9, 12, 17);
const shape = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  height: side,
  width: side,
  inputs: channels,
  outputs: channels,
  seed: fc.integer({ min: 0, max: 1e6 }),
});

type Shape = typeof shape extends fc.Arbitrary<infer T> ? T : never;

/** Checks `numRuns` random shapes, the same ones each time. */
export async function overShapes(
  numRuns: number,
  check: (shape: Shape) => Promise<void>,
): Promise<void> {
  await fc.assert(fc.asyncProperty(shape, check), { numRuns, seed: 5 });
}

/** A block, by the function that computes it. */
interface NamedBlock {
  readonly name: string;
  readonly block: Block;
  /** Sides of the filter, which the seed chooses from where it is neither pooled nor a dot product. */
  readonly kernels: readonly number[];
}

/** The blocks of the network. */
export const BLOCKS: readonly NamedBlock[] = [
  { name: "convReluPool()", block: pool, kernels: [3] },
  { name: "convReluBatchNorm({ upsample: true })", block: normalised(true), kernels: [3] },
  { name: "convReluBatchNorm({ upsample: false })", block: normalised(false), kernels: [1, 3] },
  { name: "convReluBatchNormDot()", block: tail, kernels: [1] },
];

/** Compares a block with float64 over `numRuns` random shapes on the active backend. */
export async function agreesWithFloat64(
  { block, kernels }: NamedBlock,
  numRuns: number,
): Promise<void> {
  await overShapes(numRuns, async ({ batch, height, width, inputs, outputs, seed }) => {
    const kernel = kernels[seed % kernels.length];
    const shapes = shapesOf(block, [batch, height, width, inputs], { outputs, kernel });
    await compare(block, shapes, seed);
  });
}
