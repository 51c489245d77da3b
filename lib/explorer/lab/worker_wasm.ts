/**
 * A worker that trains on wasm.
 *
 * @module
 */

import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { startWasm } from "../../backend/wasm/start.ts";
import { serve } from "./worker.ts";

serve(async () => {
  setWasmPaths(new URL("../vendor/", import.meta.url).href);
  return await startWasm(new URLSearchParams(location.search).get("why") ?? "as asked", "ours");
});
