/**
 * The encoder's block on WebGPU: convolution, ReLU and max pooling, and the gradient of all three.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { runEachIndex } from "./each_index.ts";
import { convolve, inputGradient } from "./convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import { plainGeometry } from "./geometry.ts";
import { type Gpu, imageGroups } from "./gpu.ts";
import type { Kernel, Tensors } from "../registry.ts";
import { plainSource } from "./source.ts";

/** Kernels `ConvReluPool` and its gradient; contracts in `../blocks.ts`. */
export function poolingKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    ConvReluPool({ x, filter, bias }) {
      const [batch, height, width] = x.shape;
      const [kernelHeight, kernelWidth, , channels] = filter.shape;
      const shape = [batch, height - kernelHeight + 1, width - kernelWidth + 1, channels];
      const operands = { source: plainSource(x), panels: filter, shape };
      const { out: r } = convolve(gpu, operands, plainGeometry(filter.shape, 0), { bias });
      return [maxPool(gpu, r), r];
    },

    ConvReluPoolGradient({ dy, x, filter, r, y }, { inputGradient: wanted }) {
      const dr = maxPoolGradient(gpu, { dy, r, y });
      const gradient = plainSource(dr);
      const operands = { x: plainSource(x), gradient, filterShape: filter.shape };
      const options = { upsample: false, border: 0 };
      const [dFilter, dBias] = filterGradient(gpu, operands, options);
      const gradients = [dFilter, dBias];
      if (wanted) {
        gradients.push(inputGradient(gpu, { gradient, filter, shape: x.shape }, options));
      }
      gpu.dispose(dr);
      return gradients;
    },
  };
}

/** WGSL of the window of output element `index`; its pixels past the edge do not exist. */
const WINDOW = `  let across = (sizes.width + 1u) / 2u;
  let down = (sizes.height + 1u) / 2u;
  let channel = index % sizes.channels;
  let pixel = index / sizes.channels;
  let column = pixel % across * 2u;
  let row = pixel / across % down * 2u;
  let image = pixel / across / down;
  let corner = ((image * sizes.height + row) * sizes.width + column) * sizes.channels + channel;
  let below = sizes.width * sizes.channels;
  let beside = sizes.channels;
  let has_below = row + 1u < sizes.height;
  let has_beside = column + 1u < sizes.width;`;

/** The pixels of a window: their offsets from its corner, and the condition under which each exists. */
const WINDOW_PIXELS = [
  { offset: "0u", exists: "true" },
  { offset: "beside", exists: "has_beside" },
  { offset: "below", exists: "has_below" },
  { offset: "below + beside", exists: "has_below && has_beside" },
] as const;

function maxPool(gpu: Gpu, r: tf.TensorInfo): tf.TensorInfo {
  const [batch, height, width, channels] = r.shape;
  const y = gpu.output([batch, Math.ceil(height / 2), Math.ceil(width / 2), channels]);
  for (const { window } of imageGroups(gpu, [r])) {
    runEachIndex(gpu, {
      key: "max pool",
      reads: { r: window(r) },
      writes: { y: window(y) },
      sizes: { height, width, channels },
      count: window(y).count,
      body: () =>
        `${WINDOW}
  var largest = r[r_at + corner];
${
          WINDOW_PIXELS.slice(1).map(({ offset, exists }) =>
            `  if (${exists}) { largest = max(largest, r[r_at + corner + ${offset}]); }`
          ).join("\n")
        }
  y[y_at + index] = largest;`,
    });
  }
  return y;
}

/** The gradient before pooling and ReLU: the first of equal maxima gets it, none if that is 0. */
function maxPoolGradient(gpu: Gpu, { dy, r, y }: Tensors): tf.TensorInfo {
  const dr = gpu.output(r.shape);
  const [, height, width, channels] = r.shape;
  for (const { window } of imageGroups(gpu, [r])) {
    runEachIndex(gpu, {
      key: "max pool gradient",
      reads: { dy: window(dy), r: window(r), y: window(y) },
      writes: { dr: window(dr) },
      sizes: { height, width, channels },
      count: window(y).count,
      body: () =>
        `${WINDOW}
  let largest = y[y_at + index];
  var slope = select(0.0, dy[dy_at + index], largest > 0.0);
${
          WINDOW_PIXELS.map(({ offset, exists }) =>
            `  if (${exists}) {
    let here = r[r_at + corner + ${offset}] == largest;
    dr[dr_at + corner + ${offset}] = select(0.0, slope, here);
    slope = select(slope, 0.0, here);
  }`
          ).join("\n")
        }`,
    });
  }
  return dr;
}
