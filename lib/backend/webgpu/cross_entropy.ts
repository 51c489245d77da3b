/**
 * Cross-entropy from logits on WebGPU.
 *
 * @module
 */

import { type Gpu, imageGroups, sizeOf } from "./gpu.ts";
import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { PLACE, THREADS } from "./wgsl.ts";

/** Kernels of `../cross_entropy.ts`. */
export function crossEntropyKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output([batch]);
      for (const { images, window } of imageGroups(gpu, [logits])) {
        gpu.run({
          key: "cross-entropy",
          code: crossEntropyCode,
          reads: { logits: window(logits), targets: window(targets) },
          writes: { losses: window(out) },
          sizes: { pixels },
          workgroups: [images],
        });
      }
      return [out];
    },

    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output(logits.shape);
      for (const { window } of imageGroups(gpu, [logits])) {
        runEachIndex(gpu, {
          key: "cross-entropy gradient",
          reads: { dy: window(dy), logits: window(logits), targets: window(targets) },
          writes: { gradient: window(out) },
          sizes: { pixels },
          count: window(logits).count,
          body: () =>
            `  // The exponential of a negative number alone: it cannot overflow.
  let logit = logits[logits_at + index];
  let small = exp(-abs(logit));
  let sigmoid = select(small, 1.0, logit >= 0.0) / (1.0 + small);
  let slope = dy[dy_at + index / sizes.pixels] / f32(sizes.pixels);
  gradient[gradient_at + index] = (sigmoid - targets[targets_at + index]) * slope;`,
        });
      }
      return [out];
    },
  };
}

/** One workgroup an image. ln(1 + e⁻ˡ) is a short series where e⁻ˡ is lost beside 1. */
function crossEntropyCode(): string {
  const halves = [];
  for (let half = THREADS / 2; half >= 1; half /= 2) halves.push(half);
  return `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(${PLACE}) {
  var sum = 0.0;
  for (var pixel = thread; pixel < sizes.pixels; pixel += ${THREADS}u) {
    let at = group.x * sizes.pixels + pixel;
    let logit = logits[logits_at + at];
    let small = exp(-abs(logit));
    let softplus = select(log(1.0 + small), small * (1.0 - 0.5 * small), small < 1e-3);
    sum += max(logit, 0.0) - logit * targets[targets_at + at] + softplus;
  }
  sums[thread] = sum;
${
    halves.map((half) =>
      `  workgroupBarrier();
  if (thread < ${half}u) { sums[thread] += sums[thread + ${half}u]; }`
    ).join("\n")
  }
  if (thread == 0u) { losses[losses_at + group.x] = sums[0] / f32(sizes.pixels); }
}`;
}
