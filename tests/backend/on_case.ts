/**
 * Runs a case of the WebGPU kernels where it is imported: in Deno, or in a browser's page.
 *
 * @module
 */

import type * as tf from "@tensorflow/tfjs";
import { profile } from "@tensorflow/tfjs";
import { withBindingLimit } from "./binding_limit.ts";
import { differentiate, type Differentiated, type Numbers } from "./differentiate.ts";
import type { KernelCase } from "./kernel_cases.ts";

/** What a case gave, and the names of the kernels that computed it. */
export interface CaseResult extends Differentiated {
  readonly kernels: readonly string[];
}

/** Runs a case. */
export async function onCase(
  { block, bindingLimit }: KernelCase,
  given: { inputs: readonly Numbers[]; weights?: Numbers },
): Promise<CaseResult> {
  let result: Differentiated | undefined;
  const run = async () => {
    result = await differentiate(block.run, given);
  };
  const { kernelNames } = await profile(async () => {
    await (bindingLimit ? withBindingLimit(bindingLimit, run) : run());
    return [] as tf.TensorContainer;
  });
  return { ...result!, kernels: kernelNames };
}
