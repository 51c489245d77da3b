/**
 * What a batch normalisation needs of each channel: moments forward, sums back, always over the
 * whole batch and always in the same order.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { runEachIndex } from "./each_index.ts";
import { type Gpu, imageGroups, sizeOf } from "./gpu.ts";
import type { Tensors } from "../registry.ts";
import { GROUP_INDEX, PLACE, spread, THREADS } from "./wgsl.ts";

/** Threads that share a channel's partial results. */
const SHARERS = 64;

/**
 * WGSL of `combine`: two vectors of count, mean and sum of squared distances from it as those of all
 * values together (Chan, Golub & LeVeque 1979).
 */
export const COMBINE = `
fn combine(left: vec3<f32>, right: vec3<f32>) -> vec3<f32> {
  let count = left.x + right.x;
  if (count == 0.0) { return left; }
  let difference = right.y - left.y;
  let mean = left.y + difference * right.x / count;
  let square = left.z + right.z + difference * difference * left.x * right.x / count;
  return vec3<f32>(count, mean, square);
}`;

/** A tree over the threads of a workgroup: `parts[0]` ends as all of them combined. */
function reduceParts(join: (left: string, right: string) => string): string {
  const halves = [];
  for (let half = SHARERS / 2; half >= 1; half /= 2) halves.push(half);
  return halves.map((half) =>
    `  workgroupBarrier();
  if (thread < ${half}u) { parts[thread] = ${join("parts[thread]", `parts[thread + ${half}u]`)}; }`
  ).join("\n");
}

/**
 * Moments of each channel from those of tiles, and the normalisation that they give.
 *
 * @param partials tiles×3×C: count, mean and sum of squared distances
 * @returns mean, biased variance, and scaling 2×C: normalised = r·scale + shift
 */
export function momentsOf(
  gpu: Gpu,
  partials: tf.TensorInfo,
  { gamma, beta }: Tensors,
  epsilon: number,
): [mean: tf.TensorInfo, variance: tf.TensorInfo, scaling: tf.TensorInfo] {
  const [tiles, , channels] = partials.shape;
  const [mean, variance] = [gpu.output([channels]), gpu.output([channels])];
  const scaling = gpu.output([2, channels]);
  gpu.run({
    key: `moments ${epsilon}`,
    code: () =>
      `${COMBINE}
var<workgroup> parts: array<vec3<f32>, ${SHARERS}>;
@compute @workgroup_size(${SHARERS})
fn main(${PLACE}) {
  let channel = group.x;
  let channels = sizes.channels;
  var all = vec3<f32>();
  for (var tile = thread; tile < sizes.tiles; tile += ${SHARERS}u) {
    let at = partials_at + tile * 3u * channels + channel;
    let part = vec3<f32>(partials[at], partials[at + channels], partials[at + 2u * channels]);
    all = combine(all, part);
  }
  parts[thread] = all;
${reduceParts((left, right) => `combine(${left}, ${right})`)}
  if (thread == 0u) {
    let mean = parts[0].y;
    let variance = parts[0].z / parts[0].x;
    let scale = gamma[gamma_at + channel] / sqrt(variance + ${epsilon});
    means[means_at + channel] = mean;
    variances[variances_at + channel] = variance;
    scaling[scaling_at + channel] = scale;
    scaling[scaling_at + channels + channel] = beta[beta_at + channel] - mean * scale;
  }
}`,
    reads: { partials, gamma, beta },
    writes: { means: mean, variances: variance, scaling },
    sizes: { tiles, channels },
    workgroups: [channels],
  });
  return [mean, variance, scaling];
}

/** Scaling 2×C from given moments. */
export function scalingOf(
  gpu: Gpu,
  { mean, variance, gamma, beta }: Tensors,
  epsilon: number,
): tf.TensorInfo {
  const channels = sizeOf(mean);
  const scaling = gpu.output([2, channels]);
  runEachIndex(gpu, {
    key: `scaling ${epsilon}`,
    reads: { mean, variance, gamma, beta },
    writes: { scaling },
    count: channels,
    body: () =>
      `  let scale = gamma[gamma_at + index] / sqrt(variance[variance_at + index] + ${epsilon});
  scaling[scaling_at + index] = scale;
  scaling[scaling_at + sizes.count + index] = beta[beta_at + index] - mean[mean_at + index] * scale;`,
  });
  return scaling;
}

/**
 * Pixels that a workgroup of {@linkcode gradientSums} walks over, at most and at least. Few pixels are
 * cut into {@linkcode ENOUGH_SLICES} where they can be: each walk waits for memory at every step.
 */
const LONGEST_SLICE = 2048, SHORTEST_SLICE = 128;

/** Slices that keep a large GPU busy. */
const ENOUGH_SLICES = 256;

/**
 * Per-channel sums of dy and of dy·(r − mean). Distances from the mean, not r itself: their sum
 * would lose in float32 what is left after the mean is taken off.
 *
 * @param tensors `r` N×H×W×C, `dy` of the same shape or N×H×W×1, `mean` C
 * @returns slices×2×C
 */
export function gradientSums(gpu: Gpu, { dy, r, mean }: Tensors): tf.TensorInfo {
  const channels = r.shape[3];
  const shared = dy.shape[3] < channels;
  // As many channels side by side as there are, so that neighbours read neighbours.
  const lanes = [4, 8, 16, 32].find((lanes) => channels <= lanes) ?? 64;
  const walkers = THREADS / lanes;
  const groups = imageGroups(gpu, [r]).map((group) => {
    const pixels = group.window(r).count / channels;
    const wanted = Math.ceil(pixels / ENOUGH_SLICES);
    const length = Math.max(SHORTEST_SLICE, Math.min(LONGEST_SLICE, wanted));
    return { ...group, pixels, length, slices: Math.ceil(pixels / length) };
  });
  const total = groups.reduce((sum, { slices }) => sum + slices, 0);
  const sums = gpu.output([total, 2, channels]);
  let done = 0;
  for (const { window, pixels, length, slices } of groups) {
    const count = slices * 2 * channels;
    gpu.run({
      key: `gradient sums ${lanes} ${shared}`,
      code: () => `
var<workgroup> parts: array<vec2<f32>, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  let slice = ${GROUP_INDEX};
  if (slice >= sizes.slices) { return; }
  let channels = sizes.channels;
  let channel = group.z * ${lanes}u + thread % ${lanes}u;
  let end = min((slice + 1u) * sizes.length, sizes.pixels);
  var sum = vec2<f32>();
  if (channel < channels) {
    let center = mean[mean_at + channel];
    for (var pixel = slice * sizes.length + thread / ${lanes}u; pixel < end; pixel += ${walkers}u) {
      let at = pixel * channels + channel;
      let slope = dy[dy_at + ${shared ? "pixel" : "at"}];
      sum += slope * vec2<f32>(1.0, r[r_at + at] - center);
    }
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread < ${lanes}u && channel < channels) {
    var all = vec2<f32>();
    for (var walker = 0u; walker < ${walkers}u; walker++) {
      all += parts[walker * ${lanes}u + thread];
    }
    let at = sums_at + slice * 2u * channels + channel;
    sums[at] = all.x;
    sums[at + channels] = all.y;
  }
}`,
      reads: { dy: window(dy), r: window(r), mean },
      writes: { sums: { tensor: sums, first: done * 2 * channels, count } },
      sizes: { slices, pixels, length, channels },
      workgroups: [...spread(slices), Math.ceil(channels / lanes)],
    });
    done += slices;
  }
  return sums;
}

/**
 * WGSL of one workgroup a channel: adds its sums over slices up in `parts[0]`, then one thread runs
 * `body`, which knows 1 / σ as `inverse` and γ / σ as `scale`.
 */
function fromSums(epsilon: number, body: string): string {
  return `
var<workgroup> parts: array<vec2<f32>, ${SHARERS}>;
@compute @workgroup_size(${SHARERS})
fn main(${PLACE}) {
  let channel = group.x;
  let channels = sizes.channels;
  var sum = vec2<f32>();
  for (var slice = thread; slice < sizes.slices; slice += ${SHARERS}u) {
    let at = sums_at + slice * 2u * channels + channel;
    sum += vec2<f32>(sums[at], sums[at + channels]);
  }
  parts[thread] = sum;
${reduceParts((left, right) => `${left} + ${right}`)}
  if (thread == 0u) {
    let inverse = 1.0 / sqrt(variance[variance_at + channel] + ${epsilon});
    let scale = gamma[gamma_at + channel] * inverse;
${body}
  }
}`;
}

/** What {@linkcode normalisationGradient} gives. */
export interface NormalisationGradient {
  /** 3×C: rows a, b, d with dr = a·dy + b·r + d. */
  readonly coefficients: tf.TensorInfo;
  readonly dGamma: tf.TensorInfo;
  readonly dBeta: tf.TensorInfo;
}

/**
 * Gradient of a batch normalisation from {@linkcode gradientSums}. With x̂ = (r − mean)·inverse:
 * dr = γ·inverse·(dy − mean(dy) − x̂·mean(dy·x̂)), Ioffe & Szegedy 2015, section 3, written as
 * a·dy + b·r + d. In the tail, where dy has one channel and the normalised value is dotted with
 * `outFilter`, each channel's gradient is dy times its weight.
 */
export function normalisationGradient(
  gpu: Gpu,
  sums: tf.TensorInfo,
  { gamma, mean, variance, outFilter }: Tensors,
  { pixels, epsilon }: { pixels: number; epsilon: number },
): NormalisationGradient {
  const [slices, , channels] = sums.shape;
  const tail = outFilter !== undefined;
  const coefficients = gpu.output([3, channels]);
  const [dGamma, dBeta] = [gpu.output([channels]), gpu.output([channels])];
  gpu.run({
    key: `normalisation gradient ${epsilon} ${tail}`,
    code: () =>
      fromSums(
        epsilon,
        `    let pixels = f32(sizes.pixels);
    let weight = ${tail ? "weights[weights_at + channel]" : "1.0"};
    let d_beta = weight * parts[0].x;
    let d_gamma = weight * parts[0].y * inverse;
    let b = -scale * inverse * d_gamma / pixels;
    let at = coefficients_at + channel;
    coefficients[at] = scale * weight;
    coefficients[at + channels] = b;
    coefficients[at + 2u * channels] = -scale * d_beta / pixels - b * mean[mean_at + channel];
    d_gammas[d_gammas_at + channel] = d_gamma;
    d_betas[d_betas_at + channel] = d_beta;`,
      ),
    reads: { sums, gamma, mean, variance, ...(tail ? { weights: outFilter } : {}) },
    writes: { coefficients, d_gammas: dGamma, d_betas: dBeta },
    sizes: { slices, pixels, channels },
    workgroups: [channels],
  });
  return { coefficients, dGamma, dBeta };
}

/**
 * Gradients of the tail's last filter and bias, from {@linkcode gradientSums}. By itself, since with
 * {@linkcode normalisationGradient} it would bind more than the eight that every adapter allows.
 */
export function dotGradient(
  gpu: Gpu,
  sums: tf.TensorInfo,
  { gamma, variance, beta, outFilter }: Tensors,
  epsilon: number,
): [dOutFilter: tf.TensorInfo, dOutBias: tf.TensorInfo] {
  const [slices, , channels] = sums.shape;
  const [dOutFilter, dOutBias] = [gpu.output(outFilter.shape), gpu.output([1])];
  gpu.run({
    key: `dot gradient ${epsilon}`,
    code: () =>
      fromSums(
        epsilon,
        `    filters[filters_at + channel] = scale * parts[0].y + beta[beta_at + channel] * parts[0].x;
    if (channel == 0u) { biases[biases_at] = parts[0].x; }`,
      ),
    reads: { sums, gamma, variance, beta },
    writes: { filters: dOutFilter, biases: dOutBias },
    sizes: { slices, channels },
    workgroups: [channels],
  });
  return [dOutFilter, dOutBias];
}
