/**
 * What the bench found, as a reader on a terminal wants it: a few aligned lines, then the kernels.
 *
 * @module
 */

import type { BenchReport, NotMeasured, Rates } from "./bench.ts";
import type { Ceiling, EvaluationTimes, KernelRow, KernelTimes } from "./messages.ts";
import { spread } from "./statistics.ts";
import { percent, textTable, threeDigits } from "./tables.ts";
import { workloadName } from "./workload.ts";

/** What a row of the table of kernels is computed from. */
type Counted = Pick<KernelRow, "seconds" | "operations" | "operationsDone">;

/** Kernels that take a smaller share of a step than this are shown as one row. */
const SMALL = 0.005;

function rateText({ imagesPerSecond: { median, min, max }, rounds }: Rates): string {
  const range = rounds.length > 1
    ? ` (median of ${rounds.length} rounds: ${threeDigits(min)} to ${threeDigits(max)})`
    : "";
  return `${threeDigits(median)} images/s${range}`;
}

function processesText(processes: number): string {
  return processes === 1 ? "one process" : `${processes} processes at once`;
}

/** The ceiling in one line. */
export function ceilingText({ operationsPerSecond, by, copyBytesPerSecond }: Ceiling): string {
  return `${threeDigits(operationsPerSecond / 1e9)} GFLOP/s a process (${by}), ` +
    `copy ${threeDigits(copyBytesPerSecond / 1e9)} GB/s (bytes read plus written)`;
}

function milliseconds(seconds: number): string {
  return threeDigits(seconds * 1000);
}

function callsText(calls: number): string {
  return Number.isInteger(calls) ? String(calls) : calls.toFixed(1);
}

/** Why there is no measurement. */
function notMeasured(found: NotMeasured): string {
  return "failed" in found ? found.failed : `cut short after ${found.cutAfter} s`;
}

/** An evaluation in one line. */
function evaluationText(found: EvaluationTimes | NotMeasured): string {
  if ("cutAfter" in found) return `${notMeasured(found)}, before one network was evaluated`;
  if ("failed" in found) return `failed: ${found.failed}`;
  const { seconds, parts, images, points } = found;
  const shares = Object.entries(parts).map(([part, own]) => `${part} ${threeDigits(own)}`).join(
    ", ",
  );
  return `${threeDigits(seconds)} s a network (${shares}): ${images.hole} images in the hole, ` +
    `${images.validation} of the validation set, ${points} points`;
}

/** What stock kernels did, beside ours. */
function stockText({ stock, ours, processes }: BenchReport): string {
  if ("failed" in stock) return `cannot train: ${stock.failed}`;
  if ("cutAfter" in stock) {
    return `${notMeasured(stock)}, before a measurement of TF.js's own kernels had ended`;
  }
  const ratio = ours.imagesPerSecond.median / stock.imagesPerSecond;
  return `${threeDigits(stock.imagesPerSecond)} images/s in ${processesText(processes)}: ` +
    `ours is ${threeDigits(ratio)} × that`;
}

/** Arithmetic by direct sums, and how much of it is really done. */
function arithmeticText({ operationsPerImage, operationsDonePerImage }: BenchReport): string {
  const nominal = `${threeDigits(operationsPerImage / 1e9)} GFLOP an image`;
  return `${nominal}, of which ${percent(operationsDonePerImage / operationsPerImage)} are done`;
}

/** How kernels were timed, in a few words. */
export function methodText({ method, steps }: KernelTimes): string {
  if (method === "replayed") return `each replayed alone; a step is the median of ${steps}`;
  if (method === "measured") return `means of ${steps}`;
  return `by the device's timestamps, means of ${steps}; the step itself is timed without them`;
}

/**
 * The table of kernels: the rate is of direct sums, the share of the ceiling of what is done. A
 * ceiling of 0 is an unknown one.
 */
export function kernelTable(
  { rows, secondsPerStep }: KernelTimes,
  { operationsPerSecond }: Pick<Ceiling, "operationsPerSecond">,
): string {
  const line = (
    [kernel, shapes, calls]: readonly [string, string, string],
    { seconds, operations, operationsDone }: Counted,
  ): string[] => {
    const counted = operations && operationsDone && seconds > 0;
    return [
      kernel,
      shapes,
      calls,
      milliseconds(seconds),
      percent(seconds / secondsPerStep),
      counted ? threeDigits(operations / seconds / 1e9) : "",
      counted ? percent(operationsDone / operations) : "",
      counted && operationsPerSecond ? percent(operationsDone / seconds / operationsPerSecond) : "",
    ];
  };
  const none = { operations: null, operationsDone: null };
  const shown = rows.filter(({ seconds }) => seconds >= SMALL * secondsPerStep);
  const hidden = rows.filter((row) => !shown.includes(row));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, value) => all + value, 0);
  const lines = shown.map((row) => line([row.kernel, row.shapes, callsText(row.calls)], row));
  if (hidden.length > 0) {
    const calls = sum(hidden.map((row) => row.calls));
    const seconds = sum(hidden.map((row) => row.seconds));
    lines.push(line([`${hidden.length} others`, "", callsText(calls)], { seconds, ...none }));
  }
  const outside = Math.max(0, secondsPerStep - sum(rows.map(({ seconds }) => seconds)));
  lines.push(line(["outside kernels", "", ""], { seconds: outside, ...none }));
  lines.push(line(["step", "", ""], {
    seconds: secondsPerStep,
    operations: sum(rows.map((row) => row.operations ?? 0)),
    operationsDone: sum(rows.map((row) => row.operationsDone ?? 0)),
  }));
  return textTable({
    head: ["kernel", "shapes", "calls", "ms", "share", "GFLOP/s", "done", "of ceiling"],
    rows: lines,
    left: [0, 1],
  });
}

/** All that was found. */
export function benchText(report: BenchReport): string {
  const { workload, machine, backend, ours, peer, kernels, evaluation, ceiling, processes } =
    report;
  const libraries = Object.entries(backend.libraries).map((entry) => entry.join(" ")).join(", ");
  const steps = ours.steps.flat();
  const step = spread(steps.map(({ secondsPerStep }) => secondsPerStep.median));
  const memory = Math.max(...steps.map(({ memoryBytes }) => memoryBytes)) / 2 ** 20;
  const lines: [string, string][] = [
    ["workload", `${workloadName(workload)}: ${arithmeticText(report)}`],
    ["backend", backend.reason.replace(/^backend /, "")],
    [
      "machine",
      `${machine.cores} processors, ${machine.os} ${machine.arch}, ` +
      `Deno ${machine.deno}, ${libraries}`,
    ],
    ["ceiling", ceilingText(ceiling)],
    [
      "ours",
      `${rateText(ours)} in ${processesText(processes)}, ` +
      `${percent(ours.shareOfCeiling)} of the ceiling; ${milliseconds(step.median)} ms a step, ` +
      `${Math.round(memory)} MiB`,
    ],
  ];
  if (peer) {
    lines.push(["peer", rateText(peer) + (peer.framework ? `, ${peer.framework}` : "")]);
    lines.push(["ratio", `${peer.ratio.toFixed(2)} × the peer`]);
  }
  if (evaluation) lines.push(["evaluation", evaluationText(evaluation)]);
  lines.push(["stock", stockText(report)]);
  const how = `Kernels of a step, ${methodText(kernels)}:`;
  return [
    ...lines.map(([name, text]) => `${name.padEnd(10)}  ${text}`),
    "",
    how,
    kernelTable(kernels, ceiling),
  ].join("\n");
}
