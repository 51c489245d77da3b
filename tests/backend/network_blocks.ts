/**
 * The network's blocks with their float64 references, and the shapes of their inputs.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import {
  convReluBatchNorm,
  convReluBatchNormDot,
  convReluPool,
  type NormalisedConvolution,
} from "../../lib/backend/mod.ts";
import type { Block } from "./compare.ts";
import { convReluBatchNorm64, convReluPool64, pixelDot64 } from "./reference.ts";

/** {@linkcode convReluPool} of image, filter and bias. */
export const pool: Block = {
  run: ([x, filter, bias]) =>
    convReluPool(x as tf.Tensor4D, { filter: filter as tf.Tensor4D, bias: bias as tf.Tensor1D }),
  reference: convReluPool64,
};

/** {@linkcode convReluBatchNorm} of image, filter, bias, gamma and beta. */
export function normalised(upsample: boolean): Block {
  return {
    run: ([x, ...rest]) => {
      const [filter, bias, gamma, beta] = rest as [tf.Tensor4D, ...tf.Tensor1D[]];
      const layer: NormalisedConvolution = { filter, bias, gamma, beta, epsilon: 1e-3 };
      return convReluBatchNorm(x as tf.Tensor4D, layer, { upsample });
    },
    reference: (arrays) => convReluBatchNorm64(arrays, { upsample, epsilon: 1e-3 }),
  };
}

/** {@linkcode convReluBatchNormDot} of the same, the last filter and the last bias. */
export const tail: Block = {
  run: ([x, ...rest]) => {
    const [filter, bias, gamma, beta, outFilter, outBias] = rest as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor1D,
      tf.Tensor4D,
      tf.Tensor1D,
    ];
    const layer = { filter, bias, gamma, beta, epsilon: 1e-3, outFilter, outBias };
    return convReluBatchNormDot(x as tf.Tensor4D, layer, {});
  },
  reference: (arrays) =>
    pixelDot64([
      convReluBatchNorm64(arrays.slice(0, 5), { upsample: false, epsilon: 1e-3 }),
      ...arrays.slice(5),
    ]),
};

/** Shapes of a block's inputs, from images to the last bias; the tail's filter is always 1×1. */
export function shapesOf(
  block: Block,
  x: number[],
  { outputs, kernel = 3 }: { outputs: number; kernel?: number },
): number[][] {
  const channels = x[3], each = [outputs];
  if (block === pool) return [x, [3, 3, channels, outputs], each];
  if (block !== tail) return [x, [kernel, kernel, channels, outputs], each, each, each];
  return [x, [1, 1, channels, outputs], each, each, each, [1, 1, outputs, 1], [1]];
}
