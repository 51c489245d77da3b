/** Many steps of training on WebGPU, which take a software adapter minutes. */

import { testOnBackends } from "../backend/devices.ts";
import { keepsMemoryFlat } from "./flat_memory.ts";

testOnBackends("memory is flat over 200 steps", keepsMemoryFlat, { devices: ["webgpu"] });
