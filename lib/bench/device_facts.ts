/**
 * What computes: all that Deno knows of the WebGPU adapter and of the machine.
 *
 * @module
 */

import { cpus } from "node:os";
import type { Backend } from "../backend/mod.ts";
import { RunError } from "../errors.ts";
import { deviceTick } from "./clock.ts";
import type { DeviceFacts } from "./messages.ts";

/** Numbers of an object whose members are getters of its prototype. */
function numbersOf(limits: GPUSupportedLimits): Record<string, number> {
  const values = limits as unknown as Record<string, unknown>;
  const found: Record<string, number> = {};
  for (const name in limits) {
    const value = values[name];
    if (typeof value === "number") found[name] = value;
  }
  return found;
}

/**
 * Facts of the device that a backend uses.
 *
 * Throws RunError where the backend is not WebGPU, or its timestamps follow no clock.
 */
export async function deviceFacts(backend: Backend): Promise<DeviceFacts> {
  const adapter = await navigator.gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (backend.name !== "webgpu" || !adapter) throw new RunError("there is no WebGPU device");
  const { info } = adapter;
  const { vendor, architecture, device, description } = info;
  const tick = await deviceTick();
  const { os, arch } = Deno.build;
  return {
    adapter: {
      ...{ vendor, architecture, device, description },
      software: backend.software,
      subgroups: [info.subgroupMinSize, info.subgroupMaxSize],
    },
    limits: numbersOf(adapter.limits),
    features: [...adapter.features].sort(),
    bindingLimit: backend.bindingLimit!,
    timestampNanoseconds: tick && tick * 1e9,
    webgpuBackend: Deno.env.get("DENO_WEBGPU_BACKEND") ?? null,
    processor: { name: cpus()[0]?.model.trim() ?? "", cores: navigator.hardwareConcurrency },
    system: { os, release: Deno.osRelease(), arch },
    versions: Deno.version,
  };
}
