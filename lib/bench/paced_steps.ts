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
 * Steps of one network: three to warm up, then as many as fit into `seconds`. Where `budget` seconds
 * are over before, or would be with one step more, the last step counts.
 */
export async function measurePaced(
  workload: Workload,
  { backend, seconds, budget }: { backend: Backend; seconds: number; budget: number },
): Promise<PacedSteps> {
  const begun = performance.now();
  const step = trainer(workload);
  const times: number[] = [];
  const left = () => budget - (performance.now() - begun) / 1000;
  do times.push(await timed(step, backend)); while (times.length < 3 && left() > times.at(-1)!);
  const [firstStepSeconds] = times, last = times.at(-1)!;
  const memory = () => ({
    memoryBytes: memoryBytes(),
    residentBytes: Deno.memoryUsage().rss,
  });
  if (times.length < 3) {
    return {
      imagesPerSecond: workload.batch / last,
      secondsPerStep: spread([last]),
      steps: 1,
      from: times.length === 1 ? "first step" : "second step",
      firstStepSeconds,
      ...memory(),
    };
  }
  const readEvery = readingPace(last, { backend, seconds });
  const warm = await measureWarm(step, { workload, backend, seconds, readEvery });
  const { imagesPerSecond, secondsPerStep, steps } = warm;
  return {
    ...{ imagesPerSecond, secondsPerStep, steps },
    from: "warm steps",
    firstStepSeconds,
    ...memory(),
  };
}
