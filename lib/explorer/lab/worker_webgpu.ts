/**
 * A worker that trains on WebGPU.
 *
 * @module
 */

import { startWebGpu } from "../../backend/webgpu/start.ts";
import { RunError } from "../../errors.ts";
import { serve } from "./worker.ts";

serve(async () => {
  const asked = new URLSearchParams(location.search);
  const adapter = asked.get("adapter") ?? "an adapter without a name";
  const backend = await startWebGpu(adapter, asked.get("why") ?? "as asked", "ours");
  if (backend === null) throw new RunError("WebGPU could not be started");
  return backend;
});
