/**
 * How far the kernels of the active backend are from float64: the value and every gradient of each
 * of the network's blocks, at shapes that take several tiles.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  convReluBatchNorm,
  convReluBatchNormDot,
  convReluPool,
  crossEntropyFromLogits,
} from "../backend/mod.ts";
import { latentMeanDivergence } from "../backend/latents.ts";
import { createRandom } from "../random.ts";
import {
  type Array64,
  crossEntropy64,
  divergence64,
  EPSILON,
  normalisedBlock64,
  type NormalisedForm,
  poolBlock64,
  rms,
  tailBlock64,
  type Value64,
} from "./float64_blocks.ts";
import type { ArrayError, KernelError } from "./messages.ts";

/** A block at some shapes. */
export interface KernelCase {
  /** The block in a few words. */
  readonly block: string;
  /** Name and shape of each input, in order. */
  readonly inputs: Readonly<Record<string, readonly number[]>>;
  /** Inputs that have a gradient, in order; all of them where absent. */
  readonly differentiated?: readonly string[];
  /** Of the inputs' values: one with which no value lies so near a kink that rounding decides. */
  readonly seed: number;
  /** Through the kernels. */
  run(inputs: tf.Tensor[]): tf.Tensor;
  /** In float64. */
  reference(inputs: readonly Array64[]): Value64;
}

type Shape = readonly number[];

function encoderCase(x: Shape, outputs: number, seed: number): KernelCase {
  return {
    block: "convolution, ReLU, pooling",
    inputs: { x, filter: [3, 3, x[3], outputs], bias: [outputs] },
    seed,
    run: ([x, filter, bias]) =>
      convReluPool(x as tf.Tensor4D, { filter: filter as tf.Tensor4D, bias: bias as tf.Tensor1D }),
    reference: poolBlock64,
  };
}

function decoderCase(x: Shape, outputs: number, seed: number, form: NormalisedForm): KernelCase {
  const channels = form.transposed ? [outputs, x[3]] : [x[3], outputs];
  const each = [outputs];
  return {
    block: [
      ...(form.upsample ? ["upsampling"] : []),
      form.transposed ? "transposed convolution" : "convolution",
      "ReLU",
      "batch norm",
    ].join(", "),
    inputs: { x, filter: [3, 3, ...channels], bias: each, gamma: each, beta: each },
    seed,
    run([x, ...rest]) {
      const [filter, bias, gamma, beta] = rest as [tf.Tensor4D, ...tf.Tensor1D[]];
      const { transposed, upsample } = form;
      const layer = { filter, bias, gamma, beta, epsilon: EPSILON, transposed };
      return convReluBatchNorm(x as tf.Tensor4D, layer, { upsample });
    },
    reference: (inputs) => normalisedBlock64(inputs, form),
  };
}

function tailCase(x: Shape, outputs: number, seed: number): KernelCase {
  const each = [outputs];
  return {
    block: "1×1 tail",
    inputs: {
      ...{ x, filter: [1, 1, x[3], outputs], bias: each, gamma: each, beta: each },
      ...{ outFilter: [1, 1, outputs, 1], outBias: [1] },
    },
    seed,
    run([x, ...rest]) {
      const [filter, bias, gamma, beta, outFilter, outBias] = rest as [
        tf.Tensor4D,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor4D,
        tf.Tensor1D,
      ];
      const layer = { filter, bias, gamma, beta, epsilon: EPSILON, outFilter, outBias };
      return convReluBatchNormDot(x as tf.Tensor4D, layer, {});
    },
    reference: tailBlock64,
  };
}

const UPSAMPLED = { upsample: true, transposed: true };

/** Layers of the published network on smaller images, and odd shapes that fill no tile. */
export const KERNEL_CASES: readonly KernelCase[] = [
  encoderCase([2, 34, 34, 1], 64, 1),
  encoderCase([2, 34, 34, 64], 64, 0),
  encoderCase([1, 18, 18, 128], 128, 0),
  encoderCase([3, 24, 26, 19], 70, 3),
  decoderCase([2, 8, 8, 16], 64, 0, UPSAMPLED),
  decoderCase([1, 12, 12, 64], 128, 0, UPSAMPLED),
  decoderCase([3, 9, 7, 19], 70, 1, { upsample: true, transposed: false }),
  decoderCase([3, 17, 13, 19], 70, 1, { upsample: false, transposed: false }),
  tailCase([1, 16, 16, 128], 256, 0),
  tailCase([3, 17, 13, 19], 70, 2),
  {
    block: "cross-entropy",
    inputs: { logits: [4, 32, 32, 1], targets: [4, 32, 32, 1] },
    differentiated: ["logits"],
    seed: 0,
    run: ([logits, targets]) =>
      crossEntropyFromLogits(logits as tf.Tensor4D, targets as tf.Tensor4D),
    reference: crossEntropy64,
  },
  {
    block: "divergence",
    inputs: { mean: [32, 3], logVariance: [32, 3] },
    seed: 0,
    run: ([mean, logVariance]) =>
      latentMeanDivergence(mean as tf.Tensor2D, logVariance as tf.Tensor2D),
    reference: divergence64,
  },
];

/** Values in [−1, 1] that float32 holds exactly, so that both sides start from the same numbers. */
function randomArray(shape: Shape, seed: number, stream: string): Array64 {
  const random = createRandom(seed, `kernel error ${stream}`);
  const length = shape.reduce((size, side) => size * side, 1);
  const values = Float64Array.from({ length }, () => Math.fround(2 * random.uniform() - 1));
  return { shape, values };
}

/** The inputs of a case. */
export function caseInputs({ inputs, seed }: KernelCase): Array64[] {
  return Object.entries(inputs).map(([name, shape]) => randomArray(shape, seed, name));
}

/** Distances between arrays of the same length, by the rms of what is expected. */
export function arrayError(actual: ArrayLike<number>, expected: ArrayLike<number>): ArrayError {
  const errors = Float64Array.from(expected, (value, i) => Math.abs(actual[i] - value));
  const size = rms(expected) || 1;
  const shown = (error: number) => Number.isFinite(error) ? error / size : null;
  // Math.max() keeps a NaN.
  return {
    largest: shown(errors.reduce((most, error) => Math.max(most, error), 0)),
    rms: shown(rms(errors)),
  };
}

function tensorOf({ values, shape }: Array64): tf.Tensor {
  return tf.tensor(Float32Array.from(values), [...shape]);
}

/** Measures one block on the active backend. */
export async function measureCase(one: KernelCase): Promise<KernelError> {
  const names = Object.keys(one.inputs), arrays = caseInputs(one);
  const expected = one.reference(arrays);
  const weights = randomArray(expected.shape, one.seed, "weights");
  const differentiated = one.differentiated ?? names;
  const inputs = arrays.map(tensorOf), scale = tensorOf(weights);
  const variables = inputs.filter((_, k) => differentiated.includes(names[k]));
  let output: tf.Tensor | undefined;
  const { grads, value } = tf.valueAndGrads((...changed: tf.Tensor[]) => {
    const all = [...inputs];
    changed.forEach((tensor, k) => all[names.indexOf(differentiated[k])] = tensor);
    output = tf.keep(one.run(all));
    return tf.sum(tf.mul(output, scale));
  })(variables);
  const slopes = expected.gradients(weights.values);
  const errors: Record<string, ArrayError> = {};
  for (const [k, name] of differentiated.entries()) {
    errors[name] = arrayError(await grads[k].data(), slopes[k]);
  }
  const found = {
    block: one.block,
    shapes: names.slice(0, 2).map((name) => one.inputs[name].join("×")).join(" ⋆ "),
    value: arrayError(await output!.data(), expected.values),
    gradients: errors,
  };
  tf.dispose([inputs, scale, grads, value, output!]);
  return found;
}

/** Measures every block on the active backend. */
export async function measureKernelErrors(): Promise<KernelError[]> {
  const found: KernelError[] = [];
  for (const one of KERNEL_CASES) found.push(await measureCase(one));
  return found;
}
