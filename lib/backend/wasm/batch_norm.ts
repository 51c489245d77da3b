/**
 * The decoder's blocks on wasm: convolution, ReLU and batch normalisation, each way in two passes
 * over what is as large as an activation: one that makes it and sums, one that normalises. The tail
 * needs no second copy at all: its normalisation is part of the dot product that follows.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import {
  bordered,
  convolution,
  filterGradient,
  imageAt,
  type Images,
  inputGradient,
  interior,
  pad,
} from "./convolution.ts";
import type { Address, Heap } from "./heap.ts";
import type { Kernel } from "../registry.ts";
import { filterOf, floatsOf, imagesOf } from "./tensors.ts";
import {
  upsampledConvolution,
  upsampledFilterGradient,
  upsampledInputGradient,
} from "./upsampling.ts";

/** Kernels of the normalised convolutions and their gradients; contracts in `../blocks.ts`. */
export function batchNormKernels(heap: Heap): Record<string, Kernel> {
  return {
    ConvReluBatchNorm({ x, filter, bias, gamma, beta }, { upsample, epsilon }) {
      const options = { upsample: upsample as boolean };
      const { r, mean, variance } = convReluMoments(heap, { x, filter, bias }, options);
      const scaling = scalingOf(heap, { mean, variance, gamma, beta }, epsilon as number);
      return [normalise(heap, r, scaling), r, mean, variance];
    },

    ConvReluScale({ x, filter, bias, gamma, beta, mean, variance }, { upsample, epsilon }) {
      const r = convReluSame(heap, { x, filter, bias }, { upsample: upsample as boolean });
      const scaling = scalingOf(heap, { mean, variance, gamma, beta }, epsilon as number);
      return [normalise(heap, r, scaling), r];
    },

    ConvReluBatchNormGradient(
      { dy, x, filter, gamma, r, mean, variance },
      { upsample, epsilon },
    ) {
      const channels = r.shape[3];
      const add = channelSums(heap, channels);
      add(imagesOf(heap, dy), heap.address(r));
      const { sums, products } = add.totals();
      const normalisation = { gamma, mean, variance };
      const { coefficients, dGamma, dBeta } = normalisationGradient(heap, normalisation, {
        sums,
        products,
        pixels: tf.util.sizeFromShape(r.shape) / channels,
        epsilon: epsilon as number,
      });
      const inputs = { dy, x, filter, r };
      const options = { upsample: upsample as boolean };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, options);
      return [dx, dFilter, dBias, dGamma, dBeta];
    },

    ConvReluBatchNormDot({ x, filter, bias, gamma, beta, outFilter, outBias }, { epsilon }) {
      const options = { upsample: false };
      const { r, mean, variance } = convReluMoments(heap, { x, filter, bias }, options);
      const scaling = scalingOf(heap, { mean, variance, gamma, beta }, epsilon as number);
      return [scaleAndDot(heap, r, { ...scaling, outFilter, outBias }), r, mean, variance];
    },

    ConvReluScaleDot(
      { x, filter, bias, gamma, beta, mean, variance, outFilter, outBias },
      { epsilon },
    ) {
      const r = convReluSame(heap, { x, filter, bias }, { upsample: false });
      const scaling = scalingOf(heap, { mean, variance, gamma, beta }, epsilon as number);
      return [scaleAndDot(heap, r, { ...scaling, outFilter, outBias }), r];
    },

    ConvReluBatchNormDotGradient(
      { dy, x, filter, gamma, beta, outFilter, r, mean, variance },
      { epsilon },
    ) {
      const channels = r.shape[3], pixels = tf.util.sizeFromShape(dy.shape);
      const scratch = heap.scratch("sums", (channels + 1) * 8);
      heap.kernels.zero(scratch, (channels + 1) * 8);
      const total = scratch + channels * 8;
      heap.kernels.weightedSums(
        heap.address(r),
        heap.address(dy),
        pixels,
        channels,
        scratch,
        total,
      );
      const weighted = heap.doubles(scratch, channels).slice();
      const [sum] = heap.doubles(total, 1);
      // The gradient of the normalised value is dy·w[c]: its sums are those of dy times w[c].
      const w = floatsOf(heap, outFilter).slice();
      const { coefficients, dGamma, dBeta } = normalisationGradient(heap, {
        gamma,
        mean,
        variance,
      }, {
        sums: Float64Array.from(w, (wc) => wc * sum),
        products: Float64Array.from(w, (wc, c) => wc * weighted[c]),
        pixels,
        epsilon: epsilon as number,
      });
      const a = heap.floats(coefficients, channels);
      for (let c = 0; c < channels; c++) a[c] *= w[c];
      const [dOutFilter, dOutBias] = [heap.output(outFilter.shape), heap.output([1])];
      floatsOf(heap, dOutBias)[0] = sum;
      const dW = floatsOf(heap, dOutFilter);
      const [gammas, betas, means, variances] = [gamma, beta, mean, variance]
        .map((tensor) => floatsOf(heap, tensor));
      for (let c = 0; c < channels; c++) {
        const inverse = 1 / Math.sqrt(variances[c] + (epsilon as number));
        dW[c] = gammas[c] * inverse * (weighted[c] - means[c] * sum) + betas[c] * sum;
      }
      const inputs = { dy, x, filter, r };
      const options = { upsample: false };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, options);
      return [dx, dFilter, dBias, dGamma, dBeta, dOutFilter, dOutBias];
    },
  };
}

/** relu(x ⋆ filter + bias), and the moments of each channel over the whole batch. */
function convReluMoments(
  heap: Heap,
  inputs: { x: tf.TensorInfo; filter: tf.TensorInfo; bias: tf.TensorInfo },
  { upsample }: { upsample: boolean },
): Record<"r" | "mean" | "variance", tf.TensorInfo> {
  const channels = inputs.filter.shape[3];
  const add = channelSums(heap, channels);
  // Summed image by image, while each is still in the cache.
  const r = convReluSame(heap, inputs, { upsample, each: (image) => add(image, image.at) });
  const pixels = tf.util.sizeFromShape(r.shape) / channels;
  const { sums, products } = add.totals();
  const [mean, variance] = [heap.output([channels]), heap.output([channels])];
  const [means, variances] = [floatsOf(heap, mean), floatsOf(heap, variance)];
  for (let c = 0; c < channels; c++) {
    const center = sums[c] / pixels;
    means[c] = center;
    variances[c] = Math.max(0, products[c] / pixels - center * center);
  }
  return { r, mean, variance };
}

/**
 * Gradient of a batch normalisation from the sums over all pixels of its output's gradient dy, and
 * of dy times its input r. `coefficients` are the address of three rows a, b, d of one value a
 * channel: the gradient of r is a·dy + b·r + d.
 */
function normalisationGradient(
  heap: Heap,
  { gamma, mean, variance }: Record<"gamma" | "mean" | "variance", tf.TensorInfo>,
  { sums, products, pixels, epsilon }: {
    sums: Float64Array;
    products: Float64Array;
    pixels: number;
    epsilon: number;
  },
): { coefficients: Address; dGamma: tf.TensorInfo; dBeta: tf.TensorInfo } {
  const channels = sums.length;
  const [dGamma, dBeta] = [heap.output([channels]), heap.output([channels])];
  const coefficients = heap.scratch("coefficients", channels * 12);
  const [a, b, d] = [0, 1, 2].map((k) => heap.floats(coefficients + k * channels * 4, channels));
  const [gammas, means, variances, dGammas, dBetas] = [gamma, mean, variance, dGamma, dBeta]
    .map((tensor) => floatsOf(heap, tensor));
  for (let c = 0; c < channels; c++) {
    // With x̂ = (r − mean)·inverse: dr = γ·inverse·(dy − mean(dy) − x̂·mean(dy·x̂)),
    // Ioffe & Szegedy 2015, section 3, written as a·dy + b·r + d.
    const inverse = 1 / Math.sqrt(variances[c] + epsilon);
    const dGammaC = inverse * (products[c] - means[c] * sums[c]);
    dGammas[c] = dGammaC;
    dBetas[c] = sums[c];
    a[c] = gammas[c] * inverse;
    b[c] = -a[c] * inverse * dGammaC / pixels;
    d[c] = -a[c] * sums[c] / pixels - b[c] * means[c];
  }
  return { coefficients, dGamma, dBeta };
}

/**
 * From the gradient dy after a normalisation to those of input, filter and bias of the convolution
 * before it. A dy of one channel serves all channels.
 */
function throughConvolution(
  heap: Heap,
  { dy, x, filter, r }: Record<"dy" | "x" | "filter" | "r", tf.TensorInfo>,
  coefficients: Address,
  { upsample }: { upsample: boolean },
): [dx: tf.TensorInfo, dFilter: tf.TensorInfo, dBias: tf.TensorInfo] {
  const [batch, height, width, channels] = r.shape;
  const border = (filter.shape[0] - 1) / 2;
  const [dx, dFilter] = [heap.output(x.shape), heap.zeros(filter.shape)];
  const dBias = heap.zeros([channels]);
  const source = pad(heap, imagesOf(heap, x), ["x", upsample ? 0 : border]);
  const toInput = (upsample ? upsampledInputGradient : inputGradient)(heap, filterOf(heap, filter));
  const gradientOf = upsample ? upsampledFilterGradient : filterGradient;
  const toFilter = gradientOf(heap, filterOf(heap, dFilter));
  const [outputs, gradients, inputs] = [r, dy, dx].map((tensor) => imagesOf(heap, tensor));
  // Image by image, so that the gradient before batch norm stays in the cache, and one border
  // of zeros serves them all.
  const padded = bordered(heap, [1, height, width, channels], ["dy", border]);
  const inner = interior(padded, border);
  for (let n = 0; n < batch; n++) {
    heap.kernels.batchNormGradient(
      imageAt(outputs, n).at,
      imageAt(gradients, n).at,
      gradients.channels * 4,
      coefficients,
      coefficients + channels * 4,
      coefficients + channels * 8,
      heap.address(dBias),
      inner.at,
      inner.image,
      inner.row,
      1,
      height,
      width,
      channels,
    );
    toFilter.add(imageAt(source, n), inner);
    toInput(padded, imageAt(inputs, n));
  }
  toFilter.finish();
  return [dx, dFilter, dBias];
}

function convReluSame(
  heap: Heap,
  { x, filter, bias }: { x: tf.TensorInfo; filter: tf.TensorInfo; bias: tf.TensorInfo },
  { upsample, each }: { upsample: boolean; each?: (image: Images) => void },
): tf.TensorInfo {
  const [batch, height, width] = x.shape;
  const scale = upsample ? 2 : 1;
  const r = heap.output([batch, height * scale, width * scale, filter.shape[3]]);
  const border = upsample ? 0 : (filter.shape[0] - 1) / 2;
  const source = pad(heap, imagesOf(heap, x), ["x", border]);
  const epilogue = { bias: heap.address(bias), relu: true };
  const through = upsample ? upsampledConvolution : convolution;
  const convolve = through(heap, filterOf(heap, filter), epilogue);
  const out = imagesOf(heap, r);
  for (let n = 0; n < batch; n++) {
    convolve(imageAt(source, n), imageAt(out, n));
    each?.(imageAt(out, n));
  }
  return r;
}

interface ChannelSums {
  /** Adds images x and, at an address, as many y. */
  (x: Images, y: Address): void;
  /** Per-channel Σx and Σx·y so far. */
  totals(): { sums: Float64Array; products: Float64Array };
}

/** Starts sums over pixels, in float64; only one such pair can be under way. */
function channelSums(heap: Heap, channels: number): ChannelSums {
  const sums = heap.scratch("sums", channels * 16);
  heap.kernels.zero(sums, channels * 16);
  const products = sums + channels * 8;
  const add = ({ at, batch, height, width }: Images, y: Address) =>
    heap.kernels.channelSums(at, y, batch * height * width, channels, sums, products);
  // Copies, since the next allocation may move the memory under a view.
  const totals = () => ({
    sums: heap.doubles(sums, channels).slice(),
    products: heap.doubles(products, channels).slice(),
  });
  return Object.assign(add, { totals });
}

/** A normalisation as y = r·scale + shift, one value a channel each. */
interface Scaling {
  readonly scale: Float32Array;
  readonly shift: Float32Array;
}

function scalingOf(
  heap: Heap,
  { mean, variance, gamma, beta }: Record<"mean" | "variance" | "gamma" | "beta", tf.TensorInfo>,
  epsilon: number,
): Scaling {
  const [means, variances, gammas, betas] = [mean, variance, gamma, beta]
    .map((tensor) => floatsOf(heap, tensor));
  const scale = gammas.map((value, c) => value / Math.sqrt(variances[c] + epsilon));
  return { scale, shift: betas.map((value, c) => value - means[c] * scale[c]) };
}

function normalise(heap: Heap, r: tf.TensorInfo, { scale, shift }: Scaling): tf.TensorInfo {
  const y = heap.output(r.shape);
  const channels = scale.length;
  const at = heap.scratch("coefficients", channels * 12);
  heap.floats(at, channels).set(scale);
  heap.floats(at + channels * 4, channels).set(shift);
  const pixels = tf.util.sizeFromShape(r.shape) / channels;
  const [from, to] = [heap.address(r), heap.address(y)];
  heap.kernels.scaleChannels(from, at, at + channels * 4, to, pixels, channels);
  return y;
}

/** Normalisation and the dot product with the last filter in one: logits N×H×W×1. */
function scaleAndDot(
  heap: Heap,
  r: tf.TensorInfo,
  { scale, shift, outFilter, outBias }: Scaling & {
    outFilter: tf.TensorInfo;
    outBias: tf.TensorInfo;
  },
): tf.TensorInfo {
  const logits = heap.output([...r.shape.slice(0, 3), 1]);
  const channels = scale.length;
  const at = heap.scratch("coefficients", channels * 12);
  const w = floatsOf(heap, outFilter);
  heap.floats(at, channels).set(scale.map((value, c) => value * w[c]));
  const constant = shift.reduce((sum, value, c) => sum + value * w[c], floatsOf(heap, outBias)[0]);
  heap.floats(at + channels * 4, 1)[0] = constant;
  const pixels = tf.util.sizeFromShape(logits.shape);
  const [from, to] = [heap.address(r), heap.address(logits)];
  heap.kernels.dotPixels(from, at, at + channels * 4, to, pixels, channels);
  return logits;
}
