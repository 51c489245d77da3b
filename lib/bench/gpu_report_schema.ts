/**
 * A report of a GPU as a file: what whoever has one sends, and what is read again to compare cards.
 *
 * @module
 */

import { z } from "zod";
import { parseJson } from "../files/parse_json.ts";

const seconds = z.number().min(0);
const rate = z.number().positive();
const bytes = z.int().min(0);
const notMeasured = z.strictObject({ notMeasured: z.string().min(1) });

/** What was measured, or the words that say why it was not. */
function measuredOrNot<T extends z.ZodType>(schema: T) {
  return z.union([notMeasured, schema]);
}

const spread = z.strictObject({ median: seconds, min: seconds, max: seconds });

const device = z.strictObject({
  adapter: z.strictObject({
    vendor: z.string(),
    architecture: z.string(),
    device: z.string(),
    description: z.string(),
    software: z.boolean(),
    subgroups: z.tuple([z.int(), z.int()]).readonly(),
  }),
  limits: z.record(z.string(), z.number()),
  features: z.array(z.string()).readonly(),
  bindingLimit: bytes,
  timestampNanoseconds: z.number().positive().nullable(),
  webgpuBackend: z.string().nullable(),
  processor: z.strictObject({ name: z.string(), cores: z.int().min(1) }),
  system: z.strictObject({ os: z.string(), release: z.string(), arch: z.string() }),
  versions: z.strictObject({ deno: z.string(), v8: z.string(), typescript: z.string() }),
});

const start = z.strictObject({
  backendSeconds: seconds,
  firstStepSeconds: seconds,
  secondStepSeconds: seconds,
  freshNetworkSeconds: seconds,
});

const arrayError = z.strictObject({
  largest: z.number().min(0).nullable(),
  rms: z.number().min(0).nullable(),
});

const kernelErrors = z.array(z.strictObject({
  block: z.string(),
  shapes: z.string(),
  value: arrayError,
  gradients: z.record(z.string(), arrayError),
})).readonly();

const losses = z.strictObject({
  losses: z.array(z.number().nullable()).readonly(),
  sameBytesTwice: z.boolean(),
  weights: z.string().regex(/^[0-9a-f]{64}$/, "must be 64 hexadecimal digits"),
});

const ceiling = z.strictObject({
  operationsPerSecond: rate,
  by: z.string(),
  copyBytesPerSecond: rate,
});

const paced = z.strictObject({
  imagesPerSecond: rate,
  secondsPerStep: spread,
  steps: z.int().min(1),
  from: z.enum(["warm steps", "second step", "first step"]),
  firstStepSeconds: seconds,
  memoryBytes: bytes,
  residentBytes: bytes,
});

const kernelTimes = z.strictObject({
  secondsPerStep: seconds,
  steps: z.int().min(1),
  method: z.enum(["measured", "timestamps", "replayed"]),
  rows: z.array(z.strictObject({
    kernel: z.string(),
    shapes: z.string(),
    calls: z.number().positive(),
    seconds,
    operations: z.number().nullable(),
    operationsDone: z.number().nullable(),
  })).readonly(),
});

const networkName = z.string().min(1);

const workload = z.strictObject({
  size: z.int().min(8),
  divide: z.int().min(1),
  batch: z.int().min(1),
});

/** Measurements of networks at batch sizes. */
function rowsOf<T extends z.ZodType>(schema: T) {
  return z.array(z.strictObject({
    network: networkName,
    workload,
    found: measuredOrNot(schema),
  })).readonly();
}

/** A report. */
export const reportSchema = z.strictObject({
  kind: z.literal("punctured-vae GPU report"),
  format: z.literal(1),
  /** The day it was made, YYYY-MM-DD, in universal time. */
  day: z.iso.date(),
  /** Of the suite's own code, and whether it was edited since; null where git does not say. */
  commit: z.strictObject({ hash: z.string(), edited: z.boolean().nullable() }).nullable(),
  device,
  /** What programs of the system say of the driver. */
  driver: z.array(z.strictObject({ from: z.string(), lines: z.array(z.string()).readonly() }))
    .readonly(),
  /** Versions of what computes, and numeric flags. */
  libraries: z.record(z.string(), z.string()),
  flags: z.record(z.string(), z.union([z.boolean(), z.number(), z.string()])),
  /** Seconds of each measurement, without warm-up; and of the whole report. */
  seconds: z.strictObject({ each: seconds, whole: seconds }),
  /** Two processes, one after the other. */
  start: z.strictObject({
    workload,
    processes: z.array(measuredOrNot(start)).length(2).readonly(),
  }),
  kernelErrors: measuredOrNot(kernelErrors),
  smoke: z.strictObject({
    webgpu: measuredOrNot(losses),
    wasm: measuredOrNot(losses),
    /** Of a loss on WebGPU from that on wasm, relative, over the steps; null where there is none. */
    largestDifference: z.number().min(0).nullable(),
  }),
  ceiling: measuredOrNot(ceiling),
  throughput: rowsOf(paced),
  kernels: rowsOf(kernelTimes),
  /** With TF.js's own kernels. */
  stock: rowsOf(paced),
});

/** A report. */
export type GpuReport = z.infer<typeof reportSchema>;

/** Words that say why there is no measurement. */
export type NotMeasured = z.infer<typeof notMeasured>;

/** Whether a part of a report says why it is missing. */
export function isMissing(found: object): found is NotMeasured {
  return "notMeasured" in found;
}

/** Digits of a measured number that are kept, and of a loss, which float32 holds to nine. */
const DIGITS = { measured: 4, loss: 9 };

/** A value with the fractions in it rounded; whole numbers stay. */
function rounded(value: unknown, digits: number): unknown {
  if (typeof value === "number") {
    return Number.isInteger(value) ? value : Number(value.toPrecision(digits));
  }
  if (Array.isArray(value)) return value.map((item) => rounded(item, digits));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      rounded(item, name === "losses" ? DIGITS.loss : digits),
    ]),
  );
}

/** A report as the text of its file. Throws ZodError where it is none, which is a fault of ours. */
export function formatReport(report: GpuReport): string {
  const value = reportSchema.parse(rounded(report, DIGITS.measured));
  // A line a member, and a line a row of a table: readable, and a third of the size.
  return `${compactJson(value, 0)}\n`;
}

/** Characters of a value that still stands in one line. */
const LINE = 160;

function compactJson(value: unknown, depth: number): string {
  const whole = JSON.stringify(value);
  if (whole.length <= LINE || typeof value !== "object" || value === null) return whole;
  const inner = "  ".repeat(depth + 1), outer = "  ".repeat(depth);
  const isList = Array.isArray(value);
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .map(([name, item]) =>
      inner + (isList ? "" : `${JSON.stringify(name)}: `) + compactJson(item, depth + 1)
    );
  const [open, close] = isList ? "[]" : "{}";
  return `${open}\n${members.join(",\n")}\n${outer}${close}`;
}

/**
 * Reads the text of a report.
 *
 * @throws {SyntaxError} with one line on what is wrong
 */
export function parseReport(text: string): GpuReport {
  const parsed = reportSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0];
  throw new SyntaxError(`is no GPU report (${path.join(".") || "its top level"}: ${message})`);
}
