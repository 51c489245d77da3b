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
      const channels = filter.shape[3];
      const add = channelSums(heap, channels);
      // Summed image by image, while each is still in the cache.
      const r = convReluSame(heap, { x, filter, bias }, {
        upsample: upsample as boolean,
        each: (image) => add(image, image.at),
      });
      const pixels = tf.util.sizeFromShape(r.shape) / channels;
      const { sums, products } = add.totals();
      const [mean, variance] = [heap.output([channels]), heap.output([channels])];
      const means = heap.floats(heap.address(mean), channels);
      const variances = heap.floats(heap.address(variance), channels);
      for (let c = 0; c < channels; c++) {
        const center = sums[c] / pixels;
        means[c] = center;
        variances[c] = Math.max(0, products[c] / pixels - center * center);
      }
      const y = normalise(heap, { r, mean, variance, gamma, beta }, epsilon as number);
      return [y, r, mean, variance];
    },

    ConvReluScale({ x, filter, bias, gamma, beta, mean, variance }, { upsample, epsilon }) {
      const r = convReluSame(heap, { x, filter, bias }, { upsample: upsample as boolean });
      return [normalise(heap, { r, mean, variance, gamma, beta }, epsilon as number), r];
    },

    ConvReluBatchNormGradient(
      { dy, x, filter, gamma, r, mean, variance },
      { upsample, epsilon },
    ) {
      const [batch, height, width, channels] = r.shape;
      const pixels = batch * height * width;
      const add = channelSums(heap, channels);
      add(imagesOf(heap, dy), heap.address(r));
      const { sums, products } = add.totals();
      const [dGamma, dBeta] = [heap.output([channels]), heap.output([channels])];
      const dBias = heap.zeros([channels]);
      const coefficients = heap.scratch("coefficients", channels * 12);
      const [a, b, d] = [0, 1, 2].map((k) =>
        heap.floats(coefficients + k * channels * 4, channels)
      );
      const of = (tensor: tf.TensorInfo) => heap.floats(heap.address(tensor), channels);
      const [means, variances, gammas] = [of(mean), of(variance), of(gamma)];
      const [dGammas, dBetas] = [of(dGamma), of(dBeta)];
      for (let c = 0; c < channels; c++) {
        // With x̂ = (r − mean)·inverse: dr = γ·inverse·(dy − mean(dy) − x̂·mean(dy·x̂)),
        // Ioffe & Szegedy 2015, section 3, written as a·dy + b·r + d.
        const inverse = 1 / Math.sqrt(variances[c] + (epsilon as number));
        const dGammaC = inverse * (products[c] - means[c] * sums[c]);
        dGammas[c] = dGammaC;
        dBetas[c] = sums[c];
        a[c] = gammas[c] * inverse;
        b[c] = -a[c] * inverse * dGammaC / pixels;
        d[c] = -a[c] * sums[c] / pixels - b[c] * means[c];
      }
      const border = (filter.shape[0] - 1) / 2;
      const [dx, dFilter] = [heap.output(x.shape), heap.zeros(filter.shape)];
      const source = pad(heap, imagesOf(heap, x), ["x", border]);
      const folding = { upsample: upsample as boolean };
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
      return [dx, dFilter, dBias, dGamma, dBeta];
    },

    PixelDot({ x, filter, bias }) {
      const channels = filter.shape[2];
      const out = heap.output([...x.shape.slice(0, 3), 1]);
      const pixels = tf.util.sizeFromShape(out.shape);
      const [from, weights, offset] = [x, filter, bias].map((tensor) => heap.address(tensor));
      heap.kernels.dotPixels(from, weights, offset, heap.address(out), pixels, channels);
      return [out];
    },

    PixelDotGradient({ dy, x, filter }) {
      const [dx, dFilter, dBias] = [
        heap.output(x.shape),
        heap.zeros(filter.shape),
        heap.zeros([1]),
      ];
      inputGradient(heap, filterOf(heap, filter))(imagesOf(heap, dy), imagesOf(heap, dx));
      // dfilterᵀ as the filter gradient of a convolution from dy's one channel to x's many: the
      // same sum, with the many channels in the vector lanes.
      const transposed = { height: 1, width: 1, inputs: 1, outputs: filter.shape[2] };
      const gradient = filterGradient(heap, { at: heap.address(dFilter), ...transposed });
      gradient.add(imagesOf(heap, dy), imagesOf(heap, x));
      gradient.finish();
      const add = channelSums(heap, 1);
      add(imagesOf(heap, dy), heap.address(dy));
      heap.floats(heap.address(dBias), 1)[0] = add.totals().sums[0];
      return [dx, dFilter, dBias];
    },

    AdamStep({ value, first, second, gradient }, { rate, beta1, beta2, epsilon }) {
      const outputs = [value, first, second].map((tensor) => heap.output(tensor.shape));
      const [p, m, v, g] = [value, first, second, gradient].map((tensor) => heap.address(tensor));
      const [newP, newM, newV] = outputs.map((tensor) => heap.address(tensor));
      const length = tf.util.sizeFromShape(value.shape);
      const [r, b1, b2, e] = [rate, beta1, beta2, epsilon] as number[];
      heap.kernels.adam(p, m, v, g, newP, newM, newV, length, r, b1, b2, e);
      return outputs;
    },
  };
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
  const scratch = heap.scratch("sums", channels * 24);
  heap.kernels.zero(scratch, channels * 16);
  const [sums, products, partial] = [scratch, scratch + channels * 8, scratch + channels * 16];
  const add = ({ at, batch, height, width }: Images, y: Address) =>
    heap.kernels.channelSums(at, y, batch * height * width, channels, partial, sums, products);
  // Copies, since the next allocation may move the memory under a view.
  const totals = () => ({
    sums: heap.doubles(sums, channels).slice(),
    products: heap.doubles(products, channels).slice(),
  });
  return Object.assign(add, { totals });
}

function normalise(
  heap: Heap,
  { r, mean, variance, gamma, beta }: Record<
    "r" | "mean" | "variance" | "gamma" | "beta",
    tf.TensorInfo
  >,
  epsilon: number,
): tf.TensorInfo {
  const y = heap.output(r.shape);
  const channels = r.shape[3];
  const coefficients = heap.scratch("coefficients", channels * 12);
  const scale = heap.floats(coefficients, channels);
  const shift = heap.floats(coefficients + channels * 4, channels);
  const of = (tensor: tf.TensorInfo) => heap.floats(heap.address(tensor), channels);
  const [means, variances, gammas, betas] = [of(mean), of(variance), of(gamma), of(beta)];
  for (let c = 0; c < channels; c++) {
    scale[c] = gammas[c] / Math.sqrt(variances[c] + epsilon);
    shift[c] = betas[c] - means[c] * scale[c];
  }
  const pixels = tf.util.sizeFromShape(r.shape) / channels;
  const [from, to] = [heap.address(r), heap.address(y)];
  heap.kernels.scaleChannels(from, coefficients, coefficients + channels * 4, to, pixels, channels);
  return y;
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
