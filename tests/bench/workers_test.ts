import { CutError, measureAtOnce } from "../../lib/bench/workers.ts";
import { RunError } from "../../lib/errors.ts";
import { assert, assertRejects } from "@std/assert";

const request = {
  measure: "steps",
  workload: { size: 32, divide: 64, batch: 1 },
  backend: "wasm",
  kernels: "ours",
} as const;

Deno.test("measureAtOnce() ends what has not finished within its limit, and says so", async () => {
  const endless = { ...request, seconds: 3600 };
  const error = await assertRejects(
    () => measureAtOnce(endless, { processes: 2, limit: 0.1 }),
    CutError,
    "not finished after 0.1 s",
  );
  assert(error instanceof RunError);
});

Deno.test("measureAtOnce() tells a failure within the limit from a cut", async () => {
  const stock = { ...request, kernels: "stock", seconds: 0.01 } as const;
  // A kernel that TF.js lacks, found by trying: this fails when TF.js has it.
  const error = await assertRejects(
    () => measureAtOnce(stock, { limit: 3600 }),
    RunError,
    "Conv2DBackpropFilter",
  );
  assert(!(error instanceof CutError));
});

Deno.test("steps within a budget end after the second where it is over, else they are warmed up", async () => {
  const paced = { ...request, measure: "paced" } as const;
  // So long a measurement that it ends only by its budget.
  const [{ result: slow }] = await measureAtOnce({ ...paced, seconds: 3600, budget: 1e-3 });
  assert(slow.from === "second step" && slow.steps === 1 && slow.memoryBytes > 0);
  const [{ result: warm }] = await measureAtOnce({ ...paced, seconds: 0.01, budget: 3600 });
  assert(warm.from === "warm steps" && warm.firstStepSeconds > 0);
});
