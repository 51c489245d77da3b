/**
 * The WebGPU adapter of this browser.
 *
 * @module
 */

import type { AdapterInfo } from "../../backend/adapter.ts";

/** The browser's adapter by what it says of itself, or why there is none. */
export async function findAdapter(): Promise<AdapterInfo | { readonly missing: string }> {
  const { gpu } = navigator as unknown as {
    gpu?: { requestAdapter(): Promise<{ readonly info?: AdapterInfo } | null> };
  };
  if (!gpu) return { missing: "no WebGPU in this browser" };
  const adapter = await gpu.requestAdapter().catch(() => null);
  // Browsers gave no `info` at first.
  return adapter ? adapter.info ?? {} : { missing: "no WebGPU adapter" };
}
