/**
 * Training steps on a device of unknown speed: as many as a budget of time allows, and at least one,
 * so that a slow device gets a rate too and nobody waits for it. Also how long the first steps take.
 *
 * @module
 */

import type { Backend } from "../backend/mod.ts";
import { turnEventLoop } from "./clock.ts";
import type { PacedSteps, StartTimes } from "./messages.ts";
import { spread } from "./statistics.ts";
import { measureWarm, memoryBytes, readingPace, readLoss, trainer } from "./steps.ts";
import type { Workload } from "./workload.ts";

/** Seconds of one step, until its loss is read. */
async function timed(step: () => ReturnType<ReturnType<typeof trainer>>, backend: Backend) {
  const start = performance.now();
  await readLoss(step());
  const seconds = (performance.now() - start) / 1000;
  await turnEventLoop();
  backend.check();
  return seconds;
}

/**
 * Times a process's first steps; `backendSeconds` are those from its start until now, when the
 * backend has just been started.
 */
export async function measureStart(
  workload: Workload,
  { backend, backendSeconds }: { backend: Backend; backendSeconds: number },
): Promise<StartTimes> {
  const network = async () => {
    const start = performance.now();
    const step = trainer(workload);
    const making = (performance.now() - start) / 1000;
    return { step, seconds: making + await timed(step, backend) };
  };
  const first = await network();
  const secondStepSeconds = await timed(first.step, backend);
  const fresh = await network();
  return {
    backendSeconds,
    firstStepSeconds: first.seconds,
    secondStepSeconds,
    freshNetworkSeconds: fresh.seconds,
  };
}

/**
 * Steps of one network: three to warm up, then as many as fit into `seconds`. After the second it
 * ends where `budget` seconds are over, or would be with one more. `soFar` is given what is known
 * after each step of the warm-up, for whoever ends the process.
 */
export async function measurePaced(
  workload: Workload,
  { backend, seconds, budget, soFar }: {
    backend: Backend;
    seconds: number;
    budget: number;
    soFar: (known: PacedSteps) => void;
  },
): Promise<PacedSteps> {
  const begun = performance.now();
  const step = trainer(workload);
  const firstStepSeconds = await timed(step, backend);
  const found = (
    rate: Pick<PacedSteps, "imagesPerSecond" | "secondsPerStep" | "steps" | "from">,
  ): PacedSteps => ({
    ...rate,
    firstStepSeconds,
    memoryBytes: memoryBytes(),
    residentBytes: Deno.memoryUsage().rss,
  });
  const single = (from: PacedSteps["from"], own: number) =>
    found({
      imagesPerSecond: workload.batch / own,
      secondsPerStep: spread([own]),
      ...{ steps: 1, from },
    });
  soFar(single("first step", firstStepSeconds));
  const second = await timed(step, backend);
  const slow = single("second step", second);
  if ((performance.now() - begun) / 1000 + second > budget) return slow;
  soFar(slow);
  const third = await timed(step, backend);
  const readEvery = readingPace(third, { backend, seconds });
  const { imagesPerSecond, secondsPerStep, steps } = await measureWarm(step, {
    ...{ workload, backend, seconds, readEvery },
  });
  return found({ imagesPerSecond, secondsPerStep, steps, from: "warm steps" });
}
