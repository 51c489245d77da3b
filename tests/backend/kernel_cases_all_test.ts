/** Every kernel under Deno's compiler of WGSL; `tests/browser/webgpu_test.ts` is its twin. */

import { compare } from "./compare.ts";
import { onCase } from "./on_case.ts";
import { KERNEL_CASES } from "./kernel_cases.ts";
import { testOnWebGpu } from "./webgpu_cases.ts";

for (const [seed, kernelCase] of KERNEL_CASES.entries()) {
  const { name, block, shapes, gradients } = kernelCase;
  testOnWebGpu(
    name,
    () => compare(block, shapes, seed, { run: (given) => onCase(kernelCase, given), gradients }),
  );
}
