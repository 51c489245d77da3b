/**
 * All that is worth knowing of a GPU that the suite has not run on: what it is, whether our kernels
 * are right on it, and how fast they are. What the device cannot do within a budget of time is said
 * in words and not waited for.
 *
 * Every measurement has a process of its own, so that a device that is lost takes one row with it.
 * The report is saved after each, so that a system that hangs takes only what was to come.
 *
 * @module
 */

import { RunError, UsageError } from "../errors.ts";
import type { Progress } from "../cli/progress.ts";
import type { Measurements, PacedSteps, Request, SmokeLosses } from "./messages.ts";
import { type GpuReport, isMissing, type NotMeasured } from "./gpu_report_schema.ts";
import { codeCommit, driverTexts } from "./system_texts.ts";
import { threeDigits } from "./tables.ts";
import { measureAtOnce, type Measured } from "./workers.ts";
import { resolveWorkload, type Workload, workloadName } from "./workload.ts";

/** What a report measures. */
export interface ReportPlan {
  /** Networks by name. */
  readonly networks: Readonly<Record<string, Omit<Workload, "batch">>>;
  /** Images a step, the fewest first: each says whether the next is worth a try. */
  readonly batches: readonly number[];
  /** The batch of the tables of kernels, of TF.js's own, and of the first steps. */
  readonly tableBatch: number;
  /** The network whose first steps are timed. */
  readonly started: string;
  readonly limits: ReportLimits;
}

/** Budgets of time, in seconds. */
export interface ReportLimits {
  /** After these a rate makes do with its second step. */
  readonly budget: number;
  /** After these a measurement is ended. */
  readonly row: number;
  /** After these nothing more is begun. */
  readonly whole: number;
}

function profileNetwork(profile: "small" | "paper"): Omit<Workload, "batch"> {
  const [size, divide, batch] = [undefined, undefined, undefined];
  const { batch: _, ...network } = resolveWorkload(profile, { size, divide, batch });
  return network;
}

/**
 * What `bench --report` measures. A GPU needs a small part of these limits; with them software
 * Vulkan on two cores ends within a quarter of an hour.
 */
export const REPORT_PLAN: ReportPlan = {
  networks: { small: profileNetwork("small"), paper: profileNetwork("paper") },
  batches: [1, 8, 32],
  tableBatch: 8,
  started: "small",
  limits: { budget: 45, row: 100, whole: 780 },
};

/** Makes one measurement within a limit of seconds; throws RunError where it fails. */
export type Measure = <M extends Request["measure"]>(
  request: Request & { readonly measure: M },
  options: { readonly limit: number },
) => Promise<Measured<M>>;

/** Options of {@linkcode makeReport}. */
export interface ReportOptions {
  /** Seconds of each measurement. */
  readonly seconds: number;
  readonly progress: Pick<Progress, "line">;
  /** Keeps what is known so far. */
  save(report: GpuReport): Promise<void>;
  readonly plan?: ReportPlan;
  /** In place of real measurements, for tests. */
  readonly measure?: Measure;
}

async function measureInProcess<M extends Request["measure"]>(
  request: Request & { readonly measure: M },
  { limit }: { readonly limit: number },
): Promise<Measured<M>> {
  return (await measureAtOnce(request, { limit }))[0];
}

/** A limit shorter than this, in seconds, is worth no process. */
const LEAST_LIMIT = 5;

/** Words for what is still to come when a report is saved. */
const TO_COME: NotMeasured = { notMeasured: "the report ended before it" };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** One row of a table of a report. */
interface Row {
  readonly network: string;
  readonly workload: Workload;
}

/**
 * Measures a device.
 *
 * @throws {UsageError} where there is no WebGPU adapter
 * @throws {RunError} where not even its name can be had
 */
export async function makeReport(
  { seconds, progress, save, plan = REPORT_PLAN, measure = measureInProcess }: ReportOptions,
): Promise<GpuReport> {
  const begun = performance.now();
  const elapsed = () => (performance.now() - begun) / 1000;
  const limits = plan.limits;
  const workloadOf = (network: string, batch: number) => ({ ...plan.networks[network], batch });
  const started = workloadOf(plan.started, plan.tableBatch);
  const request = { workload: started, backend: "webgpu", kernels: "ours", seconds } as const;

  progress.line("the adapter");
  const facts = await measure({ ...request, measure: "device" }, { limit: limits.row });
  const report: Mutable<GpuReport> = {
    kind: "punctured-vae GPU report",
    format: 1,
    day: new Date().toISOString().slice(0, 10),
    commit: await codeCommit(),
    device: facts.result,
    driver: await driverTexts(),
    libraries: facts.backend.libraries,
    flags: facts.backend.flags,
    seconds: { each: seconds, whole: elapsed() },
    start: { workload: started, processes: [TO_COME, TO_COME] },
    kernelErrors: TO_COME,
    smoke: { webgpu: TO_COME, wasm: TO_COME, largestDifference: null },
    ceiling: TO_COME,
    throughput: [],
    kernels: [],
    stock: [],
  };
  const keep = async () => {
    report.seconds = { each: seconds, whole: elapsed() };
    await save(report);
  };
  await keep();

  /** One measurement, or the words that say why there is none. */
  const row = async <M extends Request["measure"]>(
    name: string,
    own: Partial<Request> & { readonly measure: M },
  ): Promise<Measurements[M] | NotMeasured> => {
    const limit = Math.min(limits.row, limits.whole - elapsed());
    if (limit < LEAST_LIMIT) {
      return { notMeasured: `the ${limits.whole} s of the whole report were over` };
    }
    progress.line(name);
    const budget = Math.min(limits.budget, limit / 2);
    try {
      return (await measure({ ...request, budget, ...own }, { limit: Math.round(limit) })).result;
    } catch (error) {
      if (!(error instanceof RunError || error instanceof UsageError)) throw error;
      return { notMeasured: error.message };
    }
  };

  // First, while the driver has seen as few of our shaders as it ever will again.
  for (const [k, which] of ["the first steps", "the first steps again"].entries()) {
    const found = await row(which, { measure: "start" });
    report.start = { workload: started, processes: report.start.processes.with(k, found) };
    await keep();
  }
  report.kernelErrors = await row("the kernels' errors", { measure: "errors" });
  await keep();
  const webgpu = await row("a short training, twice", { measure: "losses" });
  const wasm = await row("the same on wasm", { measure: "losses", backend: "wasm" });
  report.smoke = { webgpu, wasm, largestDifference: largestDifference(webgpu, wasm) };
  await keep();

  for (const network of Object.keys(plan.networks)) {
    let previous: { readonly batch: number; readonly found: PacedSteps | NotMeasured } | undefined;
    for (const batch of plan.batches) {
      const workload = workloadOf(network, batch);
      const name = `${network}, ${workloadName(workload)}`;
      const doubt = previous && doubtOf(previous, { batch, limit: limits.row });
      const found = doubt ?? await row(name, { measure: "paced", workload });
      report.throughput = [...report.throughput, { network, workload, found }];
      if (!doubt) progress.line(`${name}: ${rateText(found)}`);
      previous = { batch, found };
      await keep();
    }
  }
  report.ceiling = await row("the device's ceiling", { measure: "ceiling" });
  await keep();
  const tables: Row[] = Object.keys(plan.networks)
    .map((network) => ({ network, workload: workloadOf(network, plan.tableBatch) }));
  const rateOf = ({ network }: Row) =>
    report.throughput.find((row) =>
      row.network === network && row.workload.batch === plan.tableBatch
    )?.found;
  for (const { network, workload } of tables) {
    const doubt = tableDoubt(rateOf({ network, workload }), limits.row);
    const found = doubt ??
      await row(`${network}, kernel by kernel`, { measure: "kernels", workload });
    report.kernels = [...report.kernels, { network, workload, found }];
    await keep();
  }
  // Last, because TF.js's own kernels can take minutes a step.
  for (const { network, workload } of tables) {
    const doubt = stockDoubt(rateOf({ network, workload }), limits.row);
    const found = doubt ?? await row(`${network}, stock kernels`, {
      ...{ measure: "paced", workload, kernels: "stock" },
    });
    report.stock = [...report.stock, { network, workload, found }];
    await keep();
  }
  return report;
}

/** A rate in a few words. */
export function rateText(found: PacedSteps | NotMeasured): string {
  if (isMissing(found)) return `not measured: ${found.notMeasured}`;
  const { imagesPerSecond, from } = found;
  return `${threeDigits(imagesPerSecond)} images/s` +
    (from === "warm steps" ? "" : `, from the ${from} alone`);
}

/** Largest relative difference of the losses of two trainings; null where one is missing. */
export function largestDifference(
  ours: SmokeLosses | NotMeasured,
  other: SmokeLosses | NotMeasured,
): number | null {
  if (isMissing(ours) || isMissing(other)) return null;
  const differences = other.losses.map((expected, step) => {
    const loss = ours.losses[step];
    return expected === null || loss === null ? NaN : Math.abs(loss / expected - 1);
  });
  const largest = Math.max(...differences);
  return Number.isFinite(largest) ? largest : null;
}

/** Why a batch is not tried after a smaller one; undefined where it is. */
function doubtOf(
  { batch: smaller, found }: { readonly batch: number; readonly found: PacedSteps | NotMeasured },
  { batch, limit }: { readonly batch: number; readonly limit: number },
): NotMeasured | undefined {
  if (isMissing(found)) {
    return { notMeasured: `not tried, because batch ${smaller} was not measured` };
  }
  const { firstStepSeconds, secondsPerStep: { median } } = found;
  const expected = firstStepSeconds + median * (batch / smaller - 1);
  if (expected <= limit) return;
  return {
    notMeasured: `not tried, because after batch ${smaller} its first step should take ` +
      `${Math.round(expected)} s, more than the ${limit} s of a row`,
  };
}

/** Steps that a table of kernels takes after the first: one more to warm up, one timed, and a reserve. */
const TABLE_STEPS = 3;

/** Why a table of kernels is not tried; undefined where it is. */
function tableDoubt(
  found: PacedSteps | NotMeasured | undefined,
  limit: number,
): NotMeasured | undefined {
  if (!found || isMissing(found)) {
    return { notMeasured: "not tried, because no step of this batch was measured" };
  }
  const { firstStepSeconds, secondsPerStep: { median } } = found;
  const expected = firstStepSeconds + TABLE_STEPS * median;
  if (expected <= limit) return;
  return {
    notMeasured: `not tried, because about ${TABLE_STEPS} steps should take ` +
      `${Math.round(expected)} s, more than the ${limit} s of a row`,
  };
}

/** Why stock kernels are not tried: they were never faster than ours. Undefined where they are. */
function stockDoubt(
  found: PacedSteps | NotMeasured | undefined,
  limit: number,
): NotMeasured | undefined {
  if (!found || isMissing(found)) {
    return { notMeasured: "not tried, because ours were not measured" };
  }
  const step = found.secondsPerStep.median;
  if (step <= limit / 2) return;
  return { notMeasured: `not tried, because a step of ours takes ${Math.round(step)} s` };
}
