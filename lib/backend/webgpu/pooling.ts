/**
 * The encoder's block on WebGPU: convolution, ReLU and max pooling, and the gradient of all three.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { convolve, inputGradient } from "./convolution.ts";
import { filterGradient } from "./filter_gradient.ts";
import { plainGeometry } from "./geometry.ts";
import { type Gpu, imageGroups } from "./gpu.ts";
import type { Kernel, Tensors } from "../registry.ts";
import { plainSource } from "./source.ts";
import { eachIndex, workgroupsFor } from "./wgsl.ts";

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
      const operands = { x, gradient, filterShape: filter.shape };
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
function declareWindow([height, width, channels]: readonly number[]): string {
  const [outHeight, outWidth] = [Math.ceil(height / 2), Math.ceil(width / 2)];
  return `  let channel = index % ${channels}u;
  let column = index / ${channels}u % ${outWidth}u * 2u;
  let row = index / ${channels * outWidth}u % ${outHeight}u * 2u;
  let image = index / ${channels * outWidth * outHeight}u;
  let corner = ((image * ${height}u + row) * ${width}u + column) * ${channels}u + channel;`;
}

/** The pixels of a window: their offsets, and the condition under which each exists. */
function windowPixels([height, width, channels]: readonly number[]) {
  return [[0, 0], [0, 1], [1, 0], [1, 1]].map(([y, x]) => ({
    offset: (y * width + x) * channels,
    exists: [
      y && height % 2 ? `row + 1u < ${height}u` : "true",
      x && width % 2 ? `column + 1u < ${width}u` : "true",
    ].join(" && "),
  }));
}

function maxPool(gpu: Gpu, r: tf.TensorInfo): tf.TensorInfo {
  const [batch, height, width, channels] = r.shape;
  const y = gpu.output([batch, Math.ceil(height / 2), Math.ceil(width / 2), channels]);
  const shape = r.shape.slice(1);
  for (const { window } of imageGroups(gpu, [r])) {
    const { count } = window(y);
    gpu.run({
      key: `max pool ${shape} ${count}`,
      program: () => ({
        reads: ["r"],
        writes: ["y"],
        code: eachIndex(
          count,
          `${declareWindow(shape)}
  var largest = r[r_at + corner];
${
            windowPixels(shape).slice(1).map(({ offset, exists }) =>
              `  if (${exists}) { largest = max(largest, r[r_at + corner + ${offset}u]); }`
            ).join("\n")
          }
  y[y_at + index] = largest;`,
        ),
      }),
      reads: [window(r)],
      writes: [window(y)],
      workgroups: workgroupsFor(count),
    });
  }
  return y;
}

/** The gradient before pooling and ReLU: the first of equal maxima gets it, none if that is 0. */
function maxPoolGradient(gpu: Gpu, { dy, r, y }: Tensors): tf.TensorInfo {
  const dr = gpu.output(r.shape);
  const shape = r.shape.slice(1);
  for (const { window } of imageGroups(gpu, [r])) {
    const { count } = window(y);
    gpu.run({
      key: `max pool gradient ${shape} ${count}`,
      program: () => ({
        reads: ["dy", "r", "y"],
        writes: ["dr"],
        code: eachIndex(
          count,
          `${declareWindow(shape)}
  let largest = y[y_at + index];
  var slope = select(0.0, dy[dy_at + index], largest > 0.0);
${
            windowPixels(shape).map(({ offset, exists }) =>
              `  if (${exists}) {
    let here = r[r_at + corner + ${offset}u] == largest;
    dr[dr_at + corner + ${offset}u] = select(0.0, slope, here);
    slope = select(slope, 0.0, here);
  }`
            ).join("\n")
          }`,
        ),
      }),
      reads: [window(dy), window(r), window(y)],
      writes: [window(dr)],
      workgroups: workgroupsFor(count),
    });
  }
  return dr;
}
