import { measureAtOnce } from "../../lib/bench/workers.ts";
import { assert } from "@std/assert";

Deno.test("measureAtOnce() takes what a process has said so far where its limit is reached", async () => {
  const [{ backend, result }] = await measureAtOnce({
    measure: "paced",
    workload: { size: 32, divide: 64, batch: 1 },
    backend: "wasm",
    kernels: "ours",
    // Neither ever ends; the first step has 25 s.
    seconds: 3600,
    budget: 3600,
  }, { limit: 25 });
  assert(backend.name === "wasm");
  assert(result.from !== "warm steps" && result.imagesPerSecond > 0);
});
