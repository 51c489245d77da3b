/**
 * What the bench found, as a reader on a terminal wants it: a few aligned lines, then the kernels.
 *
 * @module
 */

import type { BenchReport, Rates } from "./bench.ts";
import type { Ceiling, KernelTimes } from "./messages.ts";
import { spread } from "./statistics.ts";
import { percent, textTable, threeDigits } from "./tables.ts";
import { workloadName } from "./workload.ts";

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

/** The table of kernels: those not counted have no rate. */
export function kernelTable(
  { rows, secondsPerStep }: KernelTimes,
  { operationsPerSecond }: Ceiling,
): string {
  const line = (
    [kernel, shapes, calls]: readonly [string, string, string],
    { seconds, operations }: { seconds: number; operations: number | null },
  ): string[] => {
    const rate = operations && seconds > 0 ? operations / seconds : null;
    return [
      kernel,
      shapes,
      calls,
      milliseconds(seconds),
      percent(seconds / secondsPerStep),
      rate === null ? "" : threeDigits(rate / 1e9),
      rate === null ? "" : percent(rate / operationsPerSecond),
    ];
  };
  const shown = rows.filter(({ seconds }) => seconds >= SMALL * secondsPerStep);
  const hidden = rows.filter((row) => !shown.includes(row));
  const sum = (numbers: readonly number[]) => numbers.reduce((all, value) => all + value, 0);
  const lines = shown.map((row) => line([row.kernel, row.shapes, callsText(row.calls)], row));
  if (hidden.length > 0) {
    const calls = sum(hidden.map((row) => row.calls));
    const seconds = sum(hidden.map((row) => row.seconds));
    lines.push(line([`${hidden.length} others`, "", callsText(calls)], {
      seconds,
      operations: null,
    }));
  }
  const outside = Math.max(0, secondsPerStep - sum(rows.map(({ seconds }) => seconds)));
  lines.push(line(["outside kernels", "", ""], { seconds: outside, operations: null }));
  const operations = sum(rows.map((row) => row.operations ?? 0));
  lines.push(line(["step", "", ""], { seconds: secondsPerStep, operations }));
  return textTable({
    head: ["kernel", "shapes", "calls", "ms", "share", "GFLOP/s", "of ceiling"],
    rows: lines,
    left: [0, 1],
  });
}

/** All that was found. */
export function benchText(report: BenchReport): string {
  const { workload, machine, backend, ours, stock, peer, kernels, ceiling, processes } = report;
  const libraries = Object.entries(backend.libraries).map((entry) => entry.join(" ")).join(", ");
  const steps = ours.steps.flat();
  const step = spread(steps.map(({ secondsPerStep }) => secondsPerStep.median));
  const memory = Math.max(...steps.map(({ memoryBytes }) => memoryBytes)) / 2 ** 20;
  const lines: [string, string][] = [
    [
      "workload",
      `${workloadName(workload)}: ${threeDigits(report.operationsPerImage / 1e9)} GFLOP an image`,
    ],
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
    [
      "stock",
      "failed" in stock
        ? `cannot train: ${stock.failed}`
        : `${threeDigits(stock.imagesPerSecond)} images/s in ${processesText(processes)}: ` +
          `ours is ${threeDigits(ours.imagesPerSecond.median / stock.imagesPerSecond)} × that`,
    ],
  ];
  if (peer) {
    lines.push(["peer", rateText(peer) + (peer.framework ? `, ${peer.framework}` : "")]);
    lines.push(["ratio", `${peer.ratio.toFixed(2)} × the peer`]);
  }
  const how = kernels.method === "replayed"
    ? `Kernels of a step, each replayed alone; a step is the median of ${kernels.steps}:`
    : `Kernels of a step, means of ${kernels.steps}:`;
  return [
    ...lines.map(([name, text]) => `${name.padEnd(8)}  ${text}`),
    "",
    how,
    kernelTable(kernels, ceiling),
  ].join("\n");
}
