/**
 * A page that trains on our wasm kernels, for `wasm_test.ts`: the suite's own files, unchanged.
 *
 * @module
 */

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { startWasm } from "../../lib/backend/wasm/start.ts";
import { type FewSteps, type Taken, takeSteps } from "../training/few_steps.ts";

/** What the page offers to the test. */
export interface PublishedWasm {
  /** Takes some steps of training, and says what computed them. */
  train(steps: FewSteps): Promise<Taken & { readonly reason: string }>;
}

const published: PublishedWasm = {
  async train(steps) {
    // TF.js looks for its module beside the page.
    setWasmPaths(new URL("./", import.meta.url).href);
    const { reason } = await startWasm("as asked", "ours");
    return { ...await takeSteps(steps), reason };
  },
};

Object.assign(globalThis, { wasm: published });
