/**
 * Filters as the right side of a convolution's matrix product: taps×inputs rows, outputs columns.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { PHASES, plainTaps, TRANSPOSED_FOLD } from "../folding.ts";
import { runEachIndex } from "./each_index.ts";
import { FOLDED, type Geometry, plainGeometry, UNFOLDED } from "./geometry.ts";
import type { Gpu } from "./gpu.ts";

/** What a filter does besides its weights. */
export interface Convolution {
  /** Nearest upsampling ×2 before it; the filter must then be 3×3 and the border 1. */
  readonly upsample: boolean;
  /** Zeros around the image: 0 for 'valid', half the filter for 'same'. */
  readonly border: number;
}

/** A filter for `convolve`; the filter itself, or a new tensor that the caller disposes of. */
export interface Panels {
  readonly panels: tf.TensorInfo;
  readonly geometry: Geometry;
  dispose(): void;
}

/** Packs a filter H×W×inputs×outputs for the forward pass. */
export function forwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border }: Convolution,
): Panels {
  if (!upsample) {
    // HWIO is what the product asks for: nothing to pack.
    return { panels: filter, geometry: plainGeometry(filter.shape, border), dispose() {} };
  }
  const sums = PHASES.flatMap(({ taps }) => taps);
  return { ...pack(gpu, filter, { sums, transposed: false }), geometry: FOLDED };
}

/** Packs a filter for the way back. */
export function backwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border }: Convolution,
): Panels {
  const [height, width] = filter.shape;
  const sums = upsample ? TRANSPOSED_FOLD : plainTaps({ height, width }).reverse();
  const geometry = upsample
    ? UNFOLDED
    : { ...plainGeometry([height, width], 0), border: [height - 1 - border, width - 1 - border] };
  return { ...pack(gpu, filter, { sums, transposed: true }), geometry: geometry as Geometry };
}

function pack(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { sums, transposed }: { sums: number[][]; transposed: boolean },
): Omit<Panels, "geometry"> {
  const [, , inputs, outputs] = filter.shape;
  const area = inputs * outputs;
  const panels = gpu.output([sums.length, inputs, outputs]);
  runEachIndex(gpu, {
    key: JSON.stringify(["pack", sums, transposed]),
    reads: { weights: filter },
    writes: { panels },
    sizes: { inputs, outputs },
    count: sums.length * area,
    body: () =>
      `  let area = sizes.inputs * sizes.outputs;
  let within = index % area;
  let at = weights_at + ${
        transposed ? "within % sizes.inputs * sizes.outputs + within / sizes.inputs" : "within"
      };
  var sum = 0.0;
  switch (index / area) {
${
        sums.map((taps, k) =>
          `    case ${k}u: { sum = ${
            taps.map((tap) => `weights[at + ${tap}u * area]`).join(" + ") || "0.0"
          }; }`
        ).join("\n")
      }
    default: {}
  }
  panels[panels_at + index] = sum;`,
  });
  return { panels, dispose: () => gpu.dispose(panels) };
}
