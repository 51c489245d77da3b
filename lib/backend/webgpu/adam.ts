/**
 * Adam on WebGPU. The moments of all variables lie end to end and are changed in place; the
 * variables are as many buffers as there are, and a shader of two of them binds eight with theirs,
 * all that every adapter allows. So a step takes half as many dispatches as there are variables and
 * not one copy.
 *
 * @module
 */

import { runEachIndex } from "./each_index.ts";
import { type Bindings, type Gpu, sizeOf } from "./gpu.ts";
import type { Kernel } from "../registry.ts";

/** Variables of a dispatch. */
const TOGETHER = 2;

/** The kernel of `../adam_step.ts`. */
export function adamKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    AdamStep({ first, second, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const values = Array.from({ length: count }, (_, k) => tensors[`value${k}`]);
      const gradients = values.map((_, k) => tensors[`gradient${k}`]);
      const newValues = values.map(({ shape }) => gpu.output(shape));
      const numbers = gpu.numbers({ rate: rate as number, epsilon: epsilon as number });
      let start = 0;
      for (let k = 0; k < count; k += TOGETHER) {
        const together = Math.min(TOGETHER, count - k);
        const named = (name: string, tensors: typeof values): Bindings =>
          Object.fromEntries(
            tensors.slice(k, k + together).map((tensor, n) => [`${name}_${n}`, tensor]),
          );
        const sizesOf = values.slice(k, k + together).map(sizeOf);
        const total = sizesOf.reduce((sum, size) => sum + size);
        runEachIndex(gpu, {
          key: `adam ${beta1} ${beta2} ${together}`,
          reads: { ...named("value", values), ...named("gradient", gradients) },
          writes: { ...named("new_value", newValues), first, second },
          sizes: { start, split: sizesOf[0] },
          numbers,
          count: total,
          body: () =>
            `  ${
              together === 1 ? stepOf(0, "index") : `if (index < sizes.split) {
  ${
                stepOf(0, "index")
              }
  } else {
  ${
                stepOf(1, "index - sizes.split")
              }
  }`
            }`,
        });
        start += total;
      }
      return [gpu.changed(first), gpu.changed(second), ...newValues];

      function stepOf(n: number, own: string): string {
        return `  let own = ${own};
  let at = sizes.start + index;
  let g = gradient_${n}[gradient_${n}_at + own];
  let m = ${beta1} * first[first_at + at] + ${1 - (beta1 as number)} * g;
  let v = ${beta2} * second[second_at + at] + ${1 - (beta2 as number)} * g * g;
  first[first_at + at] = m;
  second[second_at + at] = v;
  new_value_${n}[new_value_${n}_at + own] = value_${n}[value_${n}_at + own] -
    numbers.rate * m / (sqrt(v) + numbers.epsilon);`;
      }
    },
  };
}
