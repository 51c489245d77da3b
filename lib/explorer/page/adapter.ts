/**
 * What a WebGPU adapter says of itself.
 *
 * @module
 */

/** The part of a WebGPU adapter that tells software from hardware. */
export interface AdapterInfo {
  readonly vendor?: string;
  readonly architecture?: string;
  readonly description?: string;
  readonly isFallbackAdapter?: boolean;
}

const SOFTWARE = /llvmpipe|swiftshader|basic render/i;

/** Whether an adapter computes on the processor, by what it says of itself. */
export function isSoftware(info: AdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.description].join(" ");
  return info.isFallbackAdapter === true || SOFTWARE.test(words);
}

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
