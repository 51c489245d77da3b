/**
 * Adam on WebGPU, in place. The moments of all variables lie end to end; the variables and their
 * gradients are buffers of their own, and a shader binds those of three beside the moments: eight,
 * which every adapter allows. So a step takes a third as many dispatches as there are variables, and
 * not one copy.
 *
 * @module
 */

import { runEachIndex } from "./each_index.ts";
import { type Bindings, type Gpu, sizeOf } from "./gpu.ts";
import type { Kernel } from "../registry.ts";

/** Variables of a dispatch. */
const TOGETHER = 3;

/** The kernel of `../adam_step.ts`. */
export function adamKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    AdamStep({ first: oldFirst, second: oldSecond, ...tensors }, { rate, beta1, beta2, epsilon }) {
      const count = Object.keys(tensors).length / 2;
      const values = Array.from({ length: count }, (_, k) => gpu.takeOver(tensors[`value${k}`]));
      const gradients = values.map((_, k) => tensors[`gradient${k}`]);
      const [first, second] = [oldFirst, oldSecond].map((moments) => gpu.takeOver(moments));
      const decays = { beta1: beta1 as number, beta2: beta2 as number };
      const changing = { rate: rate as number, epsilon: epsilon as number };
      gpu.withNumbers(changing, (numbers) => {
        let start = 0;
        for (let k = 0; k < count; k += TOGETHER) {
          const together = values.slice(k, k + TOGETHER);
          const named = (name: string, tensors: typeof values): Bindings =>
            Object.fromEntries(tensors.map((tensor, n) => [`${name}_${n}`, tensor]));
          // Where each variable ends in what the dispatch runs over.
          let end = 0;
          const ends = together.map((tensor, n) => [`end_${n}`, end += sizeOf(tensor)]);
          runEachIndex(gpu, {
            key: `adam ${beta1} ${beta2} ${together.length}`,
            reads: named("gradient", gradients.slice(k, k + TOGETHER)),
            writes: { ...named("value", together), first, second },
            sizes: { start, ...Object.fromEntries(ends) },
            numbers,
            count: end,
            body: () => stepCode(together.length, decays),
          });
          start += end;
        }
      });
      return [first, second, ...values];
    },
  };
}

/**
 * The weight of what is new, beside that of what is kept: together 1 in float32, as in wasm's kernel.
 * With 0.001 for 0.00099998713 the two backends' biases were 6.7e-6 apart after one step, and their
 * losses 0.3 % after twenty.
 */
function taken(kept: number): number {
  return 1 - Math.fround(kept);
}

/** WGSL of a step of the value `index` among so many variables. */
function stepCode(
  variables: number,
  { beta1, beta2 }: { beta1: number; beta2: number },
): string {
  const own = (n: number) => n === 0 ? "index" : `index - sizes.end_${n - 1}`;
  const each = (line: (n: number) => string) =>
    Array.from(
      { length: variables },
      (_, n) => `  ${n > 0 ? "else " : ""}if (index < sizes.end_${n}) { ${line(n)} }`,
    ).join("\n");
  return `  var g = 0.0;
${each((n) => `g = gradient_${n}[gradient_${n}_at + ${own(n)}];`)}
  let at = sizes.start + index;
  let m = ${beta1} * first[first_at + at] + ${taken(beta1)} * g;
  let v = ${beta2} * second[second_at + at] + ${taken(beta2)} * g * g;
  first[first_at + at] = m;
  second[second_at + at] = v;
  let change = numbers.rate * m / (sqrt(v) + numbers.epsilon);
${each((n) => `value_${n}[value_${n}_at + ${own(n)}] -= change;`)}`;
}
