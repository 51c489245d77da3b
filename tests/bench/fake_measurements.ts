/**
 * Measurements of a GPU that does not exist, for tests of its report.
 *
 * @module
 */

import type { BackendFacts, Measurements, Request } from "../../lib/bench/messages.ts";
import type { Measure } from "../../lib/bench/gpu_report.ts";

const spread = (median: number) => ({ median, min: median * 0.9, max: median * 1.1 });

/** What each measurement gives on it. */
export const FAKE: Measurements = {
  device: {
    adapter: {
      ...{ vendor: "4098", architecture: "rdna", device: "29772", description: "Fake 7900" },
      ...{ software: false, subgroups: [32, 64] },
    },
    limits: { maxComputeInvocationsPerWorkgroup: 1024, maxComputeWorkgroupStorageSize: 32768 },
    features: ["shader-f16", "timestamp-query"],
    bindingLimit: 2 ** 31 - 4,
    timestampNanoseconds: 10.000123456,
    webgpuBackend: null,
    processor: { name: "A processor", cores: 16 },
    system: { os: "linux", release: "6.1", arch: "x86_64" },
    versions: { deno: "2.9.6", v8: "15", typescript: "6" },
  },
  start: {
    ...{ backendSeconds: 0.5, firstStepSeconds: 8.123456 },
    ...{ secondStepSeconds: 0.02, freshNetworkSeconds: 0.03 },
  },
  errors: [{
    block: "1×1 tail",
    shapes: "1×2×2×3 ⋆ 1×1×3×4",
    value: { largest: 1.23456e-6, rms: 2e-7 },
    gradients: {
      x: { largest: 3e-6, rms: 4e-7 },
      filter: { largest: null, rms: null },
      bias: { largest: 9e-6, rms: 4e-7 },
    },
  }],
  losses: { losses: [0.5, 0.25], sameBytesTwice: true, weights: "0".repeat(64) },
  ceiling: { operationsPerSecond: 2e13, by: "a product", copyBytesPerSecond: 8e11 },
  paced: {
    ...{ imagesPerSecond: 400, secondsPerStep: spread(0.02), steps: 100, from: "warm steps" },
    ...{ firstStepSeconds: 3, memoryBytes: 3 * 2 ** 30, residentBytes: 2 ** 28 },
  },
  kernels: {
    ...{ secondsPerStep: 0.02, steps: 7, method: "replayed" },
    rows: [{
      ...{ kernel: "ConvReluPool", shapes: "8×64 ⋆ 3×3", calls: 2, seconds: 0.01 },
      ...{ operations: 1e10, operationsDone: 1e10 },
    }],
  },
  steps: {
    ...{ imagesPerSecond: 400, secondsPerStep: spread(0.02), steps: 9, readEvery: 1 },
    memoryBytes: 1,
  },
  evaluation: { seconds: 1, parts: {}, images: { hole: 1, validation: 1 }, points: 1 },
};

const backend: BackendFacts = {
  name: "webgpu",
  adapter: "Fake 7900",
  software: false,
  reason: "backend webgpu on Fake 7900",
  libraries: { tfjs: "4" },
  flags: { kernels: "wgsl 1" },
};

/** Answers with {@linkcode FAKE}, or with what `change` makes of a request where it gives something. */
export function fakeMeasure(
  change: (request: Request, limit: number) => Measurements[Request["measure"]] | undefined = () =>
    undefined,
): Measure {
  return <M extends Request["measure"]>(
    request: Request & { readonly measure: M },
    { limit }: { readonly limit: number },
  ) => {
    const result = change(request, limit) ?? FAKE[request.measure];
    return Promise.resolve({ backend, result: result as Measurements[M] });
  };
}
