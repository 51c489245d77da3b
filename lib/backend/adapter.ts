/**
 * What a WebGPU adapter says of itself, and what follows from it.
 *
 * @module
 */

/** The part of an adapter's words that tells software from hardware. */
export interface AdapterInfo {
  /** Who made it, such as `nvidia`; may be empty. */
  readonly vendor?: string;
  /** Its family, such as `hopper`, or `swiftshader`; may be empty. */
  readonly architecture?: string;
  /** Its name, such as `NVIDIA H200`; may be empty. */
  readonly description?: string;
  /** Whether the implementation calls it a fallback: slower, for the sake of compatibility. */
  readonly isFallbackAdapter?: boolean;
}

const SOFTWARE = /llvmpipe|swiftshader|basic render/i;

/**
 * Whether an adapter computes on the processor. Not every implementation marks such adapters as
 * fallbacks, so their names are looked at, too.
 *
 * @example
 * ```ts
 * import { assert } from "@std/assert";
 * import { isSoftware } from "./adapter.ts";
 *
 * assert(isSoftware({ description: "llvmpipe (LLVM 15.0.6, 256 bits)" }));
 * assert(isSoftware({ description: "A card", isFallbackAdapter: true }));
 * assert(!isSoftware({ description: "NVIDIA H200" }));
 * ```
 */
export function isSoftware(info: AdapterInfo): boolean {
  const words = [info.vendor, info.architecture, info.description].join(" ");
  return info.isFallbackAdapter === true || SOFTWARE.test(words);
}
