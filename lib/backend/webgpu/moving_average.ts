/**
 * Moving averages on WebGPU.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { type Gpu, sizeOf } from "./gpu.ts";

/** The kernel of `../moving_average.ts`: one dispatch an average where TF.js has three. */
export function averageKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    MovingAverages(tensors, attrs) {
      const kept = Math.fround(attrs.momentum as number);
      const taken = Math.fround(1 - (attrs.momentum as number));
      const count = Object.keys(tensors).length / 2;
      return Array.from({ length: count }, (_, k) => {
        const [average, batch] = [tensors[`average${k}`], tensors[`batch${k}`]];
        const moved = gpu.output(average.shape);
        runEachIndex(gpu, {
          key: `moving average ${kept} ${taken}`,
          reads: { average, batch },
          writes: { moved },
          count: sizeOf(average),
          body: () =>
            `  let kept = average[average_at + index] * ${kept};
  moved[moved_at + index] = kept + batch[batch_at + index] * ${taken};`,
        });
        return moved;
      });
    },
  };
}
