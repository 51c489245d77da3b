/**
 * Cross-entropy from logits on WebGPU.
 *
 * @module
 */

import { type Gpu, imageGroups, sizeOf } from "./gpu.ts";
import type { Kernel } from "../registry.ts";
import { eachIndex, THREADS, workgroupsFor } from "./wgsl.ts";

/** Kernels of `../cross_entropy.ts`. */
export function crossEntropyKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    LogitsCrossEntropy({ logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output([batch]);
      for (const { images, window } of imageGroups(gpu, [logits])) {
        gpu.run({
          key: `cross-entropy ${pixels}`,
          program: () => ({
            reads: ["logits", "targets"],
            writes: ["losses"],
            code: crossEntropyCode(pixels),
          }),
          reads: [window(logits), window(targets)],
          writes: [window(out)],
          workgroups: [images],
        });
      }
      return [out];
    },

    LogitsCrossEntropyGradient({ dy, logits, targets }) {
      const batch = logits.shape[0], pixels = sizeOf(logits) / batch;
      const out = gpu.output(logits.shape);
      for (const { window } of imageGroups(gpu, [logits])) {
        const { count } = window(logits);
        gpu.run({
          key: `cross-entropy gradient ${pixels} ${count}`,
          program: () => ({
            reads: ["dy", "logits", "targets"],
            writes: ["gradient"],
            code: eachIndex(
              count,
              `  // The exponential of a negative number alone: it cannot overflow.
  let logit = logits[logits_at + index];
  let small = exp(-abs(logit));
  let sigmoid = select(small, 1.0, logit >= 0.0) / (1.0 + small);
  let slope = dy[dy_at + index / ${pixels}u] / ${pixels}.0;
  gradient[gradient_at + index] = (sigmoid - targets[targets_at + index]) * slope;`,
            ),
          }),
          reads: [window(dy), window(logits), window(targets)],
          writes: [window(out)],
          workgroups: workgroupsFor(count),
        });
      }
      return [out];
    },
  };
}

/** One workgroup an image. ln(1 + e⁻ˡ) is a short series where e⁻ˡ is lost beside 1. */
function crossEntropyCode(pixels: number): string {
  const halves = [];
  for (let half = THREADS / 2; half >= 1; half /= 2) halves.push(half);
  return `
var<workgroup> sums: array<f32, ${THREADS}>;
@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group: vec3<u32>, @builtin(local_invocation_index) thread: u32) {
  var sum = 0.0;
  for (var pixel = thread; pixel < ${pixels}u; pixel += ${THREADS}u) {
    let at = group.x * ${pixels}u + pixel;
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
  if (thread == 0u) { losses[losses_at + group.x] = sums[0] / ${pixels}.0; }
}`;
}
