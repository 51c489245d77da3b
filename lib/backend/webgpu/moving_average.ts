/**
 * Moving averages on WebGPU.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { type Bindings, type Gpu, sizeOf } from "./gpu.ts";

/** Averages of a dispatch: mean and variance of a layer. */
const TOGETHER = 2;

/** The kernel of `../moving_average.ts`: one dispatch for two averages where TF.js has six. */
export function averageKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    MovingAverages(tensors, attrs) {
      const kept = Math.fround(attrs.momentum as number);
      const taken = Math.fround(1 - (attrs.momentum as number));
      const count = Object.keys(tensors).length / 2;
      const all = Array.from({ length: count }, (_, k) => ({
        average: tensors[`average${k}`],
        batch: tensors[`batch${k}`],
        moved: gpu.output(tensors[`average${k}`].shape),
      }));
      for (let k = 0; k < count; k += TOGETHER) {
        const together = all.slice(k, k + TOGETHER);
        const named = (name: keyof typeof all[number]): Bindings =>
          Object.fromEntries(together.map((one, n) => [`${name}_${n}`, one[name]]));
        runEachIndex(gpu, {
          key: `moving average ${kept} ${taken} ${together.length}`,
          reads: { ...named("average"), ...named("batch") },
          writes: named("moved"),
          sizes: Object.fromEntries(
            together.map(({ average }, n) => [`length_${n}`, sizeOf(average)]),
          ),
          count: Math.max(...together.map(({ average }) => sizeOf(average))),
          body: () =>
            together.map((_, n) =>
              `  if (index < sizes.length_${n}) {
    let kept = average_${n}[average_${n}_at + index] * ${kept};
    moved_${n}[moved_${n}_at + index] = kept + batch_${n}[batch_${n}_at + index] * ${taken};
  }`
            ).join("\n"),
        });
      }
      return all.map(({ moved }) => moved);
    },
  };
}
