/**
 * A page that runs the WebGPU kernels under the browser's compiler of WGSL, for `webgpu_test.ts`.
 * It gets its numbers from the test and gives numbers back.
 *
 * @module
 */

import * as tf from "@tensorflow/tfjs";
import type { Backend } from "../../lib/backend/backend.ts";
import { startWebGpu } from "../../lib/backend/webgpu/start.ts";
import type { Numbers } from "../backend/differentiate.ts";
import { KERNEL_CASES } from "../backend/kernel_cases.ts";
import { type CaseResult, onCase } from "../backend/on_case.ts";
import { type FewSteps, type Taken, takeSteps } from "../training/few_steps.ts";

/** What the page offers to the test. */
export interface Published {
  /** Starts TF.js with our kernels; gives their names, and a description of the adapter. */
  start(): Promise<{ readonly adapter: string; readonly kernels: readonly string[] }>;
  /** Runs a case; throws where the device reports a fault. */
  run(
    name: string,
    given: { readonly inputs: readonly Numbers[]; readonly weights?: Numbers },
  ): Promise<CaseResult>;
  /** Takes some steps of training; the time of each in milliseconds. */
  train(steps: FewSteps): Promise<Taken & { readonly milliseconds: readonly number[] }>;
}

let backend: Backend | null = null;

function kernelFunctions(): Map<string, tf.KernelFunc> {
  return new Map(
    tf.getKernelsForBackend("webgpu").map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]),
  );
}

const published: Published = {
  async start() {
    const adapter = await navigator.gpu.requestAdapter();
    const { vendor = "", architecture = "" } = adapter?.info ?? {};
    const stock = kernelFunctions();
    backend = await startWebGpu(`${vendor} ${architecture}`, "as asked", "ours");
    if (!backend) throw new Error("TF.js does not start on WebGPU here");
    const ours = [...kernelFunctions()].filter(([name, run]) => stock.get(name) !== run);
    return { adapter: backend.adapter!, kernels: ours.map(([name]) => name) };
  },
  async run(name, given) {
    const result = await onCase(KERNEL_CASES.find((one) => one.name === name)!, given);
    backend!.check();
    return result;
  },
  async train(steps) {
    const milliseconds: number[] = [];
    let last = performance.now();
    const taken = await takeSteps(steps, () => {
      const now = performance.now();
      milliseconds.push(now - last);
      last = now;
    });
    backend!.check();
    return { ...taken, milliseconds };
  },
};

Object.assign(globalThis, { kernels: published });
