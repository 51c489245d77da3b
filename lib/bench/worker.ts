/**
 * One measurement in a process of its own; `workers.ts` starts it. What passes is in `messages.ts`.
 *
 * @module
 */

import { type Backend, onDevice, selectBackend } from "../backend/mod.ts";
import { UsageError } from "../errors.ts";
import { backendFacts } from "./backend_facts.ts";
import { measureCeiling } from "./ceiling.ts";
import { deviceFacts } from "./device_facts.ts";
import { measureKernelErrors } from "./kernel_errors.ts";
import { measureKernels } from "./kernel_times.ts";
import type { Measurements, Reply, Request } from "./messages.ts";
import { measurePaced, measureStart } from "./paced_steps.ts";
import { memoryBytes, warmUp } from "./steps.ts";

function say(line: string): void {
  let rest = new TextEncoder().encode(`${line}\n`);
  while (rest.length > 0) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

/** Says `ready` and waits for a word; ends the process where whoever started it is gone. */
async function startSignal(): Promise<void> {
  say("ready");
  const input = Deno.stdin.readable.getReader();
  if ((await input.read()).done) Deno.exit(1);
  input.read().then(({ done }) => done && Deno.exit(1));
}

async function measure(
  { measure, workload, seconds, dataset, budget = Infinity }: Request,
  { backend, backendSeconds, soFar }: {
    backend: Backend;
    /** Seconds from the process's start until the backend could be used. */
    backendSeconds: number;
    /** Says a result that counts where the process is ended before its last. */
    soFar: (result: Measurements["paced"]) => void;
  },
): Promise<Measurements[Request["measure"]]> {
  if (measure === "steps") {
    const steps = await warmUp(workload, { backend, seconds });
    await startSignal();
    return await steps.measure();
  }
  await startSignal();
  if (measure === "start") return await measureStart(workload, { backend, backendSeconds });
  if (measure === "paced") {
    return await measurePaced(workload, { backend, seconds, budget, soFar });
  }
  if (measure === "device") return await deviceFacts(backend);
  if (measure === "errors") return await measureKernelErrors();
  if (measure === "losses") {
    // Loaded here, because nothing else but an evaluation needs the rasteriser's permissions.
    return await (await import("./smoke_losses.ts")).measureLosses(backend);
  }
  if (measure === "kernels") return await measureKernels(workload, { backend, seconds });
  if (measure === "ceiling") return await measureCeiling({ seconds });
  if (dataset === undefined) throw new TypeError("Cannot evaluate: a dataset must be named");
  const { measureEvaluation } = await import("./evaluation_times.ts");
  return await measureEvaluation(workload, { backend, seconds, dataset });
}

async function answer(request: Request): Promise<Reply> {
  try {
    const backend = await selectBackend(request.backend, { kernels: request.kernels });
    const backendSeconds = performance.now() / 1000;
    const facts = await backendFacts(backend);
    const soFar = (result: Measurements["paced"]) =>
      say(JSON.stringify({ backend: facts, result }));
    const result = await onDevice(
      backend,
      () => measure(request, { backend, backendSeconds, soFar }),
    );
    return { backend: facts, result };
  } catch (error) {
    let message = error instanceof Error ? error.message || error.name : String(error);
    // An allocation that fails in TF.js's wasm code ends so, and says nothing of memory.
    if (error instanceof WebAssembly.RuntimeError) {
      message += ` with ${Math.round(memoryBytes() / 2 ** 20)} of at most 4096 MiB taken`;
    }
    const failed = message.trim().replaceAll(/\s*\n\s*/g, " ");
    return { failed, usage: error instanceof UsageError };
  }
}

if (import.meta.main) {
  console.log = console.info = console.debug = console.error;
  const fail = (event: Event, error: unknown) => {
    event.preventDefault();
    const failed = error instanceof Error ? error.message : String(error);
    say(JSON.stringify({ failed: failed.replaceAll(/\s*\n\s*/g, " "), usage: false }));
    Deno.exit(0);
  };
  globalThis.addEventListener("unhandledrejection", (event) => fail(event, event.reason));
  globalThis.addEventListener("error", (event) => fail(event, event.error));
  say(JSON.stringify(await answer(JSON.parse(Deno.args[0]))));
  Deno.exit(0);
}
