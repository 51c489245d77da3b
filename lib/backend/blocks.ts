/**
 * The differentiable blocks of the network. Each is one kernel forward and one backward where the
 * backend has them registered (`wasm/kernels.ts`, `webgpu/kernels.ts`), and the same function written
 * with TF.js operations elsewhere, so that a model runs, and gets the same gradients, on every
 * backend, and stock TF.js can be compared with.
 *
 * One backend is an exception. TF.js's plain `cpu` backend, which no command uses, gives wrong
 * gradients before an upsampling in batches of more than one image: its ResizeNearestNeighborGrad
 * (4.22) takes the small images' length for that of the gradient's. This can go when TF.js takes the
 * right one; a test fails then.
 *
 * Shapes: images are N×H×W×C float32, filters H×W×inputs×outputs. Filters are square.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import { differentiable, hasKernel, runKernel } from "./kernel.ts";
import { turnedFilter } from "./turned_filter.ts";

/** Filter and bias of a convolution. */
export interface Convolution {
  /** H×W×inputs×outputs. */
  readonly filter: tf.Tensor4D;
  /** One value an output channel. */
  readonly bias: tf.Tensor1D;
}

/**
 * Refuses a filter that the kernels do not compute: they have one border for both axes.
 *
 * @param options `odd` where the output is of the input's size, `side` where it is fixed
 * @throws {RangeError} Its sides differ, or are not as they must be.
 */
function checkFilter(
  { shape: [height, width] }: tf.Tensor4D,
  { odd = false, side }: { odd?: boolean; side?: number } = {},
): void {
  const allowed = side === undefined
    ? height === width && (!odd || height % 2 === 1)
    : height === side && width === side;
  if (allowed) return;
  const kind = side === undefined ? `square${odd ? " with odd sides" : ""}` : `${side}×${side}`;
  throw new RangeError(
    `Cannot convolve: the filter must be ${kind}, received ${height}×${width}`,
  );
}

/**
 * An encoder block: convolution of stride 1 without padding, ReLU, max pooling 2×2 ('same').
 *
 * @param x N×H×W×C
 * @param options `inputGradient: false` where x is data: its gradient is then not computed.
 * @returns N×⌈(H−h+1)/2⌉×⌈(W−h+1)/2⌉×outputs for a filter of h×h
 * @throws {RangeError} The filter is not square.
 */
export function convReluPool(
  x: tf.Tensor4D,
  { filter, bias }: Convolution,
  { inputGradient = true }: { inputGradient?: boolean } = {},
): tf.Tensor4D {
  checkFilter(filter);
  if (!hasKernel("ConvReluPool")) {
    return tf.tidy(() => {
      const r = tf.relu(tf.add(tf.conv2d(x, filter, 1, "valid"), bias)) as tf.Tensor4D;
      return tf.maxPool(r, 2, 2, "same");
    });
  }
  const inputs = inputGradient ? [filter, bias, x] : [filter, bias];
  return differentiable(inputs, (save) => {
    const [y, r] = runKernel("ConvReluPool", { x, filter, bias });
    save([x, filter, r, y]);
    return {
      value: y,
      gradient: (dy, [x, filter, r, y]) =>
        runKernel("ConvReluPoolGradient", { dy, x, filter, r, y }, { inputGradient }),
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
export interface NormalisedConvolution extends Convolution, Normalisation {
  /**
   * Whether `filter` is that of a transposed convolution, H×W×outputs×inputs, as `conv2dTranspose`
   * takes it; of stride 1 and with padding 'same' it is a convolution with its filter turned.
   */
  readonly transposed?: boolean;
}

/** Options of {@linkcode convReluBatchNorm}. */
export interface ConvReluBatchNormOptions {
  /** Nearest upsampling ×2 before the convolution, whose filter must then be 3×3. */
  readonly upsample: boolean;
  /** Fixed moments for evaluation; without them the batch's own are used (training). */
  readonly moments?: { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D };
  /**
   * Called with the batch's mean and (biased) variance of each channel, for moving averages. They are
   * disposed of after the call.
   */
  readonly onMoments?: (mean: tf.Tensor1D, variance: tf.Tensor1D) => void;
}

/** Images that may still have to be normalised: values · scale + shift. */
export interface Scaled {
  /** N×H×W×C. */
  readonly values: tf.Tensor4D;
  /** Scale and shift of each channel, 2×C; `null` where the values are the images themselves. */
  readonly scaling: tf.Tensor2D | null;
}

/**
 * A decoder block: optional upsampling, convolution of stride 1 ('same', square filter of odd sides),
 * ReLU, batch normalisation (Ioffe & Szegedy 2015).
 *
 * @param x N×H×W×C
 * @param layer the convolution, and the normalisation after it
 * @returns N×H×W×outputs, or N×2H×2W×outputs with upsampling
 * @throws {RangeError} The filter is not square with odd sides, or with upsampling not 3×3.
 */
export function convReluBatchNorm(
  x: tf.Tensor4D,
  layer: NormalisedConvolution,
  options: ConvReluBatchNormOptions,
): tf.Tensor4D {
  return block({ values: x, scaling: null }, layer, { ...options, later: false }).values;
}

/**
 * {@linkcode convReluBatchNorm} for a block behind it, which normalises on the way what it reads
 * where the backend can: the normalised images then never exist. As for gradients, the values stand
 * for the normalised images: only a block may use them.
 */
export function convReluBatchNormLater(
  x: Scaled,
  layer: NormalisedConvolution,
  options: ConvReluBatchNormOptions,
): Scaled {
  return block(x, layer, { ...options, later: hasKernel("ConvReluBatchNormLater") });
}

function block(
  { values: x, scaling: before }: Scaled,
  { filter, bias, gamma, beta, epsilon, transposed = false }: NormalisedConvolution,
  { upsample, moments, onMoments, later }: ConvReluBatchNormOptions & { readonly later: boolean },
): Scaled {
  checkFilter(filter, upsample ? { side: 3 } : { odd: true });
  const attrs = { upsample, transposed, epsilon };
  if (!hasKernel("ConvReluBatchNorm")) {
    const values = tf.tidy(() => {
      const [, height, width] = x.shape;
      const enlarged = upsample ? tf.image.resizeNearestNeighbor(x, [height * 2, width * 2]) : x;
      const turned = transposed ? turnedFilter(filter) : filter;
      const r = tf.relu(tf.add(tf.conv2d(enlarged, turned, 1, "same"), bias)) as tf.Tensor4D;
      const { mean, variance } = (moments ?? tf.moments(r, [0, 1, 2])) as {
        readonly mean: tf.Tensor1D;
        readonly variance: tf.Tensor1D;
      };
      onMoments?.(mean, variance);
      return tf.batchNorm4d(r, mean, variance, beta, gamma, epsilon);
    });
    return { values, scaling: null };
  }
  const inputs = { x, ...scalingInput(before), filter, bias, gamma, beta };
  if (moments) {
    const name = later ? "ConvReluScaleLater" : "ConvReluScale";
    const [values, second] = runKernel(name, { ...inputs, ...moments }, attrs);
    if (later) return { values: values as tf.Tensor4D, scaling: second as tf.Tensor2D };
    // The ReLU's output, which no gradient will ask for.
    second.dispose();
    return { values: values as tf.Tensor4D, scaling: null };
  }
  let kept: tf.Tensor | null = null;
  const values = differentiable([x, filter, bias, gamma, beta], (save) => {
    const name = later ? "ConvReluBatchNormLater" : "ConvReluBatchNorm";
    const [value, second, mean, variance] = runKernel(name, inputs, attrs);
    // The scaling is no result of the gradient's own scope, which would free it.
    if (later) kept = tf.keep(second);
    const r = later ? value : second;
    onMoments?.(mean as tf.Tensor1D, variance as tf.Tensor1D);
    save([x, filter, gamma, r, mean, variance, ...(before ? [before] : [])]);
    return {
      value,
      gradient: (dy, [x, filter, gamma, r, mean, variance, before]) =>
        runKernel(
          "ConvReluBatchNormGradient",
          { dy, x, ...scalingInput(before), filter, gamma, r, mean, variance },
          attrs,
        ),
    };
  }) as tf.Tensor4D;
  return { values, scaling: released(kept) };
}

/** The input by which a kernel is told how its images are scaled, if they are. */
function scalingInput(scaling: tf.Tensor | null | undefined): { scaling?: tf.Tensor } {
  return scaling ? { scaling } : {};
}

/** A kept tensor as one of the present scope. */
function released(kept: tf.Tensor | null): tf.Tensor2D | null {
  if (kept === null) return null;
  const scaling = tf.clone(kept) as tf.Tensor2D;
  kept.dispose();
  return scaling;
}

/** The layers of the decoder's tail: a normalised 1×1 convolution, and the one to a channel. */
export interface Tail extends NormalisedConvolution {
  /** 1×1×C×1: the last convolution's filter. */
  readonly outFilter: tf.Tensor4D;
  /** Its one bias. */
  readonly outBias: tf.Tensor1D;
}

/**
 * The decoder's tail: convolution 1×1 to C channels, ReLU, batch normalisation, convolution 1×1 to
 * one channel. Fused, the normalised copy never exists and its gradient, which is one number a
 * pixel times one a channel, is never written down: of all that is as large as N×H×W×C (half a
 * gigabyte in the published network), only the ReLU's output is kept.
 *
 * @param input N×H×W×I, or what {@linkcode convReluBatchNormLater} gives
 * @param layer the two convolutions and the normalisation between them
 * @param options as of {@linkcode convReluBatchNorm}
 * @returns logits N×H×W×1
 * @throws {RangeError} One of the filters is not 1×1.
 */
export function convReluBatchNormDot(
  input: tf.Tensor4D | Scaled,
  { outFilter, outBias, ...layer }: Tail,
  { moments, onMoments }: Omit<ConvReluBatchNormOptions, "upsample">,
): tf.Tensor4D {
  const { values: x, scaling: before } = input instanceof tf.Tensor
    ? { values: input, scaling: null }
    : input;
  checkFilter(layer.filter, { side: 1 });
  checkFilter(outFilter, { side: 1 });
  if (!hasKernel("ConvReluBatchNormDot")) {
    return tf.tidy(() => {
      const y = convReluBatchNorm(x, layer, { upsample: false, moments, onMoments });
      return tf.add(tf.conv2d(y, outFilter, 1, "same"), outBias);
    });
  }
  const { epsilon, transposed = false, ...tensors } = layer;
  const attrs = { transposed, epsilon };
  const inputs = { x, ...scalingInput(before), ...tensors, outFilter, outBias };
  if (moments) {
    const [logits, r] = runKernel("ConvReluScaleDot", { ...inputs, ...moments }, attrs);
    r.dispose();
    return logits as tf.Tensor4D;
  }
  const { filter, bias, gamma, beta } = layer;
  return differentiable([x, filter, bias, gamma, beta, outFilter, outBias], (save) => {
    const [logits, r, mean, variance] = runKernel("ConvReluBatchNormDot", inputs, attrs);
    onMoments?.(mean as tf.Tensor1D, variance as tf.Tensor1D);
    save([x, filter, gamma, beta, outFilter, r, mean, variance, ...(before ? [before] : [])]);
    return {
      value: logits,
      gradient: (dy, [x, filter, gamma, beta, outFilter, r, mean, variance, before]) =>
        runKernel(
          "ConvReluBatchNormDotGradient",
          { dy, x, ...scalingInput(before), filter, gamma, beta, outFilter, r, mean, variance },
          attrs,
        ),
    };
  }) as tf.Tensor4D;
}
