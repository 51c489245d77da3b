/** The WebGPU kernels on the blocks and shapes whose shaders take a software adapter long to compile. */

import { normalised, shapesOf, tail } from "./network_blocks.ts";
import { compareWithWasm, testBlock, testOnWebGpu } from "./webgpu_cases.ts";

testBlock("convReluBatchNorm({ upsample: true })", normalised(true));
testBlock("convReluBatchNorm({ upsample: false })", normalised(false));
testBlock("convReluBatchNormDot()", tail);

testOnWebGpu("a tensor larger than software Vulkan can bind at once is no obstacle", async () => {
  // As large an image as the published network's, 256²×256 values: 192 MiB in a batch of three.
  // Gradients that sum to about nothing keep the rounding of 200,000 terms: hence 1e-3.
  await compareWithWasm(tail, shapesOf(tail, [3, 256, 256, 1], { outputs: 256 }), 1e-3);
});
