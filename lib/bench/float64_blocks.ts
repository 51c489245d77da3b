/**
 * The network's blocks in plain float64, with all of their gradients: what a report compares a
 * device's kernels with. The tests have a reference of their own, without gradients, which this one
 * is tested against.
 *
 * Arrays are row-major, N×H×W×C and H×W×inputs×outputs.
 *
 * @module
 */

/** A float64 array with its shape. */
export interface Array64 {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** A block's value at some inputs. */
export interface Value64 extends Array64 {
  /** Gradients of Σ weights·value, in the order of the inputs. */
  gradients(weights: Float64Array): Float64Array[];
  /**
   * Distance of the nearest kink (a ReLU at 0, two equal values in a pool), relative to the rms of
   * what the kinks are functions of. Nearer than rounding, float32 takes the other gradient, and is
   * not wrong. Infinity for a smooth block.
   */
  readonly margin: number;
}

/** Root mean square; 0 of nothing. */
export function rms(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum / Math.max(1, values.length));
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** Value and gradients of a convolution of stride 1. */
interface Convolved extends Array64 {
  gradients(dy: Float64Array): { dx: Float64Array; dw: Float64Array };
}

/** A convolution of stride 1 with `before` rows and columns of zeros at the top and left. */
function convolve(x: Array64, filter: Array64, before: number, side: readonly number[]): Convolved {
  const [batch, height, width, inputs] = x.shape;
  const [filterHeight, filterWidth, , outputs] = filter.shape;
  /** Visits each pair of pixels and the tap between them, by their first channels. */
  const eachTap = (visit: (out: number, x: number, tap: number) => void) => {
    for (let n = 0, out = 0; n < batch; n++) {
      for (let y = 0; y < side[0]; y++) {
        for (let z = 0; z < side[1]; z++, out += outputs) {
          for (let tap = 0; tap < filterHeight * filterWidth; tap++) {
            const fromY = y + Math.floor(tap / filterWidth) - before;
            const fromZ = z + tap % filterWidth - before;
            if (fromY < 0 || fromZ < 0 || fromY >= height || fromZ >= width) continue;
            const from = ((n * height + fromY) * width + fromZ) * inputs;
            visit(out, from, tap * inputs * outputs);
          }
        }
      }
    }
  };
  const shape = [batch, ...side, outputs];
  const values = new Float64Array(sizeOf(shape));
  eachTap((out, from, tap) => {
    for (let i = 0; i < inputs; i++) {
      const value = x.values[from + i], row = tap + i * outputs;
      for (let o = 0; o < outputs; o++) values[out + o] += value * filter.values[row + o];
    }
  });
  return {
    shape,
    values,
    gradients(dy) {
      const dx = new Float64Array(x.values.length), dw = new Float64Array(filter.values.length);
      eachTap((out, from, tap) => {
        for (let i = 0; i < inputs; i++) {
          const value = x.values[from + i], row = tap + i * outputs;
          let sum = 0;
          for (let o = 0; o < outputs; o++) {
            sum += dy[out + o] * filter.values[row + o];
            dw[row + o] += dy[out + o] * value;
          }
          dx[from + i] += sum;
        }
      });
      return { dx, dw };
    },
  };
}

/** Adds a value a channel. */
function addBias({ values, shape }: Array64, bias: Float64Array): Array64 {
  return { shape, values: values.map((value, i) => value + bias[i % bias.length]) };
}

/** Sums over all but the channels. */
function channelSums(values: Float64Array, channels: number): Float64Array {
  const sums = new Float64Array(channels);
  values.forEach((value, i) => sums[i % channels] += value);
  return sums;
}

/** Convolution without padding, bias, ReLU, max pooling 2×2 ('same'). */
export function poolBlock64([x, filter, bias]: readonly Array64[]): Value64 {
  const side = [x.shape[1] - filter.shape[0] + 1, x.shape[2] - filter.shape[1] + 1];
  const convolved = convolve(x, filter, 0, side);
  const sums = addBias(convolved, bias.values);
  const [batch, height, width, channels] = sums.shape;
  const half = [Math.ceil(height / 2), Math.ceil(width / 2)];
  const size = batch * half[0] * half[1] * channels;
  const best = new Float64Array(size).fill(-Infinity), second = best.slice();
  const chosen = new Int32Array(size);
  sums.values.forEach((value, i) => {
    const c = i % channels, pixel = (i - c) / channels;
    const z = pixel % width, y = Math.floor(pixel / width) % height;
    const n = Math.floor(pixel / width / height);
    const to = ((n * half[0] + (y >> 1)) * half[1] + (z >> 1)) * channels + c;
    if (value > best[to]) {
      second[to] = best[to];
      best[to] = value;
      chosen[to] = i;
    } else if (value > second[to]) second[to] = value;
  });
  let nearest = Infinity;
  best.forEach((value, i) => {
    const kink = value > 0 ? Math.min(value, value - second[i]) : -value;
    nearest = Math.min(nearest, kink);
  });
  return {
    shape: [batch, ...half, channels],
    values: best.map((value) => Math.max(0, value)),
    margin: nearest / rms(sums.values),
    gradients(weights) {
      const dy = new Float64Array(sums.values.length);
      best.forEach((value, i) => {
        if (value > 0) dy[chosen[i]] += weights[i];
      });
      const { dx, dw } = convolved.gradients(dy);
      return [dx, dw, channelSums(dy, channels)];
    },
  };
}

/** A filter as its transposed convolution stores it, and back: turned, its channels exchanged. */
export function turn64({ shape: [height, width, inputs, outputs], values }: Array64): Array64 {
  const turned = new Float64Array(values.length);
  const taps = height * width;
  values.forEach((value, i) => {
    const o = i % outputs, rest = (i - o) / outputs, tap = Math.floor(rest / inputs);
    turned[((taps - 1 - tap) * outputs + o) * inputs + rest % inputs] = value;
  });
  return { shape: [height, width, outputs, inputs], values: turned };
}

/** Nearest upsampling ×2. */
function upsample(x: Array64): Array64 & { gradient(dy: Float64Array): Float64Array } {
  const [batch, height, width, channels] = x.shape;
  const shape = [batch, 2 * height, 2 * width, channels];
  const from = Int32Array.from({ length: sizeOf(shape) }, (_, i) => {
    const c = i % channels, pixel = (i - c) / channels;
    const z = pixel % shape[2], row = Math.floor(pixel / shape[2]);
    const n = Math.floor(row / shape[1]), y = row % shape[1];
    return ((n * height + (y >> 1)) * width + (z >> 1)) * channels + c;
  });
  return {
    shape,
    values: Float64Array.from(from, (i) => x.values[i]),
    gradient(dy) {
      const dx = new Float64Array(x.values.length);
      dy.forEach((value, i) => dx[from[i]] += value);
      return dx;
    },
  };
}

/** How a normalised block convolves. */
export interface NormalisedForm {
  /** Whether its images are first enlarged ×2. */
  readonly upsample: boolean;
  /** Whether its filter is stored as that of a transposed convolution. */
  readonly transposed: boolean;
}

/** Added to a variance, as in the published network. */
export const EPSILON = 1e-3;

/** Optional upsampling, convolution ('same'), bias, ReLU, normalisation by the batch's moments. */
export function normalisedBlock64(
  [x, stored, bias, gamma, beta]: readonly Array64[],
  form: NormalisedForm,
): Value64 {
  const enlarged = form.upsample ? upsample(x) : { ...x, gradient: (dy: Float64Array) => dy };
  const filter = form.transposed ? turn64(stored) : stored;
  const side = enlarged.shape.slice(1, 3);
  const convolved = convolve(enlarged, filter, (filter.shape[0] - 1) / 2, side);
  const sums = addBias(convolved, bias.values);
  const channels = bias.values.length, count = sums.values.length / channels;
  const relu = sums.values.map((value) => Math.max(0, value));
  const mean = channelSums(relu, channels).map((sum) => sum / count);
  const variance = channelSums(relu.map((r, i) => (r - mean[i % channels]) ** 2), channels)
    .map((sum) => sum / count);
  const scale = variance.map((value) => 1 / Math.sqrt(value + EPSILON));
  const normal = relu.map((r, i) => (r - mean[i % channels]) * scale[i % channels]);
  const nearest = sums.values.reduce((least, value) => Math.min(least, Math.abs(value)), Infinity);
  return {
    shape: sums.shape,
    values: normal.map((value, i) =>
      value * gamma.values[i % channels] + beta.values[i % channels]
    ),
    margin: nearest / rms(sums.values),
    gradients(weights) {
      const dBeta = channelSums(weights, channels);
      const dGamma = channelSums(weights.map((dy, i) => dy * normal[i]), channels);
      // Ioffe & Szegedy 2015, section 3, gathered.
      const dSums = weights.map((dy, i) => {
        if (sums.values[i] <= 0) return 0;
        const c = i % channels;
        const centred = dy - (dBeta[c] + normal[i] * dGamma[c]) / count;
        return gamma.values[c] * scale[c] * centred;
      });
      const { dx, dw } = convolved.gradients(dSums);
      const dFilter = form.transposed ? turn64({ shape: filter.shape, values: dw }).values : dw;
      return [enlarged.gradient(dx), dFilter, channelSums(dSums, channels), dGamma, dBeta];
    },
  };
}

/** The decoder's tail: a normalised 1×1 convolution, then one to a single channel. */
export function tailBlock64(inputs: readonly Array64[]): Value64 {
  const block = normalisedBlock64(inputs, { upsample: false, transposed: false });
  const [outFilter, outBias] = inputs.slice(5);
  const convolved = convolve(block, outFilter, 0, block.shape.slice(1, 3));
  return {
    ...addBias(convolved, outBias.values),
    margin: block.margin,
    gradients(weights) {
      const { dx, dw } = convolved.gradients(weights);
      return [...block.gradients(dx), dw, channelSums(weights, 1)];
    },
  };
}

/** −x·ln σ(l) − (1 − x)·ln(1 − σ(l)), a mean an image; differentiable in the logits alone. */
export function crossEntropy64([logits, targets]: readonly Array64[]): Value64 {
  const batch = logits.shape[0], pixels = logits.values.length / batch;
  const values = new Float64Array(batch);
  logits.values.forEach((l, i) => {
    const softplus = Math.max(l, 0) + Math.log1p(Math.exp(-Math.abs(l)));
    values[Math.floor(i / pixels)] += (softplus - l * targets.values[i]) / pixels;
  });
  return {
    ...{ shape: [batch], values, margin: Infinity },
    gradients: (weights) => [
      logits.values.map((l, i) =>
        (1 / (1 + Math.exp(-l)) - targets.values[i]) * weights[Math.floor(i / pixels)] / pixels
      ),
    ],
  };
}

/** Mean over latents of μ² + σ² − ln σ² − 1, of means and log-variances. */
export function divergence64([mean, logVariance]: readonly Array64[]): Value64 {
  const [batch, latents] = mean.shape;
  const values = new Float64Array(batch);
  mean.values.forEach((m, i) => {
    const v = logVariance.values[i];
    values[Math.floor(i / latents)] += (m * m + Math.exp(v) - v - 1) / latents;
  });
  const share = (weights: Float64Array, i: number) => weights[Math.floor(i / latents)] / latents;
  return {
    ...{ shape: [batch], values, margin: Infinity },
    gradients: (weights) => [
      mean.values.map((m, i) => 2 * m * share(weights, i)),
      logVariance.values.map((v, i) => (Math.exp(v) - 1) * share(weights, i)),
    ],
  };
}
