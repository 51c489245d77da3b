/** The blocks on WebGPU over as many shapes as on wasm, of which `blocks_test.ts` takes the first few. */

import { agreesWithFloat64, BLOCKS } from "./block_properties.ts";
import { testOnWebGpu } from "./webgpu_cases.ts";

for (const block of BLOCKS) {
  testOnWebGpu(
    `${block.name} agrees with float64 over many shapes`,
    () => agreesWithFloat64(block, 12),
  );
}
