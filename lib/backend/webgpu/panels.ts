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
  /**
   * Whether the filter is stored as a transposed convolution has it, H×W×outputs×inputs: turned, it
   * is that of the convolution (`../turned_filter.ts`).
   */
  readonly transposed?: boolean;
}

/** A filter for `convolve`; the filter itself, or a new tensor that the caller disposes of. */
export interface Panels {
  readonly panels: tf.TensorInfo;
  readonly geometry: Geometry;
  dispose(): void;
}

/** Packs a filter for the forward pass. */
export function forwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border, transposed = false }: Convolution,
): Panels {
  const geometry = upsample ? FOLDED : plainGeometry(filter.shape, border);
  // HWIO is what the product asks for: nothing to pack.
  if (!upsample && !transposed) return { panels: filter, geometry, dispose() {} };
  const taps = upsample ? PHASES.flatMap(({ taps }) => taps) : tapsOf(filter);
  return { ...pack(gpu, filter, taps, { transposed, swapped: transposed }), geometry };
}

/** Packs a filter for the way back. */
export function backwardPanels(
  gpu: Gpu,
  filter: tf.TensorInfo,
  { upsample, border, transposed = false }: Convolution,
): Panels {
  const [height, width] = filter.shape;
  const geometry: Geometry = upsample
    ? UNFOLDED
    : { ...plainGeometry([height, width], 0), border: [height - 1 - border, width - 1 - border] };
  // The way back through a transposed convolution is a plain one.
  if (!upsample && transposed) return { panels: filter, geometry, dispose() {} };
  const taps = upsample ? TRANSPOSED_FOLD : tapsOf(filter).reverse();
  return { ...pack(gpu, filter, taps, { transposed, swapped: !transposed }), geometry };
}

function tapsOf({ shape: [height, width] }: tf.TensorInfo): number[][] {
  return plainTaps({ height, width });
}

/**
 * Panels whose k-th is a sum over taps of the convolution. `swapped` exchanges rows and columns of
 * what is stored.
 */
function pack(
  gpu: Gpu,
  filter: tf.TensorInfo,
  taps: readonly (readonly number[])[],
  { transposed, swapped }: { transposed: boolean; swapped: boolean },
): Omit<Panels, "geometry"> {
  const [height, width, rows, columns] = filter.shape;
  const area = rows * columns;
  const panels = gpu.output(swapped ? [taps.length, columns, rows] : [taps.length, rows, columns]);
  // A transposed convolution stores the taps in reverse order.
  const stored = (tap: number) => transposed ? height * width - 1 - tap : tap;
  const sums = taps.map((sum) => sum.map(stored));
  runEachIndex(gpu, {
    key: JSON.stringify(["pack", sums, swapped]),
    reads: { weights: filter },
    writes: { panels },
    sizes: { rows, columns },
    count: sums.length * area,
    body: () =>
      `  let area = sizes.rows * sizes.columns;
  let within = index % area;
  let at = weights_at + ${
        swapped ? "within % sizes.rows * sizes.columns + within / sizes.rows" : "within"
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
