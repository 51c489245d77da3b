/**
 * Turning a filter on WebGPU.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { type Gpu, sizeOf } from "./gpu.ts";

/** The kernel of `../turned_filter.ts`: one dispatch where TF.js has two. */
export function turnedFilterKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    TurnFilter({ filter }) {
      const [height, width, rows, columns] = filter.shape;
      const turned = gpu.output([height, width, columns, rows]);
      runEachIndex(gpu, {
        key: "turn filter",
        reads: { filter_values: filter },
        writes: { turned },
        sizes: { taps: height * width, rows, columns },
        count: sizeOf(filter),
        body: () =>
          `  let area = sizes.rows * sizes.columns;
  let tap = sizes.taps - 1u - index / area;
  let within = index % area;
  let at = tap * area + within % sizes.rows * sizes.columns + within / sizes.rows;
  turned[turned_at + index] = filter_values[filter_values_at + at];`,
      });
      return [turned];
    },
  };
}
