/**
 * Our kernels in TF.js's registry for the wasm backend: the one of TF.js that it lacks (so that
 * any TF.js model trains there), and the fused blocks of `../blocks.ts`.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Address, Heap } from "./heap.ts";
import {
  bordered,
  convolution,
  type Filter,
  filterGradient,
  imageAt,
  type Images,
  images,
  inputGradient,
  interior,
  pad,
} from "./convolution.ts";

type Tensors = Record<string, tf.TensorInfo>;
type Kernel = (inputs: Tensors, attrs: tf.NamedAttrMap) => tf.TensorInfo[];

/** Registers every kernel for the backend that `heap` belongs to. */
export function registerWasmKernels(heap: Heap): void {
  const kernels: Record<string, Kernel> = {
    ...blockKernels(heap),
    ...missingKernels(heap),
    // TF.js 4.22 copies the memory here (its other backends share it), and autodiff clones every
    // tensor that a gradient needs: 3 of 27 ms a step. Can go when its own kernel shares.
    Identity: ({ x }) => [heap.share(x)],
  };
  for (const [kernelName, run] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm")) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs }) => {
        const outputs = run(inputs as Tensors, attrs ?? {});
        return outputs.length === 1 ? outputs[0] : outputs;
      },
    });
  }
}

function filterOf(heap: Heap, tensor: tf.TensorInfo): Filter {
  const [height, width, inputs, outputs] = tensor.shape;
  return { at: heap.address(tensor), height, width, inputs, outputs };
}

function imagesOf(heap: Heap, tensor: tf.TensorInfo) {
  return images(heap.address(tensor), tensor.shape);
}

function blockKernels(heap: Heap): Record<string, Kernel> {
  return {
    ConvReluPool({ x, filter, bias }) {
      const [batch, height, width] = x.shape;
      const [kernelHeight, kernelWidth, , channels] = filter.shape;
      const shape = [batch, height - kernelHeight + 1, width - kernelWidth + 1, channels];
      const r = heap.output(shape);
      const y = heap.output([batch, Math.ceil(shape[1] / 2), Math.ceil(shape[2] / 2), channels]);
      const epilogue = { bias: heap.address(bias), relu: true };
      const convolve = convolution(heap, filterOf(heap, filter), epilogue);
      convolve(imagesOf(heap, x), imagesOf(heap, r));
      heap.kernels.maxPool(
        heap.address(r),
        heap.address(y),
        shape[0],
        shape[1],
        shape[2],
        channels,
      );
      return [y, r];
    },

    ConvReluPoolGradient({ dy, x, filter, r, y }, { inputGradient: wanted }) {
      const [batch, height, width, channels] = r.shape;
      const border = filter.shape[0] - 1;
      const padded = bordered(heap, r.shape, ["dy", border]);
      const inner = interior(padded, border);
      const dBias = heap.zeros([channels]);
      heap.kernels.maxPoolGradient(
        heap.address(r),
        heap.address(y),
        heap.address(dy),
        1,
        inner.at,
        inner.image,
        inner.row,
        heap.address(dBias),
        batch,
        height,
        width,
        channels,
      );
      const dFilter = heap.zeros(filter.shape);
      const gradient = filterGradient(heap, filterOf(heap, dFilter));
      gradient.add(imagesOf(heap, x), inner);
      gradient.finish();
      if (!wanted) return [dFilter, dBias];
      const dx = heap.output(x.shape);
      inputGradient(heap, filterOf(heap, filter))(padded, imagesOf(heap, dx));
      return [dFilter, dBias, dx];
    },

    ConvReluBatchNorm({ x, filter, bias, gamma, beta }, { upsample, epsilon }) {
      const folding = { upsample: upsample as boolean };
      const { r, mean, variance } = convReluMoments(heap, { x, filter, bias }, folding);
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
      const folding = { upsample: upsample as boolean };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, folding);
      return [dx, dFilter, dBias, dGamma, dBeta];
    },

    ConvReluBatchNormDot({ x, filter, bias, gamma, beta, outFilter, outBias }, { epsilon }) {
      const folding = { upsample: false };
      const { r, mean, variance } = convReluMoments(heap, { x, filter, bias }, folding);
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
      const folding = { upsample: false };
      const [dx, dFilter, dBias] = throughConvolution(heap, inputs, coefficients, folding);
      return [dx, dFilter, dBias, dGamma, dBeta, dOutFilter, dOutBias];
    },

    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], length = tf.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output([batch]);
      const values = floatsOf(heap, out);
      const [l, x] = [heap.address(logits), heap.address(targets)];
      for (let n = 0; n < batch; n++) {
        const offset = n * length * 4;
        values[n] = heap.kernels.crossEntropy(l + offset, x + offset, length) / length;
      }
      return [out];
    },

    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], length = tf.util.sizeFromShape(logits.shape) / batch;
      const out = heap.output(logits.shape);
      const scales = floatsOf(heap, dy);
      const [l, x, to] = [logits, targets, out].map((tensor) => heap.address(tensor));
      for (let n = 0; n < batch; n++) {
        const at = n * length * 4, scale = scales[n] / length;
        heap.kernels.crossEntropyGradient(l + at, x + at, scale, to + at, length);
      }
      return [out];
    },

    AdamStep({ first, second, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const [newFirst, newSecond] = [heap.output(first.shape), heap.output(second.shape)];
      const [m, v, newM, newV] = [first, second, newFirst, newSecond].map((tensor) =>
        heap.address(tensor)
      );
      const [r, b1, b2, e] = [rate, beta1, beta2, epsilon] as number[];
      let at = 0;
      const values = Array.from({ length: count }, (_, k) => {
        const value = tensors[`value${k}`];
        const output = heap.output(value.shape);
        const [p, g, newP] = [value, tensors[`gradient${k}`], output].map((tensor) =>
          heap.address(tensor)
        );
        const length = tf.util.sizeFromShape(value.shape);
        heap.kernels.adam(
          p,
          m + at,
          v + at,
          g,
          newP,
          newM + at,
          newV + at,
          length,
          r,
          b1,
          b2,
          e,
        );
        at += length * 4;
        return output;
      });
      return [newFirst, newSecond, ...values];
    },
  };
}

/** The values of a tensor; valid only until the next allocation. */
function floatsOf(heap: Heap, tensor: tf.TensorInfo): Float32Array {
  return heap.floats(heap.address(tensor), tf.util.sizeFromShape(tensor.shape));
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
  folding: { upsample: boolean },
): [dx: tf.TensorInfo, dFilter: tf.TensorInfo, dBias: tf.TensorInfo] {
  const [batch, height, width, channels] = r.shape;
  const border = (filter.shape[0] - 1) / 2;
  const [dx, dFilter] = [heap.output(x.shape), heap.zeros(filter.shape)];
  const dBias = heap.zeros([channels]);
  const source = pad(heap, imagesOf(heap, x), ["x", border]);
  const toInput = inputGradient(heap, filterOf(heap, filter), folding);
  const toFilter = filterGradient(heap, filterOf(heap, dFilter), folding);
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
  const source = pad(heap, imagesOf(heap, x), ["x", (filter.shape[0] - 1) / 2]);
  const epilogue = { bias: heap.address(bias), relu: true, upsample };
  const convolve = convolution(heap, filterOf(heap, filter), epilogue);
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

/** Kernels of TF.js itself that its wasm backend 4.22 lacks. They can go when TF.js has them. */
function missingKernels(heap: Heap): Record<string, Kernel> {
  return {
    Conv2DBackpropFilter({ x, dy }, attrs) {
      const { strides, pad: padding, dimRoundingMode, filterShape } = attrs as unknown as {
        strides: number | [number, number];
        pad: "valid" | "same" | number;
        dimRoundingMode?: "floor" | "round" | "ceil";
        filterShape: [number, number, number, number];
      };
      const info = tf.backend_util.computeConv2DInfo(
        x.shape as [number, number, number, number],
        filterShape,
        strides,
        1,
        padding,
        dimRoundingMode,
      );
      const { top, bottom, left, right } = info.padInfo;
      const dFilter = heap.zeros(filterShape);
      const border = Math.max(top, bottom, left, right);
      const padded = pad(heap, imagesOf(heap, x), ["x", border]);
      const source = {
        ...padded,
        at: padded.at + (border - top) * padded.row + (border - left) * padded.channels * 4,
      };
      const stride = [info.strideHeight, info.strideWidth] as const;
      const gradient = filterGradient(heap, filterOf(heap, dFilter), { stride });
      gradient.add(source, imagesOf(heap, dy));
      gradient.finish();
      return [dFilter];
    },
  };
}
