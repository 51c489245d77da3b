/**
 * The differentiable blocks of the network. Each is one kernel forward and one backward where the
 * backend has them registered (wasm: `wasm/kernels.ts`), and the same function written with TF.js
 * operations elsewhere, so that a model runs, and gets the same gradients, on every backend.
 *
 * Shapes: images are N×H×W×C float32, filters H×W×inputs×outputs.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";

/** Whether the active backend has a kernel of that name. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) != null;
}

function run(name: string, inputs: tf.NamedTensorMap, attrs: tf.NamedAttrMap = {}): tf.Tensor[] {
  return ([] as tf.Tensor[]).concat(tf.engine().runKernel(name, inputs, attrs) as tf.Tensor[]);
}

// tf.customGrad's own types allow only gradients of inputs of one type; ours are all tensors.
function differentiable(
  inputs: tf.Tensor[],
  forward: (save: tf.GradSaveFunc) => {
    value: tf.Tensor;
    gradient: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor[];
  },
): tf.Tensor {
  const operation = tf.customGrad((...args: (tf.Tensor | tf.GradSaveFunc)[]) => {
    const { value, gradient } = forward(args[args.length - 1] as tf.GradSaveFunc);
    return { value, gradFunc: gradient };
  });
  return operation(...inputs);
}

/** Filter and bias of a convolution. */
export interface Convolution {
  /** H×W×inputs×outputs. */
  readonly filter: tf.Tensor4D;
  /** One value an output channel. */
  readonly bias: tf.Tensor1D;
}

/**
 * An encoder block: convolution of stride 1 without padding, ReLU, max pooling 2×2 ('same').
 *
 * @param x N×H×W×C
 * @param options `inputGradient: false` where x is data: its gradient is then not computed.
 * @returns N×⌈(H−h+1)/2⌉×⌈(W−w+1)/2⌉×outputs
 */
export function convReluPool(
  x: tf.Tensor4D,
  { filter, bias }: Convolution,
  { inputGradient = true }: { inputGradient?: boolean } = {},
): tf.Tensor4D {
  if (!hasKernel("ConvReluPool")) {
    const r = tf.relu(tf.add(tf.conv2d(x, filter, 1, "valid"), bias)) as tf.Tensor4D;
    return tf.maxPool(r, 2, 2, "same");
  }
  const inputs = inputGradient ? [filter, bias, x] : [filter, bias];
  return differentiable(inputs, (save) => {
    const [y, r] = run("ConvReluPool", { x, filter, bias });
    save([x, filter, r, y]);
    return {
      value: y,
      gradient: (dy, [x, filter, r, y]) =>
        run("ConvReluPoolGradient", { dy, x, filter, r, y }, { inputGradient }),
    };
  }) as tf.Tensor4D;
}

/** Scale, shift and moments of a batch normalisation, one value a channel. */
export interface Normalisation {
  /** Scale γ. */
  readonly gamma: tf.Tensor1D;
  /** Shift β. */
  readonly beta: tf.Tensor1D;
  /** Added to the variance; 1e-3 in the published network. */
  readonly epsilon: number;
}

/** A convolution and the batch normalisation of its output. */
export type NormalisedConvolution = Convolution & Normalisation;

/** Options of {@linkcode convReluBatchNorm}. */
export interface ConvReluBatchNormOptions {
  /** Nearest upsampling ×2 before the convolution, whose filter must then be 3×3. */
  readonly upsample: boolean;
  /** Fixed moments for evaluation; without them the batch's own are used (training). */
  readonly moments?: { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D };
  /** Called with the batch's mean and (biased) variance of each channel, for moving averages. */
  readonly onMoments?: (mean: tf.Tensor1D, variance: tf.Tensor1D) => void;
}

/**
 * A decoder block: optional upsampling, convolution of stride 1 ('same', odd filter), ReLU, batch
 * normalisation (Ioffe & Szegedy 2015).
 *
 * @param x N×H×W×C
 * @param layer the convolution, and the normalisation after it
 * @returns N×H×W×outputs, or N×2H×2W×outputs with upsampling
 */
export function convReluBatchNorm(
  x: tf.Tensor4D,
  { filter, bias, gamma, beta, epsilon }: NormalisedConvolution,
  { upsample, moments, onMoments }: ConvReluBatchNormOptions,
): tf.Tensor4D {
  const attrs = { upsample, epsilon };
  if (!hasKernel("ConvReluBatchNorm")) {
    const [, height, width] = x.shape;
    const enlarged = upsample ? tf.image.resizeNearestNeighbor(x, [height * 2, width * 2]) : x;
    const r = tf.relu(tf.add(tf.conv2d(enlarged, filter, 1, "same"), bias)) as tf.Tensor4D;
    const { mean, variance } = moments ?? tf.moments(r, [0, 1, 2]);
    onMoments?.(mean as tf.Tensor1D, variance as tf.Tensor1D);
    return tf.batchNorm4d(
      r,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      beta,
      gamma,
      epsilon,
    );
  }
  if (moments) {
    return run(
      "ConvReluScale",
      { x, filter, bias, gamma, beta, ...moments },
      attrs,
    )[0] as tf.Tensor4D;
  }
  return differentiable([x, filter, bias, gamma, beta], (save) => {
    const [y, r, mean, variance] = run(
      "ConvReluBatchNorm",
      { x, filter, bias, gamma, beta },
      attrs,
    );
    onMoments?.(mean as tf.Tensor1D, variance as tf.Tensor1D);
    save([x, filter, gamma, r, mean, variance]);
    return {
      value: y,
      gradient: (dy, [x, filter, gamma, r, mean, variance]) =>
        run("ConvReluBatchNormGradient", { dy, x, filter, gamma, r, mean, variance }, attrs),
    };
  }) as tf.Tensor4D;
}

/**
 * The 1×1 convolution to a single channel that ends the decoder.
 *
 * @param x N×H×W×C
 * @param layer filter 1×1×C×1 and one bias
 * @returns N×H×W×1
 */
export function pixelDot(x: tf.Tensor4D, { filter, bias }: Convolution): tf.Tensor4D {
  if (!hasKernel("PixelDot")) return tf.add(tf.conv2d(x, filter, 1, "same"), bias);
  return differentiable([x, filter, bias], (save) => {
    const [y] = run("PixelDot", { x, filter, bias });
    save([x, filter]);
    return {
      value: y,
      gradient: (dy, [x, filter]) => run("PixelDotGradient", { dy, x, filter }),
    };
  }) as tf.Tensor4D;
}

/** What one step of Adam reads and replaces: a variable's value and its two moments. */
export type AdamState = [value: tf.Tensor, first: tf.Tensor, second: tf.Tensor];

/** Constants of one step of Adam. */
export interface AdamConstants {
  /** Learning rate with the bias corrections of this step folded in: α·√(1−β₂ᵗ)/(1−β₁ᵗ). */
  readonly rate: number;
  /** Decay β₁ of the first moment. */
  readonly beta1: number;
  /** Decay β₂ of the second moment. */
  readonly beta2: number;
  /** ε with the bias correction of this step folded in: ε·√(1−β₂ᵗ). */
  readonly epsilon: number;
}

/** One step of Adam (Kingma & Ba 2015, algorithm 1) on one variable: new value and moments. */
export function adamStep(
  [value, first, second]: AdamState,
  gradient: tf.Tensor,
  constants: AdamConstants,
): AdamState {
  if (hasKernel("AdamStep")) {
    return run("AdamStep", { value, first, second, gradient }, { ...constants }) as AdamState;
  }
  return tf.tidy(() => {
    const { rate, beta1, beta2, epsilon } = constants;
    const m = tf.add(tf.mul(first, beta1), tf.mul(gradient, 1 - beta1));
    const v = tf.add(tf.mul(second, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const change = tf.div(tf.mul(m, rate), tf.add(tf.sqrt(v), epsilon));
    return [tf.sub(value, change), m, v];
  });
}
