/**
 * The network's blocks with their float64 references, and the shapes of their inputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  convReluBatchNorm,
  convReluBatchNormDot,
  convReluBatchNormLater,
  convReluPool,
  type NormalisedConvolution,
} from "../../lib/backend/mod.ts";
import type { Block } from "./compare.ts";
import {
  type Array64,
  convReluBatchNorm64,
  convReluPool64,
  pixelDot64,
  turnedFilter64,
} from "./reference.ts";

/** {@linkcode convReluPool} of image, filter and bias. */
export const pool: Block = {
  run: ([x, filter, bias]) =>
    convReluPool(x as tf.Tensor4D, { filter: filter as tf.Tensor4D, bias: bias as tf.Tensor1D }),
  reference: convReluPool64,
};

/** What a block of the decoder is tried with besides its inputs. */
export interface Variant {
  /** Whether the filter is stored as a transposed convolution has it; default false. */
  readonly transposed?: boolean;
  /**
   * Whether mean and standard deviation of each channel are the last two inputs, as in evaluation;
   * there is then no gradient. Default: the batch's own.
   */
  readonly given?: boolean;
}

/** {@linkcode convReluBatchNorm} of image, filter, bias, gamma and beta. */
export function normalised(upsample: boolean, { transposed, given }: Variant = {}): Block {
  return {
    run: ([x, ...rest]) => {
      const [filter, bias, gamma, beta, ...moments] = rest as [tf.Tensor4D, ...tf.Tensor1D[]];
      const layer: NormalisedConvolution = { filter, bias, gamma, beta, epsilon: 1e-3, transposed };
      const options = { upsample, ...(given ? { moments: momentsFrom(moments) } : {}) };
      return convReluBatchNorm(x as tf.Tensor4D, layer, options);
    },
    reference: ([x, filter, bias, gamma, beta, ...moments]) => {
      const turned = transposed ? turnedFilter64(filter) : filter;
      const inputs = [x, turned, bias, gamma, beta, ...momentsFrom64(moments)];
      return convReluBatchNorm64(inputs, { upsample, epsilon: 1e-3 });
    },
  };
}

/** Filter, bias, γ, β, the last filter and the last bias; then given moments. */
type TailInputs = [
  tf.Tensor4D,
  tf.Tensor1D,
  tf.Tensor1D,
  tf.Tensor1D,
  tf.Tensor4D,
  ...tf.Tensor1D[],
];

/**
 * {@linkcode convReluBatchNormDot} of the same, the last filter and the last bias; given moments come
 * after these.
 */
export function tailWith({ transposed, given }: Variant): Block {
  return {
    run: ([x, ...rest]) => {
      const [filter, bias, gamma, beta, outFilter, outBias, ...moments] = rest as TailInputs;
      const layer = { filter, bias, gamma, beta, epsilon: 1e-3, outFilter, outBias, transposed };
      const options = given ? { moments: momentsFrom(moments) } : {};
      return convReluBatchNormDot(x as tf.Tensor4D, layer, options);
    },
    reference: ([x, filter, bias, gamma, beta, outFilter, outBias, ...moments]) => {
      const { reference } = normalised(false, { transposed });
      const normal = reference([x, filter, bias, gamma, beta, ...moments]);
      return pixelDot64([normal, outFilter, outBias]);
    },
  };
}

/**
 * {@linkcode convReluBatchNormLater} with upsampling, then the tail, which normalises what it reads:
 * image, the first block's four inputs, the tail's six; given moments of both come last.
 */
export function laterWith({ transposed, given }: Variant): Block {
  return {
    run: ([x, ...rest]) => {
      const [filter, bias, gamma, beta] = rest as [tf.Tensor4D, ...tf.Tensor1D[]];
      const [nextFilter, nextBias, nextGamma, nextBeta, outFilter, outBias, ...moments] = rest
        .slice(4) as TailInputs;
      const common = { epsilon: 1e-3, transposed };
      const at = (first: number) =>
        given ? { moments: momentsFrom(moments.slice(first, first + 2)) } : {};
      const between = convReluBatchNormLater(
        { values: x as tf.Tensor4D, scaling: null },
        { filter, bias, gamma, beta, ...common },
        { upsample: true, ...at(0) },
      );
      const layer = { filter: nextFilter, bias: nextBias, gamma: nextGamma, beta: nextBeta };
      return convReluBatchNormDot(between, { ...layer, outFilter, outBias, ...common }, at(2));
    },
    reference: ([x, ...rest]) => {
      const [first, second, moments] = [rest.slice(0, 4), rest.slice(4, 10), rest.slice(10)];
      const between = normalised(true, { transposed })
        .reference([x, ...first, ...moments.slice(0, 2)]);
      return tailWith({ transposed }).reference([between, ...second, ...moments.slice(2)]);
    },
  };
}

/** {@linkcode tailWith} the filter of a plain convolution and the batch's own moments. */
export const tail: Block = tailWith({});

/** A standard deviation of random sign and size makes a variance that is never below 0. */
function momentsFrom([mean, deviation]: tf.Tensor1D[]) {
  return { mean, variance: tf.square(deviation) as tf.Tensor1D };
}

function momentsFrom64(moments: Array64[]): Array64[] {
  return moments.map((array, k) =>
    k === 0 ? array : { ...array, values: array.values.map((v) => v * v) }
  );
}

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
