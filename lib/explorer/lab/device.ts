/**
 * What trains in this browser, and why: WebGPU on a hardware adapter, else wasm; `?backend=` in the
 * address asks for either.
 *
 * @module
 */

import { isSoftware } from "../../backend/adapter.ts";
import { findAdapter } from "../page/adapter.ts";

/** A worker's script with what it is told, and whether another may take its place. */
export interface Device {
  /** Path from the page. */
  readonly script: string;
  /** Whether the page may go on with wasm where this cannot start. */
  readonly optional: boolean;
  /** Whether the second worker begins when the first has compiled its programs. */
  readonly inTurn: boolean;
}

/** What can be asked for. */
const BACKENDS = ["webgpu", "wasm"] as const;

const wasm = (why: string): Device => ({
  script: `lab/worker.js?${new URLSearchParams({ why })}`,
  optional: false,
  inTurn: false,
});

/** The device that is used where WebGPU could not start. */
export const SECOND_CHOICE: Device = wasm("WebGPU could not be started");

/**
 * Chooses what trains.
 *
 * @param query the part of the page's address from its `?`
 * @throws {RangeError} It asks for something else.
 * @throws {Error} It asks for WebGPU, and there is none.
 */
export async function chooseDevice(query: string): Promise<Device> {
  const asked = new URLSearchParams(query).get("backend");
  if (asked === "wasm") return wasm("as asked");
  if (asked !== null && asked !== "webgpu") {
    throw new RangeError(
      `the address asks for backend=${asked}, which must be ${BACKENDS.join(" or ")}`,
    );
  }
  const found = await findAdapter();
  if ("missing" in found) {
    if (asked === "webgpu") throw new Error(`WebGPU is asked for: ${found.missing}`);
    return wasm(found.missing);
  }
  if (asked === null && isSoftware(found)) return wasm("the WebGPU adapter is software");
  const name = found.description || [found.vendor, found.architecture].filter(Boolean).join(" ");
  const why = asked === null ? "a hardware adapter" : "as asked";
  const parameters = new URLSearchParams({ why, adapter: name || "an adapter without a name" });
  return { script: `lab/worker_webgpu.js?${parameters}`, optional: asked === null, inTurn: true };
}
