/**
 * Every kernel of the WebGPU backend as a named case: what is computed, in float32 there and in
 * float64 here. The same list runs under two compilers of WGSL: naga in Deno, Tint in Chromium.
 * Shapes are as small as still reaches remainders, several tiles and several slices, because each
 * new one makes a software adapter compile for seconds.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { adamStep } from "../../lib/backend/adam_step.ts";
import { crossEntropyFromLogits } from "../../lib/backend/cross_entropy.ts";
import { moveAverages } from "../../lib/backend/moving_average.ts";
import { turnedFilter } from "../../lib/backend/turned_filter.ts";
import type { Block } from "./compare.ts";
import { crossEntropyOf, divergence, drawWith, objectiveWith } from "./latent_blocks.ts";
import { laterWith, normalised, pool, tailWith } from "./network_blocks.ts";
import { type Array64, convolveStrided64, turnedFilter64, zeros64 } from "./reference.ts";

/** A case. */
export interface KernelCase {
  /** The kernels, and what of them is tried. */
  readonly name: string;
  readonly block: Block;
  /** Shapes of the inputs. */
  readonly shapes: number[][];
  /** Whether the block has gradients; default true. */
  readonly gradients?: boolean;
  /** Bytes that the adapter seems to bind, so that images are processed in groups. */
  readonly bindingLimit?: number;
}

/** Shapes of a decoder block's inputs, with the filter as it is stored. */
function layer(
  x: number[],
  [kernel, outputs]: [kernel: number, outputs: number],
  { transposed = false, given = false, dot = false } = {},
): number[][] {
  const each = [outputs];
  const channels = transposed ? [outputs, x[3]] : [x[3], outputs];
  return [
    x,
    [kernel, kernel, ...channels],
    ...[each, each, each],
    ...(dot ? [[1, 1, outputs, 1], [1]] : []),
    ...(given ? [each, each] : []),
  ];
}

/** Shapes of a block that leaves its normalisation to a tail, and of that tail, transposed. */
function laterShapes(
  x: number[],
  [outputs, channels]: [outputs: number, channels: number],
  { given = false } = {},
): number[][] {
  const between = [...x.slice(0, 3), outputs];
  return [
    ...layer(x, [3, outputs], { transposed: true }),
    ...layer(between, [1, channels], { transposed: true, dot: true }).slice(1),
    ...(given ? [[outputs], [outputs], [channels], [channels]] : []),
  ];
}

/** Numbers from 0 to 1 that look like an image's. */
function pixels(shape: readonly number[]): Array64 {
  const array = zeros64(shape);
  array.values.forEach((_, k) => array.values[k] = (k * 7 % 5) / 4);
  return array;
}

const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };

/** The gradient of a step from a given one. */
const slopes = (value: number, step: number): number => value * [1, -0.5, 2][step - 1];

/** Constants of a step of Adam, from 1, with the corrections for bias folded in. */
function adamConstants(step: number) {
  const correction = Math.sqrt(1 - ADAM.beta2 ** step);
  return {
    ...ADAM,
    rate: 1e-2 * correction / (1 - ADAM.beta1 ** step),
    epsilon: ADAM.epsilon * correction,
  };
}

/**
 * Three steps of Adam from values and gradients of as many variables: the values, the first moments,
 * and a thousand times the second ones, end to end.
 */
const adam: Block = {
  run: (inputs) => {
    const count = inputs.length / 2;
    const total = inputs.slice(0, count).reduce((sum, { size }) => sum + size, 0);
    let state = {
      values: inputs.slice(0, count) as readonly tf.Tensor[],
      first: tf.zeros([total]) as tf.Tensor1D,
      second: tf.zeros([total]) as tf.Tensor1D,
    };
    for (const step of [1, 2, 3]) {
      const gradients = inputs.slice(count).map((gradient) => tf.mul(gradient, slopes(1, step)));
      state = adamStep(state, gradients, adamConstants(step));
    }
    const flat = state.values.map((value) => value.flatten());
    return tf.concat([...flat, state.first, tf.mul(state.second, 1000)]);
  },
  reference: (inputs) => {
    const count = inputs.length / 2;
    const flat = (arrays: Array64[]) => arrays.flatMap(({ values }) => [...values]);
    const values = flat(inputs.slice(0, count)), gradients = flat(inputs.slice(count));
    const total = values.length, out = zeros64([3 * total]);
    values.forEach((start, k) => {
      let value = start, first = 0, second = 0;
      for (const step of [1, 2, 3]) {
        const g = slopes(gradients[k], step);
        const { rate, epsilon, beta1, beta2 } = adamConstants(step);
        first = beta1 * first + (1 - beta1) * g;
        second = beta2 * second + (1 - beta2) * g * g;
        value -= rate * first / (Math.sqrt(second) + epsilon);
      }
      [value, first, 1000 * second].forEach((v, n) => out.values[n * total + k] = v);
    });
    return out;
  },
};

/** Moved averages of averages and batches, end to end. */
const averages: Block = {
  run: (inputs) => {
    const count = inputs.length / 2;
    const moved = inputs.slice(0, count).map((average, k) => ({
      average: tf.variable(average),
      batch: inputs[count + k],
    }));
    moveAverages(moved, 0.75);
    const all = tf.concat(moved.map(({ average }) => average));
    tf.dispose(moved.map(({ average }) => average));
    return all;
  },
  reference: (inputs) => {
    const count = inputs.length / 2;
    const values = inputs.slice(0, count).flatMap((average, k) =>
      [...average.values].map((v, n) => 0.75 * v + 0.25 * inputs[count + k].values[n])
    );
    return { shape: [values.length], values: Float64Array.from(values) };
  },
};

/** TF.js's own convolution of stride 2, 'same', whose filter gradient is ours. */
const strided: Block = {
  run: ([x, filter]) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, "same"),
  reference: ([x, filter]) => {
    const side = x.shape[1], out = Math.ceil(side / 2);
    const before = Math.floor(Math.max((out - 1) * 2 + 3 - side, 0) / 2);
    return convolveStrided64(x, filter, { before, stride: 2, out });
  },
};

/** TF.js's matrix product, whose long inner dimension is not to be split among atomic sums. */
const matrixProduct: Block = {
  run: ([left, right]) => tf.matMul(left as tf.Tensor2D, right as tf.Tensor2D),
  reference: ([left, right]) => {
    const [rows, inner] = left.shape, columns = right.shape[1];
    const out = zeros64([rows, columns]);
    out.values.forEach((_, at) => {
      const row = Math.floor(at / columns), column = at % columns;
      for (let k = 0; k < inner; k++) {
        out.values[at] += left.values[row * inner + k] * right.values[k * columns + column];
      }
    });
    return out;
  },
};

/** Side of an image with 67,600 workgroups of 256 pixels; one dimension of a dispatch holds 65,535. */
const FOLDED_SIDE = 4160;

/** Least and most of the cross-entropy's gradient for equal logits 2, in a folded dispatch. */
const foldedDispatch: Block = {
  run: ([targets]) => {
    const shape = [1, FOLDED_SIDE, FOLDED_SIDE, 1];
    const target = tf.mean(targets);
    const all = tf.mul(tf.ones(shape), target) as tf.Tensor4D;
    const gradient = tf.grad((x) => tf.sum(crossEntropyFromLogits(x as tf.Tensor4D, all)))(
      tf.fill(shape, 2),
    );
    return tf.mul(tf.stack([tf.min(gradient), tf.max(gradient)]), FOLDED_SIDE ** 2);
  },
  reference: ([{ values }]) => {
    const slope = 1 / (1 + Math.exp(-2)) - values.reduce((sum, v) => sum + v) / values.length;
    return { shape: [2], values: Float64Array.of(slope, slope) };
  },
};

/** The turned filter. */
const turned: Block = {
  run: ([filter]) => turnedFilter(filter as tf.Tensor4D),
  reference: ([filter]) => turnedFilter64(filter),
};

/** Small images in groups of one and two, whose first element is nowhere that a binding may begin. */
const GROUPED = { x: [5, 5, 7, 3], bindingLimit: 3200 };

/** Images and channels that take several tiles and leave remainders in each. */
const TILED = [2, 9, 11, 17];

const transposed = true, given = true, dot = true;

/**
 * All cases. Those called "in the network" have the shapes of a layer of the network ÷16 at 32², so
 * that whoever trains it too compiles them once.
 */
export const KERNEL_CASES: readonly KernelCase[] = [
  {
    name: "ConvReluPool: in the network",
    block: pool,
    shapes: [[2, 7, 7, 4], [3, 3, 4, 8], [8]],
  },
  {
    name: "ConvReluPool: several tiles",
    block: pool,
    shapes: [TILED, [3, 3, 17, 68], [68]],
  },
  {
    name: "ConvReluPool: groups of images",
    block: pool,
    shapes: [GROUPED.x, [3, 3, 3, 5], [5]],
    bindingLimit: GROUPED.bindingLimit,
  },
  {
    name: "ConvReluBatchNorm: in the network",
    block: normalised(true, { transposed }),
    shapes: layer([2, 8, 8, 4], [3, 4], { transposed }),
  },
  {
    name: "ConvReluBatchNorm: upsampled, several tiles",
    block: normalised(true),
    shapes: layer([1, 7, 9, 17], [3, 68]),
  },
  {
    name: "ConvReluBatchNorm: upsampled, groups of images",
    block: normalised(true),
    shapes: layer(GROUPED.x, [3, 5]),
    bindingLimit: GROUPED.bindingLimit,
  },
  {
    name: "ConvReluBatchNorm: 3×3, transposed filter",
    block: normalised(false, { transposed }),
    shapes: layer([2, 5, 6, 2], [3, 20], { transposed }),
  },
  {
    name: "ConvReluScale: in the network",
    block: normalised(true, { transposed, given }),
    shapes: layer([2, 8, 8, 4], [3, 4], { transposed, given }),
    gradients: false,
  },
  {
    name: "ConvReluBatchNormLater: in the network",
    block: laterWith({ transposed }),
    shapes: laterShapes([2, 8, 8, 4], [4, 16]),
  },
  {
    name: "ConvReluBatchNormLater: channels that no four divides, groups of images",
    block: laterWith({ transposed }),
    shapes: laterShapes(GROUPED.x, [5, 6]),
    bindingLimit: 4 * GROUPED.bindingLimit,
  },
  {
    name: "ConvReluScaleLater: in the network",
    block: laterWith({ transposed, given }),
    shapes: laterShapes([2, 8, 8, 4], [4, 16], { given }),
    gradients: false,
  },
  {
    name: "ConvReluBatchNormDot: in the network",
    block: tailWith({ transposed }),
    shapes: layer([1, 32, 32, 8], [1, 16], { transposed, dot }),
  },
  {
    name: "ConvReluBatchNormDot: several tiles",
    block: tailWith({}),
    shapes: layer(TILED, [1, 68], { dot }),
  },
  {
    name: "ConvReluBatchNormDot: groups of images",
    block: tailWith({}),
    shapes: layer(GROUPED.x, [1, 5], { dot }),
    bindingLimit: GROUPED.bindingLimit,
  },
  {
    name: "ConvReluScaleDot: in the network",
    block: tailWith({ transposed, given }),
    shapes: layer([1, 32, 32, 8], [1, 16], { transposed, given, dot }),
    gradients: false,
  },
  {
    name: "LogitsCrossEntropy: logits to ±60",
    block: crossEntropyOf(pixels([3, 9, 7, 1])),
    shapes: [[3, 9, 7, 1]],
  },
  {
    name: "LogitsCrossEntropy: groups of images",
    block: crossEntropyOf(pixels([5, 5, 7, 1])),
    shapes: [[5, 5, 7, 1]],
    bindingLimit: 600,
  },
  {
    name: "LogitsCrossEntropyGradient: more workgroups than a dimension holds",
    block: foldedDispatch,
    shapes: [[3]],
    gradients: false,
  },
  {
    name: "AdamStep: variables of several sizes",
    block: adam,
    shapes: [[7, 3], [1], [2, 3, 1, 5], [9], [7, 3], [1], [2, 3, 1, 5], [9]],
    gradients: false,
  },
  {
    name: "MovingAverages: three",
    block: averages,
    shapes: [[5], [1], [70], [5], [1], [70]],
    gradients: false,
  },
  { name: "TurnFilter: 3×2", block: turned, shapes: [[3, 2, 5, 7]] },
  { name: "LatentDivergence: 70×3", block: divergence, shapes: [[70, 3], [70, 3]] },
  { name: "DrawLatents: 70×3", block: drawWith(pixels([70, 3])), shapes: [[70, 3], [70, 3]] },
  {
    name: "Objective: 70 images",
    block: objectiveWith({ lambda: 8e-3, gamma: 0.25 }),
    shapes: [[70], [70], []],
  },
  {
    name: "BatchMatMul: a long inner dimension",
    block: matrixProduct,
    shapes: [[48, 2100], [2100, 3]],
  },
  {
    name: "Conv2DBackpropFilter: stride 2",
    block: strided,
    shapes: [[2, 7, 7, 3], [3, 3, 3, 5]],
  },
];
