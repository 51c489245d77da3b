/**
 * The decoder's blocks on WebGPU: convolution, ReLU and batch normalisation. Forward, the moments
 * are taken while the convolution's sums are still in registers, so that what is as large as an
 * activation is written once and read once more to be normalised; back, it is read for the sums and
 * once more for the gradient.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { runEachIndex } from "./each_index.ts";
import { convolve, type Epilogue, inputGradient } from "./convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import { type Gpu, imageGroups, sizeOf } from "./gpu.ts";
import { type BlockAttrs, blockAttrs, type Kernel, type Tensors } from "../registry.ts";
import { gradientSums, momentsOf, normalisationGradient, scalingOf } from "./moments.ts";
import { forwardPanels } from "./panels.ts";
import { inputSource, plainSource } from "./source.ts";

/** Kernels of the normalised convolutions and their gradients; contracts in `../blocks.ts`. */
export function batchNormKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    ConvReluBatchNorm(inputs, attrs) {
      const { r, mean, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      const y = normalise(gpu, r, scaling);
      gpu.dispose(scaling);
      return [y, r, mean, variance];
    },

    ConvReluBatchNormLater(inputs, attrs) {
      const { r, mean, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      return [r, scaling, mean, variance];
    },

    ConvReluScaleLater({ gamma, beta, mean, variance, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      return [r, scalingOf(gpu, { gamma, beta, mean, variance }, options.epsilon)];
    },

    ConvReluScale({ gamma, beta, mean, variance, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      const scaling = scalingOf(gpu, { gamma, beta, mean, variance }, options.epsilon);
      const y = normalise(gpu, r, scaling);
      gpu.dispose(scaling);
      return [y, r];
    },

    ConvReluBatchNormGradient({ dy, x, scaling, filter, gamma, r, mean, variance }, attrs) {
      const { epsilon, ...rest } = blockAttrs(attrs);
      const sums = gradientSums(gpu, { dy, r, mean });
      const normalisation = { gamma, mean, variance };
      const { coefficients, dGamma, dBeta } = normalisationGradient(gpu, sums, normalisation, {
        pixels: sizeOf(r) / r.shape[3],
        epsilon,
      });
      const dr = reluGradient(gpu, { dy, r }, coefficients);
      gpu.dispose(sums, coefficients);
      const options = { ...rest, border: (filter.shape[0] - 1) / 2 };
      const gradient = plainSource(dr);
      const dx = inputGradient(gpu, { gradient, filter, shape: x.shape }, options);
      const operands = { x: inputSource({ x, scaling }), gradient, filterShape: filter.shape };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      gpu.dispose(dr);
      return [dx, dFilter, dBias, dGamma, dBeta];
    },
  };
}

/** {@linkcode convReluSame}, the batch's moments, and the normalisation that they give. */
export function convReluMoments(
  gpu: Gpu,
  { gamma, beta, ...inputs }: Tensors,
  { epsilon, ...options }: BlockAttrs,
): Record<"r" | "mean" | "variance" | "scaling", tf.TensorInfo> {
  const { out: r, partials } = convReluSame(gpu, inputs, { ...options, moments: true });
  const [mean, variance, scaling] = momentsOf(gpu, partials!, { gamma, beta }, epsilon);
  gpu.dispose(partials!);
  return { r, mean, variance, scaling };
}

/** relu(x ⋆ filter + bias) of the input's size, or of twice that. */
export function convReluSame(
  gpu: Gpu,
  { x, scaling, filter, bias }: Tensors,
  { upsample, transposed, moments }: Omit<BlockAttrs, "epsilon"> & Pick<Epilogue, "moments">,
): ReturnType<typeof convolve> {
  const [batch, height, width] = x.shape;
  const scale = upsample ? 2 : 1;
  const shape = [batch, height * scale, width * scale, filter.shape[transposed ? 2 : 3]];
  const options = { upsample, transposed, border: (filter.shape[0] - 1) / 2 };
  const { panels, geometry, dispose } = forwardPanels(gpu, filter, options);
  const operands = { source: inputSource({ x, scaling }), panels, shape };
  const result = convolve(gpu, operands, geometry, { bias, moments });
  dispose();
  return result;
}

/** r·scale + shift. */
function normalise(gpu: Gpu, r: tf.TensorInfo, scaling: tf.TensorInfo): tf.TensorInfo {
  const y = gpu.output(r.shape);
  const channels = r.shape[3];
  for (const { window } of imageGroups(gpu, [r])) {
    runEachIndex(gpu, {
      key: "normalise",
      reads: { r: window(r), scaling },
      writes: { y: window(y) },
      sizes: { channels },
      count: window(r).count,
      body: () =>
        `  let at = scaling_at + index % sizes.channels;
  y[y_at + index] = fma(r[r_at + index], scaling[at], scaling[at + sizes.channels]);`,
    });
  }
  return y;
}

/** Back through normalisation and ReLU: a·dy + b·r + d where r is positive. */
function reluGradient(
  gpu: Gpu,
  { dy, r }: Tensors,
  coefficients: tf.TensorInfo,
): tf.TensorInfo {
  const dr = gpu.output(r.shape);
  const channels = r.shape[3];
  for (const { window } of imageGroups(gpu, [r])) {
    runEachIndex(gpu, {
      key: "relu gradient",
      reads: { dy: window(dy), r: window(r), coefficients },
      writes: { dr: window(dr) },
      sizes: { channels },
      count: window(r).count,
      body: () =>
        `  let at = coefficients_at + index % sizes.channels;
  let value = r[r_at + index];
  let slope = coefficients[at] * dy[dy_at + index] +
    coefficients[at + sizes.channels] * value + coefficients[at + 2u * sizes.channels];
  dr[dr_at + index] = select(0.0, slope, value > 0.0);`,
    });
  }
  return dr;
}
