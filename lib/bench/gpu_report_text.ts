/**
 * A report of a GPU as a reader on a terminal wants it, and what to do with it.
 *
 * @module
 */

import { kernelTable, methodText } from "./bench_text.ts";
import { rateText } from "./gpu_report.ts";
import { type GpuReport, isMissing, type NotMeasured } from "./gpu_report_schema.ts";
import { textTable, threeDigits } from "./tables.ts";
import { workloadName } from "./workload.ts";

type ArrayError = { readonly largest: number | null; readonly rms: number | null };

/** An error as `1.2e-6`. */
function errorText(error: number | null): string {
  return error === null ? "not finite" : error.toExponential(1);
}

/** Whether an error is larger than another; what is not finite is larger than all. */
function isWorse(one: ArrayError, other: ArrayError): boolean {
  return (one.largest ?? Infinity) > (other.largest ?? Infinity);
}

function missingText({ notMeasured }: NotMeasured): string {
  return `not measured: ${notMeasured}`;
}

/** Names of vendors by their PCI number, which is all that Deno gives of most. */
const VENDORS: Readonly<Record<string, string>> = {
  4098: "AMD",
  4203: "Apple",
  4318: "NVIDIA",
  5045: "ARM",
  20803: "Qualcomm",
  32902: "Intel",
  65541: "Mesa",
};

/** The vendor's name, where its number is known. */
export function vendorName(vendor: string): string {
  return VENDORS[vendor] ?? vendor;
}

function deviceLines({ device, driver, libraries, commit }: GpuReport): [string, string][] {
  const { adapter, processor, system, versions, limits } = device;
  const software = adapter.software ? " (software)" : "";
  const tick = device.timestampNanoseconds;
  const bound = (device.bindingLimit / 2 ** 20).toFixed(0);
  const backend = device.webgpuBackend ? `, DENO_WEBGPU_BACKEND=${device.webgpuBackend}` : "";
  return [
    [
      "adapter",
      `${adapter.description || "no name"}${software}: vendor ${vendorName(adapter.vendor)}, ` +
      `architecture ${adapter.architecture || "not said"}, device ${adapter.device || "not said"}`,
    ],
    [
      "limits",
      `binds ${bound} MiB, workgroups of ${limits.maxComputeInvocationsPerWorkgroup} with ` +
      `${limits.maxComputeWorkgroupStorageSize} bytes; ` +
      (tick === null ? "no timestamps" : `a timestamp's tick is ${threeDigits(tick)} ns`),
    ],
    ...driver.map(({ from, lines }): [string, string] => [
      "driver",
      `${lines.join("; ")} (${from})`,
    ]),
    [
      "machine",
      `${processor.cores} × ${processor.name || "processor"}, ${system.os} ${system.release} ` +
      `${system.arch}`,
    ],
    [
      "software",
      `Deno ${versions.deno}${backend}, V8 ${versions.v8}, TypeScript ${versions.typescript}, ` +
      Object.entries(libraries).map((entry) => entry.join(" ")).join(", "),
    ],
    ["code", commit ? commit.hash + editedText(commit.edited) : "commit unknown"],
  ];
}

function editedText(edited: boolean | null): string {
  if (edited === null) return ", edits unknown";
  return edited ? ", edited" : "";
}

function startLine(found: GpuReport["start"]["processes"][number]): string {
  if (isMissing(found)) return missingText(found);
  const { backendSeconds, firstStepSeconds, secondStepSeconds, freshNetworkSeconds } = found;
  return `backend after ${threeDigits(backendSeconds)} s, first step ` +
    `${threeDigits(firstStepSeconds)} s, second ${threeDigits(secondStepSeconds)} s, first of a ` +
    `fresh network ${threeDigits(freshNetworkSeconds)} s`;
}

function smokeLines({ smoke: { webgpu, wasm, largestDifference } }: GpuReport): [string, string][] {
  const same = isMissing(webgpu)
    ? missingText(webgpu)
    : webgpu.sameBytesTwice
    ? `yes, ${webgpu.losses.length} steps of training twice`
    : `NO: ${webgpu.losses.length} steps of training twice gave different bytes`;
  const far = isMissing(wasm)
    ? missingText(wasm)
    : largestDifference === null
    ? "unknown: a loss is missing or not finite"
    : `${errorText(largestDifference)} of a loss, at most`;
  return [["same bytes", same], ["from wasm", far]];
}

/** The errors of the kernels as a table: of the value, and of the gradient that is furthest off. */
function errorTable(found: Exclude<GpuReport["kernelErrors"], NotMeasured>): string {
  const rows = found.map(({ block, shapes, value, gradients }) => {
    const [name, worst] = Object.entries(gradients)
      .reduce((far, next) => isWorse(next[1], far[1]) ? next : far);
    const texts = [value, worst].flatMap(({ largest, rms }) => [largest, rms].map(errorText));
    return [block, shapes, ...texts, name];
  });
  return textTable({
    head: ["block", "shapes", "largest", "rms", "gradient: largest", "rms", "of"],
    rows,
    left: [0, 1, 6],
  });
}

function throughputTable({ throughput, stock }: GpuReport): string {
  const mebibytes = (bytes: number) => Math.round(bytes / 2 ** 20).toString();
  const rows = [...throughput, ...stock].map(({ network, workload, found }, k) => {
    const whose = k < throughput.length ? network : `${network}, TF.js's own kernels`;
    const head = [whose, workloadName(workload)];
    if (isMissing(found)) return [...head, "", "", "", missingText(found)];
    return [
      ...head,
      threeDigits(found.firstStepSeconds),
      mebibytes(found.memoryBytes),
      mebibytes(found.residentBytes),
      rateText(found),
    ];
  });
  return textTable({
    head: ["network", "", "first step, s", "MiB", "process, MiB", "rate"],
    rows,
    left: [0, 1, 5],
  });
}

function kernelTables({ kernels, ceiling }: GpuReport): string[] {
  return kernels.flatMap(({ network, workload, found }) => {
    const title = `Kernels of a step of ${network}, ${workloadName(workload)}`;
    if (isMissing(found)) return ["", `${title}: ${missingText(found)}`];
    const known = isMissing(ceiling) ? { operationsPerSecond: 0 } : ceiling;
    return ["", `${title}, ${methodText(found)}:`, kernelTable(found, known)];
  });
}

function ceilingLine({ ceiling }: GpuReport): string {
  if (isMissing(ceiling)) return missingText(ceiling);
  const { operationsPerSecond, by, copyBytesPerSecond } = ceiling;
  return `${threeDigits(operationsPerSecond / 1e9)} GFLOP/s (${by}), copy ` +
    `${threeDigits(copyBytesPerSecond / 1e9)} GB/s (bytes read plus written)`;
}

/** All that was found, and where to send it. */
export function reportText(report: GpuReport, file: string): string {
  const [first, second] = report.start.processes.map(startLine);
  const lines: [string, string][] = [
    ...deviceLines(report),
    ["first steps", `${workloadName(report.start.workload)}: ${first}`],
    ["again", `in a second process: ${second}`],
    ...smokeLines(report),
    ["ceiling", ceilingLine(report)],
    ["took", `${Math.round(report.seconds.whole)} s`],
  ];
  const { kernelErrors } = report;
  const errors = isMissing(kernelErrors)
    ? [`Errors of the kernels: ${missingText(kernelErrors)}`]
    : ["Errors of the kernels against float64, by the rms of an array:", errorTable(kernelErrors)];
  return [
    ...lines.map(([name, text]) => `${name.padEnd(11)}  ${text}`),
    "",
    ...errors,
    "",
    "Training (MiB as TF.js counts them, and of the process):",
    throughputTable(report),
    ...kernelTables(report),
    "",
    sendText(report, file),
  ].join("\n");
}

/** What to send, and where. */
function sendText({ device: { adapter } }: GpuReport, file: string): string {
  return [
    "Please send this report: open an issue at the repository that you have this suite from, call it",
    `"GPU report: ${adapter.description || vendorName(adapter.vendor)}", and attach ${file}.`,
    "The file holds what is shown above, all limits of the adapter and the losses of the short",
    "training; no path, and no name of a user or host. docs/backends.md says what it is compared with.",
  ].join("\n");
}
