/**
 * The training objective on WebGPU: one dispatch each way, where TF.js's operations take a dozen and
 * upload each constant.
 *
 * @module
 */

import type { Kernel } from "../registry.ts";
import { runEachIndex } from "./each_index.ts";
import { type Gpu, sizeOf } from "./gpu.ts";
import { PLACE } from "./wgsl.ts";

/** Threads that share the images. */
const SHARERS = 64;

/** Kernels of `../objective.ts`. */
export function objectiveKernels(gpu: Gpu): Record<string, Kernel> {
  return {
    Objective({ crossEntropy, divergence, penalty }, { lambda, gamma }) {
      const [loss, bce, kl] = [0, 1, 2].map(() => gpu.output([]));
      gpu.run({
        key: `objective ${lambda} ${gamma}`,
        code: () => `
var<workgroup> parts: array<vec2<f32>, ${SHARERS}>;
@compute @workgroup_size(${SHARERS})
fn main(${PLACE}) {
  var sum = vec2<f32>();
  for (var image = thread; image < sizes.images; image += ${SHARERS}u) {
    sum += vec2<f32>(
      cross_entropy[cross_entropy_at + image],
      divergence[divergence_at + image],
    );
  }
  parts[thread] = sum;
  workgroupBarrier();
  if (thread == 0u) {
    var all = vec2<f32>();
    for (var part = 0u; part < ${SHARERS}u; part++) { all += parts[part]; }
    let means = all / f32(sizes.images);
    bce[bce_at] = means.x;
    kl[kl_at] = means.y;
    loss[loss_at] = means.x + (means.y * ${lambda} + penalty[penalty_at] * ${gamma});
  }
}`,
        reads: { cross_entropy: crossEntropy, divergence, penalty },
        writes: { loss, bce, kl },
        sizes: { images: sizeOf(crossEntropy) },
        workgroups: [1],
      });
      return [loss, bce, kl];
    },

    ObjectiveGradient({ dy }, { lambda, gamma, images }) {
      const count = images as number;
      const [dCrossEntropy, dDivergence] = [gpu.output([count]), gpu.output([count])];
      const dPenalty = gpu.output([]);
      runEachIndex(gpu, {
        key: `objective gradient ${lambda} ${gamma}`,
        reads: { dy },
        writes: { d_cross_entropy: dCrossEntropy, d_divergence: dDivergence, d_penalty: dPenalty },
        count,
        body: () =>
          `  let slope = dy[dy_at] / f32(sizes.count);
  d_cross_entropy[d_cross_entropy_at + index] = slope;
  d_divergence[d_divergence_at + index] = slope * ${lambda};
  if (index == 0u) { d_penalty[d_penalty_at] = dy[dy_at] * ${gamma}; }`,
      });
      return [dCrossEntropy, dDivergence, dPenalty];
    },
  };
}
