/**
 * Adam on WebGPU: all variables end to end in one dispatch. Copies between buffers bring them
 * together and apart again; they need no pipeline, no bind group and no uniform each.
 *
 * @module
 */

import { type Gpu, sizeOf } from "./gpu.ts";
import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";

/** The kernel of `../adam_step.ts`. */
export function adamKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    AdamStep({ first, second, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const total = sizeOf(first);
      const values = Array.from({ length: count }, (_, k) => tensors[`value${k}`]);
      const starts: number[] = [];
      values.reduce((start, value) => (starts.push(start), start + sizeOf(value)), 0);
      const flat = (name: string) => {
        const all = gpu.output([total]);
        starts.forEach((start, k) => {
          const tensor = tensors[`${name}${k}`];
          gpu.copy({ tensor, first: 0, count: sizeOf(tensor) }, { tensor: all, first: start });
        });
        return all;
      };
      const [value, gradient] = [flat("value"), flat("gradient")];
      const [newValue, newFirst, newSecond] = [0, 1, 2].map(() => gpu.output([total]));
      // The two that change with every step cannot be constants of the text.
      const changing = gpu.input([rate as number, epsilon as number]);
      runEachIndex(gpu, {
        key: `adam ${beta1} ${beta2}`,
        reads: { value, gradient, first, second, changing },
        writes: { new_value: newValue, new_first: newFirst, new_second: newSecond },
        count: total,
        body: () =>
          `  let g = gradient[gradient_at + index];
  let m = ${beta1} * first[first_at + index] + ${1 - (beta1 as number)} * g;
  let v = ${beta2} * second[second_at + index] + ${1 - (beta2 as number)} * g * g;
  new_first[new_first_at + index] = m;
  new_second[new_second_at + index] = v;
  new_value[new_value_at + index] = value[value_at + index] -
    changing[changing_at] * m / (sqrt(v) + changing[changing_at + 1u]);`,
      });
      const newValues = values.map((old, k) => {
        const tensor = gpu.output(old.shape);
        const count = sizeOf(old);
        gpu.copy({ tensor: newValue, first: starts[k], count }, { tensor, first: 0 });
        return tensor;
      });
      gpu.dispose(value, gradient, newValue, changing);
      return [newFirst, newSecond, ...newValues];
    },
  };
}
