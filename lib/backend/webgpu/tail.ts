/**
 * The decoder's tail on WebGPU: convolution 1×1, ReLU, batch normalisation and the dot product with
 * the last filter. What is as large as N×H×W×C, half a gigabyte in the published network, is the
 * ReLU's output alone: the normalisation is part of the dot product, and the gradient of the ReLU's
 * output is computed from the one number a pixel that it depends on wherever it is read.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { convReluMoments, convReluSame } from "./batch_norm.ts";
import { inputGradient } from "./convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import { type Gpu, imageGroups, sizeOf } from "./gpu.ts";
import { blockAttrs, type Kernel, type Tensors } from "../registry.ts";
import { dotGradient, gradientSums, normalisationGradient, scalingOf } from "./moments.ts";
import { inputSource, type Source } from "./source.ts";
import { GROUP_INDEX, PLACE, spread, unrolled } from "./wgsl.ts";

/** Kernels of the tail and its gradient; contracts in `../blocks.ts`. */
export function tailKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    ConvReluBatchNormDot({ outFilter, outBias, ...inputs }, attrs) {
      const { r, mean, variance, scaling } = convReluMoments(gpu, inputs, blockAttrs(attrs));
      const logits = scaleAndDot(gpu, r, { scaling, outFilter, outBias });
      gpu.dispose(scaling);
      return [logits, r, mean, variance];
    },

    ConvReluScaleDot({ gamma, beta, mean, variance, outFilter, outBias, ...inputs }, attrs) {
      const options = blockAttrs(attrs);
      const { out: r } = convReluSame(gpu, inputs, options);
      const scaling = scalingOf(gpu, { gamma, beta, mean, variance }, options.epsilon);
      const logits = scaleAndDot(gpu, r, { scaling, outFilter, outBias });
      gpu.dispose(scaling);
      return [logits, r];
    },

    ConvReluBatchNormDotGradient(
      { dy, x, scaling, filter, gamma, beta, outFilter, r, mean, variance },
      attrs,
    ) {
      const { epsilon, ...rest } = blockAttrs(attrs);
      const sums = gradientSums(gpu, { dy, r, mean });
      const normalisation = { gamma, mean, variance, beta, outFilter };
      const { coefficients, dGamma, dBeta } = normalisationGradient(gpu, sums, normalisation, {
        pixels: sizeOf(dy),
        epsilon,
      });
      const dot = dotGradient(gpu, sums, normalisation, epsilon);
      const gradient = gradientSource({ r, dy, coefficients });
      const options = { ...rest, border: (filter.shape[0] - 1) / 2 };
      const dx = inputGradient(gpu, { gradient, filter, shape: x.shape }, options);
      const operands = { x: inputSource({ x, scaling }), gradient, filterShape: filter.shape };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      gpu.dispose(sums, coefficients);
      return [dx, dFilter, dBias, dGamma, dBeta, ...dot];
    },
  };
}

/** The gradient before the ReLU, never stored. */
function gradientSource({ r, dy, coefficients }: Tensors): Source {
  const channels = r.shape[3];
  return {
    key: `tail ${channels}`,
    shape: r.shape,
    perImage: { r, dy },
    shared: { coefficients },
    code: `
fn source(pixel: u32, channel: u32) -> f32 {
  let value = r[r_at + pixel * ${channels}u + channel];
  let at = coefficients_at + channel;
  let slope = coefficients[at] * dy[dy_at + pixel] +
    coefficients[at + ${channels}u] * value + coefficients[at + ${2 * channels}u];
  return select(0.0, slope, value > 0.0);
}`,
    vectorCode: `
struct Channels { a: vec4<f32>, b: vec4<f32>, d: vec4<f32> }
fn channels(channel: u32) -> Channels {
  let at = coefficients_at + channel / 4u;
  return Channels(
    coefficients[at], coefficients[at + ${channels / 4}u], coefficients[at + ${channels / 2}u],
  );
}
fn source(pixel: u32, channel: u32, own: Channels) -> vec4<f32> {
  let value = r[r_at + (pixel * ${channels}u + channel) / 4u];
  let slope = own.a * dy[dy_at + pixel] + own.b * value + own.d;
  return select(vec4<f32>(), slope, value > vec4<f32>());
}`,
    vectors: ["r", "coefficients"],
  };
}

/** Pixels of a workgroup of {@linkcode scaleAndDot}, one a thread. */
const PIXELS = 64;

/** Channels that it loads at once. */
const STRIP = 16;

/**
 * Logits N×H×W×1: the dot product of each normalised pixel with the last filter. Neighbouring
 * threads read neighbouring channels into workgroup memory, then each adds up a pixel of its own.
 */
function scaleAndDot(
  gpu: Gpu,
  r: tf.TensorInfo,
  { scaling, outFilter, outBias }: Tensors,
): tf.TensorInfo {
  const channels = r.shape[3];
  const logits = gpu.output([...r.shape.slice(0, 3), 1]);
  for (const { window } of imageGroups(gpu, [r])) {
    const { count: pixels } = window(logits);
    const groups = Math.ceil(pixels / PIXELS);
    gpu.run({
      key: "scale and dot",
      code: () => `
// One more than a power of two a row, so that the threads' rows begin in different banks.
var<workgroup> strip: array<f32, ${PIXELS * (STRIP + 1)}>;
@compute @workgroup_size(${PIXELS})
fn main(${PLACE}) {
  let start = ${GROUP_INDEX} * ${PIXELS}u;
  let channels = sizes.channels;
  if (start >= sizes.pixels) { return; }
  var sum = bias[bias_at];
  for (var first = 0u; first < channels; first += ${STRIP}u) {
    let channel = first + thread % ${STRIP}u;
    var scale = 0.0;
    var shift = 0.0;
    if (channel < channels) {
      let weight = weights[weights_at + channel];
      scale = scaling[scaling_at + channel] * weight;
      shift = scaling[scaling_at + channels + channel] * weight;
    }
${
        unrolled(STRIP, (k) =>
          `    {
      let row = ${k * PIXELS / STRIP}u + thread / ${STRIP}u;
      let pixel = min(start + row, sizes.pixels - 1u);
      let at = r_at + pixel * channels + min(channel, channels - 1u);
      strip[row * ${STRIP + 1}u + thread % ${STRIP}u] = fma(r[at], scale, shift);
    }`)
      }
    workgroupBarrier();
${unrolled(STRIP, (k) => `    sum += strip[thread * ${STRIP + 1}u + ${k}u];`)}
    workgroupBarrier();
  }
  if (start + thread < sizes.pixels) { logits[logits_at + start + thread] = sum; }
}`,
      reads: { r: window(r), scaling, weights: outFilter, bias: outBias },
      writes: { logits: window(logits) },
      sizes: { pixels, channels },
      workgroups: spread(groups),
    });
  }
  return logits;
}
