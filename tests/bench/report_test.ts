import {
  type BenchReport,
  comparePeer,
  operationsDone,
  peerDevice,
  shareOfCeiling,
} from "../../lib/bench/bench.ts";
import { benchText, kernelTable } from "../../lib/bench/bench_text.ts";
import {
  type Cell,
  costTableText,
  measureCell,
  tableWorkloads,
} from "../../lib/bench/cost_table.ts";
import type { BackendFacts, KernelRow } from "../../lib/bench/messages.ts";
import { deathCause } from "../../lib/bench/workers.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertRejects } from "@std/assert";

const workload = { size: 64, divide: 4, batch: 8 };
const ceiling = { operationsPerSecond: 50e9, by: "a product", copyBytesPerSecond: 12e9 };
const machine = { cores: 2, os: "linux", arch: "x86_64", deno: "2.9.6" };
const backend: BackendFacts = {
  name: "wasm",
  adapter: null,
  software: false,
  reason: "backend wasm (as asked), relaxed SIMD",
  libraries: { tfjs: "4" },
  flags: {},
};
const row = (
  kernel: string,
  seconds: number,
  [operations, operationsDone]: [number, number] | [null, null],
): KernelRow => ({ kernel, shapes: "8×1", calls: 2, seconds, operations, operationsDone });
const kernels = {
  secondsPerStep: 0.02,
  steps: 7,
  method: "measured",
  rows: [
    row("Fast", 0.01, [0.25e9, 0.1e9]),
    row("Move", 0.005, [null, null]),
    row("A", 5e-5, [1e6, 1e6]),
    row("B", 3e-5, [null, null]),
  ],
} as const;

function report(changes: Partial<BenchReport> = {}): BenchReport {
  const steps = {
    imagesPerSecond: 200,
    secondsPerStep: { median: 0.04, min: 0.03, max: 0.05 },
    steps: 9,
    readEvery: 1,
    memoryBytes: 32 * 2 ** 20,
  };
  const imagesPerSecond = { median: 400, min: 390, max: 410 };
  const rounds = [390, 400, 410];
  return {
    workload,
    operationsPerImage: 0.13e9,
    operationsDonePerImage: 0.065e9,
    machine,
    backend,
    seconds: 1,
    processes: 2,
    ceiling,
    ours: { imagesPerSecond, rounds, shareOfCeiling: 0.52, steps: [[steps, steps]] },
    stock: { failed: "a kernel is missing" },
    peer: null,
    kernels,
    ...changes,
  };
}

Deno.test("kernelTable() gives the nominal rate, and the share of the ceiling of what is done", () => {
  const lines = kernelTable(kernels, ceiling).split("\n").map((line) => line.split(/ {2,}/));
  assertEquals(lines[1], ["Fast", "8×1", "2", "10.0", "50 %", "25.0", "40 %", "20 %"]);
  assertEquals(lines[2], ["Move", "8×1", "2", "5.00", "25 %"]);
  assertEquals(lines[3].slice(0, 2), ["2 others", "4"]);
  assertEquals(lines[3].slice(2), ["0.0800", "0.4 %"]);
  assertEquals(lines[4].slice(0, 2), ["outside kernels", "4.92"]);
  // 0.251e9 nominal operations in 20 ms, 0.101e9 of them done.
  assertEquals(lines[5], ["step", "20.0", "100 %", "12.6", "40 %", "10 %"]);
  assertEquals(lines.length, 6);
});

Deno.test("benchText() says what was measured, and why stock kernels were not", () => {
  const text = benchText(report());
  assertMatch(text, /^workload {4}64² ÷4 batch 8: 0\.130 GFLOP an image, of which 50 % are done$/m);
  assertMatch(text, /^ours .*400 images\/s \(median of 3 rounds: 390 to 410\) in 2 processes/m);
  assertMatch(text, /52 % of the ceiling; 40\.0 ms a step, 32 MiB$/m);
  assertMatch(text, /^stock +cannot train: a kernel is missing$/m);
  assertEquals(/^(peer|ratio|evaluation)/m.test(text), false);
});

Deno.test("benchText() says what of an evaluation takes its time, or that it was cut short", () => {
  const evaluation = {
    seconds: 28.1,
    parts: { reconstructs: 3, fits: 14.25, compares: 10.85 },
    images: { hole: 500, validation: 453 },
    points: 5000,
  };
  assertMatch(
    benchText(report({ evaluation })),
    /^evaluation {2}28\.1 s a network \(reconstructs 3\.00, fits 14\.3, compares 10\.8\): 500 images/m,
  );
  const text = benchText(report({ evaluation: { cutAfter: 60 }, stock: { cutAfter: 90 } }));
  assertMatch(text, /^evaluation {2}cut short after 60 s, before one network was evaluated$/m);
  assertMatch(text, /^stock {7}cut short after 90 s, before a measurement of TF\.js's own/m);
  assertMatch(
    benchText(report({ evaluation: { failed: "no rasteriser" } })),
    /^evaluation {2}failed: no rasteriser$/m,
  );
});

Deno.test("benchText() compares with stock kernels and the peer", () => {
  const ours = report().ours.imagesPerSecond;
  const command = ["python3", "peer.py"];
  const peer = comparePeer([250, 260, 100], { command, framework: "pytorch 2", ours });
  assertEquals(peer.ratio, 1.6);
  const text = benchText(report({ peer, stock: { imagesPerSecond: 100, steps: [] } }));
  assertMatch(text, /^stock +100 images\/s .*ours is 4\.00 × that$/m);
  assertMatch(text, /^peer +250 images\/s \(median of 3 rounds: 100 to 260\), pytorch 2$/m);
  assertMatch(text, /^ratio +1\.60 × the peer$/m);
});

Deno.test("shareOfCeiling() sets arithmetic against all processes' ceilings", () => {
  // 130,019,136 operations an image; two processes of 50e9 a second.
  const share = shareOfCeiling(400, { workload, backend: "webgpu", processes: 2, ceiling });
  assertAlmostEquals(share, 400 * operationsDone(workload, "webgpu") / 100e9);
  assert(operationsDone(workload, "webgpu") <= 130_019_136);
});

Deno.test("peerDevice() is CUDA only beside a GPU", () => {
  const cores = { threads: navigator.hardwareConcurrency };
  assertEquals(peerDevice(backend), cores);
  const gpu: BackendFacts = { ...backend, name: "webgpu", adapter: "a card" };
  assertEquals(peerDevice(gpu), { device: "cuda" });
  assertEquals(peerDevice({ ...gpu, software: true }), cores);
});

Deno.test("deathCause() finds memory that ran out, else what was said last", () => {
  const cause = (signal: Deno.Signal | null, code: number, stderr: string) =>
    deathCause({ signal, code }, stderr);
  assertEquals(
    cause("SIGTRAP", 133, "# Fatal JavaScript out of memory: x\n#0 stack"),
    "out of memory",
  );
  assertMatch(cause("SIGKILL", 137, ""), /memory/);
  assertEquals(cause(null, 1, "a\nerror: b\n"), "error: b");
  assertEquals(cause(null, 3, ""), "exited with 3 without a word");
});

Deno.test("tableWorkloads() has four sizes by four widths, the least work first", () => {
  const all = tableWorkloads(8);
  assertEquals(all.length, 16);
  assertEquals([all[0], all[15]], [
    { size: 32, divide: 8, batch: 8 },
    { size: 256, divide: 1, batch: 8 },
  ]);
});

Deno.test("measureCell() measures in turn and takes medians", async () => {
  const order: string[] = [];
  const rate = (name: string, rates: number[]) => () => {
    order.push(name);
    return Promise.resolve(rates.shift()!);
  };
  const options = { rounds: 3, peerMustRun: true };
  const cell = await measureCell(workload, {
    ours: rate("ours", [1, 9, 2]),
    peer: rate("peer", [5, 4, 6]),
    ...options,
  });
  assertEquals(order.join(" "), "ours peer ours peer ours peer");
  assertEquals(cell, {
    ours: { median: 2, min: 1, max: 9 },
    peer: { median: 5, min: 4, max: 6 },
  });
});

Deno.test("measureCell() keeps what failed, once, unless it is the peer that must run", async () => {
  let tries = 0;
  const ours = () => Promise.resolve(3);
  const peer = () => {
    tries++;
    return Promise.reject(new RunError("out of memory"));
  };
  const cell = await measureCell(workload, { ours, peer, rounds: 2, peerMustRun: false });
  assertEquals(cell.peer, { failed: "out of memory" });
  assertEquals([cell.ours, tries], [{ median: 3, min: 3, max: 3 }, 1]);
  await assertRejects(
    () => measureCell(workload, { ours, peer, rounds: 2, peerMustRun: true }),
    RunError,
    "out of memory",
  );
  const wrong = () => Promise.reject(new UsageError("no such backend"));
  await assertRejects(
    () => measureCell(workload, { ours: wrong, peer: undefined, rounds: 1, peerMustRun: false }),
    UsageError,
  );
});

Deno.test("costTableText() is Markdown, and shows a cell that failed", () => {
  const rate = (median: number) => ({ median, min: median, max: median });
  const counts = { operationsPerImage: 0.13e9, operationsDonePerImage: 0.065e9 };
  const cell = { workload, ...counts, ours: rate(400), shareOfCeiling: 0.52 };
  const table = { machine, backend, ceiling, seconds: 1, processes: 2, rounds: 1 };
  const text = (cells: Cell[]) => costTableText({ ...table, cells }).split("\n");
  const plain = text([cell]);
  assertEquals(plain[2].split(/ *\| */).slice(1, -1), [
    "64²",
    "÷4",
    "0.130",
    "50 %",
    "400",
    "52 %",
  ]);
  const failed = { ...cell, ours: { failed: "out of memory" }, shareOfCeiling: null };
  const compared = text([{ ...cell, peer: rate(320) }, { ...failed, peer: rate(320) }]);
  assertEquals(compared[2].split(/ *\| */).slice(-4, -1), ["52 %", "320", "1.25"]);
  assertEquals(compared[3].split(/ *\| */).slice(5, -1), ["failed: out of memory", "", "320", ""]);
  assertMatch(compared.at(-1)!, /^Ceiling 50\.0 GFLOP\/s a process/);
});
