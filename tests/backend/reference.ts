/**
 * The blocks in plain float64, written for clarity alone: what the kernels are tested against.
 * Arrays are row-major NHWC and HWIO.
 *
 * @module
 */

/** A float64 array with its shape. */
export interface Array64 {
  readonly shape: readonly number[];
  readonly values: Float64Array;
}

/** An array of zeros. */
export function zeros64(shape: readonly number[]): Array64 {
  return { shape, values: new Float64Array(shape.reduce((size, side) => size * side, 1)) };
}

/** Convolution of stride 1 with `before` rows and columns of zeros at the top and left. */
export function convolve64(x: Array64, filter: Array64, before: number, outSide: number[]) {
  const [batch, height, width, inputs] = x.shape;
  const [kernelHeight, kernelWidth, , outputs] = filter.shape;
  const out = zeros64([batch, outSide[0], outSide[1], outputs]);
  let at = 0;
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < outSide[0]; oy++) {
      for (let ox = 0; ox < outSide[1]; ox++) {
        for (let o = 0; o < outputs; o++, at++) {
          for (let ky = 0; ky < kernelHeight; ky++) {
            for (let kx = 0; kx < kernelWidth; kx++) {
              const y = oy + ky - before, z = ox + kx - before;
              if (y < 0 || z < 0 || y >= height || z >= width) continue;
              for (let i = 0; i < inputs; i++) {
                out.values[at] += x.values[((n * height + y) * width + z) * inputs + i] *
                  filter.values[((ky * kernelWidth + kx) * inputs + i) * outputs + o];
              }
            }
          }
        }
      }
    }
  }
  return out;
}

/** Square convolution 3×3 with any stride; `out` rows and columns. */
export function convolveStrided64(
  x: Array64,
  filter: Array64,
  { before, stride, out }: { before: number; stride: number; out: number },
): Array64 {
  const [batch, height, width, inputs] = x.shape;
  const outputs = filter.shape[3];
  const result = zeros64([batch, out, out, outputs]);
  result.values.forEach((_, at) => {
    const o = at % outputs, ox = Math.floor(at / outputs) % out;
    const oy = Math.floor(at / outputs / out) % out, n = Math.floor(at / outputs / out / out);
    for (let ky = 0; ky < 3; ky++) {
      for (let kx = 0; kx < 3; kx++) {
        const y = oy * stride + ky - before, z = ox * stride + kx - before;
        if (y < 0 || z < 0 || y >= height || z >= width) continue;
        for (let i = 0; i < inputs; i++) {
          result.values[at] += x.values[((n * height + y) * width + z) * inputs + i] *
            filter.values[((ky * 3 + kx) * inputs + i) * outputs + o];
        }
      }
    }
  });
  return result;
}

function biasRelu64(x: Array64, bias: Array64): Array64 {
  const channels = bias.values.length;
  return { ...x, values: x.values.map((v, i) => Math.max(0, v + bias.values[i % channels])) };
}

/** Reference of `convReluPool`. */
export function convReluPool64([x, filter, bias]: Array64[]): Array64 {
  const [batch, height, width] = x.shape;
  const side = [height - filter.shape[0] + 1, width - filter.shape[1] + 1];
  const r = biasRelu64(convolve64(x, filter, 0, side), bias);
  const channels = bias.values.length;
  const half = side.map((length) => Math.ceil(length / 2));
  const out = zeros64([batch, half[0], half[1], channels]);
  out.values.fill(-Infinity);
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < side[0]; y++) {
      for (let z = 0; z < side[1]; z++) {
        for (let c = 0; c < channels; c++) {
          const to = ((n * half[0] + (y >> 1)) * half[1] + (z >> 1)) * channels + c;
          const value = r.values[((n * side[0] + y) * side[1] + z) * channels + c];
          out.values[to] = Math.max(out.values[to], value);
        }
      }
    }
  }
  return out;
}

/** Reference of `convReluBatchNorm` with the batch's own moments, or given ones. */
export function convReluBatchNorm64(
  [x, filter, bias, gamma, beta, givenMean, givenVariance]: Array64[],
  { upsample, epsilon }: { upsample: boolean; epsilon: number },
): Array64 {
  const [batch, height, width, inputs] = x.shape;
  const scale = upsample ? 2 : 1;
  const enlarged = zeros64([batch, height * scale, width * scale, inputs]);
  for (let i = 0; i < enlarged.values.length; i++) {
    const c = i % inputs, z = Math.floor(i / inputs) % (width * scale);
    const y = Math.floor(i / inputs / width / scale) % (height * scale);
    const n = Math.floor(i / inputs / width / scale / height / scale);
    const from = ((n * height + Math.floor(y / scale)) * width + Math.floor(z / scale)) * inputs;
    enlarged.values[i] = x.values[from + c];
  }
  const side = [height * scale, width * scale];
  const r = biasRelu64(convolve64(enlarged, filter, (filter.shape[0] - 1) / 2, side), bias);
  const channels = bias.values.length, pixels = r.values.length / channels;
  const ownMean = new Float64Array(channels), ownVariance = new Float64Array(channels);
  r.values.forEach((v, i) => ownMean[i % channels] += v / pixels);
  r.values.forEach((v, i) =>
    ownVariance[i % channels] += (v - ownMean[i % channels]) ** 2 / pixels
  );
  const mean = givenMean?.values ?? ownMean, variance = givenVariance?.values ?? ownVariance;
  const values = r.values.map((v, i) => {
    const c = i % channels;
    const normal = (v - mean[c]) / Math.sqrt(variance[c] + epsilon);
    return normal * gamma.values[c] + beta.values[c];
  });
  return { ...r, values };
}

/** Reference of `turnedFilter`: H×W×outputs×inputs to H×W×inputs×outputs, the taps reversed. */
export function turnedFilter64(filter: Array64): Array64 {
  const [height, width, outputs, inputs] = filter.shape;
  const turned = zeros64([height, width, inputs, outputs]);
  turned.values.forEach((_, at) => {
    const output = at % outputs, input = Math.floor(at / outputs) % inputs;
    const tap = height * width - 1 - Math.floor(at / outputs / inputs);
    turned.values[at] = filter.values[(tap * outputs + output) * inputs + input];
  });
  return turned;
}

/** Reference of `pixelDot`. */
export function pixelDot64([x, filter, bias]: Array64[]): Array64 {
  const [batch, height, width] = x.shape;
  const sums = convolve64(x, filter, 0, [height, width]);
  return {
    shape: [batch, height, width, 1],
    values: sums.values.map((value) => value + bias.values[0]),
  };
}

/** Reference of `crossEntropyFromLogits`: −x·ln σ(l) − (1 − x)·ln(1 − σ(l)), a mean an image. */
export function crossEntropy64([logits, targets]: Array64[]): Array64 {
  const batch = logits.shape[0], pixels = logits.values.length / batch;
  const out = zeros64([batch]);
  logits.values.forEach((l, i) => {
    const x = targets.values[i];
    const term = x * Math.log1p(Math.exp(-l)) + (1 - x) * Math.log1p(Math.exp(l));
    out.values[Math.floor(i / pixels)] += term / pixels;
  });
  return out;
}

/**
 * Gradient of Σ weights·f(inputs) with respect to one element, by central differences. In float64
 * with a step of 1e-6 its error is about 1e-9 where f is smooth.
 */
export function derivative64(
  f: (inputs: Array64[]) => Array64,
  inputs: Array64[],
  { weights, input, element }: { weights: Float64Array; input: number; element: number },
): number {
  const shifted = (by: number) => {
    const changed = inputs.map((array) => ({ ...array, values: array.values.slice() }));
    changed[input].values[element] += by;
    return f(changed).values.reduce((sum, value, i) => sum + value * weights[i], 0);
  };
  return (shifted(1e-6) - shifted(-1e-6)) / 2e-6;
}
