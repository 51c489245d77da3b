/** The report of a GPU, from fake measurements. */

import type { PacedSteps, Request } from "../../lib/bench/messages.ts";
import {
  largestDifference,
  makeReport,
  REPORT_PLAN,
  type ReportOptions,
} from "../../lib/bench/gpu_report.ts";
import { openReport } from "../../lib/bench/gpu_report_file.ts";
import {
  formatReport,
  type GpuReport,
  isMissing,
  parseReport,
} from "../../lib/bench/gpu_report_schema.ts";
import { reportText, vendorName } from "../../lib/bench/gpu_report_text.ts";
import { keptLines } from "../../lib/bench/system_texts.ts";
import { CutError } from "../../lib/bench/workers.ts";
import { RunError, UsageError } from "../../lib/errors.ts";
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { FAKE, fakeMeasure } from "./fake_measurements.ts";

type Change = Parameters<typeof fakeMeasure>[0];

/** A report of the fake device, with what was asked and every state that was saved. */
async function fakeReport(change?: Change, options: Partial<ReportOptions> = {}) {
  const asked: Request[] = [], saved: string[] = [];
  const report = await makeReport({
    seconds: 3,
    progress: { line() {} },
    save(report) {
      saved.push(formatReport(report));
      return Promise.resolve();
    },
    measure: fakeMeasure((request, limit) => {
      asked.push(request);
      return change?.(request, limit);
    }),
    ...options,
  });
  return { report, asked, saved };
}

const step = (median: number, changes: Partial<PacedSteps> = {}): PacedSteps => ({
  ...FAKE.paced,
  secondsPerStep: { median, min: median, max: median },
  ...changes,
});

const words = (found: object): string => isMissing(found) ? found.notMeasured : "measured";

Deno.test("makeReport() measures first steps first, our kernels before stock ones, each batch", async () => {
  const { report, asked } = await fakeReport();
  assertEquals(
    asked.map(({ measure, backend, kernels, workload }) =>
      [measure, backend, kernels, workload.size, workload.batch].join(" ")
    ),
    [
      "device webgpu ours 64 8",
      "start webgpu ours 64 8",
      "start webgpu ours 64 8",
      "errors webgpu ours 64 8",
      "losses webgpu ours 64 8",
      "losses wasm ours 64 8",
      ...[1, 8, 32].map((batch) => `paced webgpu ours 64 ${batch}`),
      ...[1, 8, 32].map((batch) => `paced webgpu ours 256 ${batch}`),
      "ceiling webgpu ours 64 8",
      "kernels webgpu ours 64 8",
      "kernels webgpu ours 256 8",
      "paced webgpu stock 64 8",
      "paced webgpu stock 256 8",
    ],
  );
  assertEquals([64, 256], Object.values(REPORT_PLAN.networks).map(({ size }) => size));
  assert(asked.every(({ seconds }) => seconds === 3));
  assertEquals(report.throughput.map(({ network }) => network), [
    ...["small", "small", "small", "paper", "paper", "paper"],
  ]);
  assertEquals(report.smoke.largestDifference, 0);
});

Deno.test("a report is a valid file after each measurement, says what is to come, and is small", async () => {
  const { report, saved } = await fakeReport();
  const states = saved.map(parseReport);
  assertEquals(states.length, 16);
  assertEquals(words(states[0].kernelErrors), "the report ended before it");
  assertEquals(states[0].start.processes.map(words), Array(2).fill("the report ended before it"));
  assertEquals(states[1].start.processes.map(words)[0], "measured");
  assertEquals(states.at(-1)!.throughput.length, 6);
  // Rounded to four digits; whole numbers and losses are not.
  const last = states.at(-1)!;
  assertEquals(last.device.timestampNanoseconds, 10);
  assertEquals(last.device.bindingLimit, 2 ** 31 - 4);
  assertEquals(last.start.processes[0], { ...FAKE.start, firstStepSeconds: 8.123 });
  assertEquals(parseReport(formatReport(last)), last);
  assertEquals(formatReport(report), saved.at(-1)!);
  assert(saved.at(-1)!.length < 10_000, `${saved.at(-1)!.length}`);
});

Deno.test("a report's file keeps what was there until something is saved, then holds the report", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/gpu.json`;
  await (await openReport(path)).discard();
  assertEquals([...Deno.readDirSync(folder)], []);
  await Deno.writeTextFile(path, "x".repeat(100_000));
  const file = await openReport(path);
  assertEquals((await Deno.stat(path)).size, 100_000);
  const { saved } = await fakeReport(undefined, { save: file.save });
  assertEquals(saved, []);
  await file.discard();
  assertEquals(parseReport(await Deno.readTextFile(path)).throughput.length, 6);
  const fresh = await openReport(`${folder}/new.json`);
  await fresh.save(parseReport(await Deno.readTextFile(path)));
  await fresh.discard();
  assertEquals(await Deno.readTextFile(`${folder}/new.json`), await Deno.readTextFile(path));
  await assertRejects(() => openReport(`${folder}/none/gpu.json`), UsageError, "--report must be");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a report's file is at no time shorter than what was saved, and is put on the disk", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/gpu.json`;
  const file = await openReport(path);
  const { truncate, sync } = Deno.FsFile.prototype;
  const done: string[] = [];
  Deno.FsFile.prototype.truncate = async function (length) {
    done.push(`cut to ${length}`);
    await truncate.call(this, length);
  };
  Deno.FsFile.prototype.sync = async function () {
    done.push(`synced ${Deno.statSync(path).size}`);
    await sync.call(this);
  };
  try {
    const { report } = await fakeReport(undefined, { save: file.save });
    const text = formatReport(report);
    assertEquals(await Deno.readTextFile(path), text);
    const { size } = await Deno.stat(path);
    assertEquals(done.slice(-2), [`cut to ${size}`, `synced ${size}`]);
    assertEquals(done.filter((what) => what.startsWith("synced")).length, done.length / 2);
  } finally {
    Object.assign(Deno.FsFile.prototype, { truncate, sync });
  }
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a report that is discarded saves nothing more, and may not lie in a result", async () => {
  const folder = await Deno.makeTempDir();
  const file = await openReport(`${folder}/gpu.json`);
  await file.discard();
  await fakeReport(undefined, { save: file.save });
  assertEquals([...Deno.readDirSync(folder)], []);
  await Deno.writeTextFile(`${folder}/manifest.json`, "{}");
  await assertRejects(
    () => openReport(`${folder}/gpu.json`),
    UsageError,
    "--report must be a file outside result folders",
  );
  assertEquals([...Deno.readDirSync(folder)].map(({ name }) => name), ["manifest.json"]);
  assertEquals(await Deno.readTextFile(`${folder}/manifest.json`), "{}");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("losses keep the digits of float32", async () => {
  const losses = [0.123456789, Math.fround(0.1)];
  const { saved } = await fakeReport((request) =>
    request.measure === "losses" ? { ...FAKE.losses, losses } : undefined
  );
  const { webgpu } = parseReport(saved.at(-1)!).smoke;
  assert(!isMissing(webgpu));
  assertEquals(webgpu.losses.map((loss) => Math.fround(loss!)), losses.map(Math.fround));
});

Deno.test("what fails, is cut or is beyond the device is said in words, and the rest is measured", async () => {
  const { report, asked } = await fakeReport(({ measure, workload, kernels }) => {
    if (measure === "errors") throw new RunError("WebGPU failed: the device was lost");
    if (measure === "losses") throw new CutError("not finished after 100 s");
    if (measure === "kernels") throw new UsageError("no such thing");
    if (measure !== "paced" || kernels === "stock") return;
    // Batch 1 takes 5 s a step of the large network: batch 8 fits into 100 s, batch 32 does not.
    return workload.size === 256 ? step(workload.batch * 5) : undefined;
  });
  assertEquals(words(report.kernelErrors), "WebGPU failed: the device was lost");
  assertEquals(words(report.smoke.webgpu), "not finished after 100 s");
  assertEquals(report.smoke.largestDifference, null);
  const rates = report.throughput.map(({ found }) => words(found));
  assertEquals(rates.slice(0, 5), Array(5).fill("measured"));
  assertMatch(
    rates[5],
    /^not tried, because after batch 8 .* take 123 s, more than the 100 s of a row$/,
  );
  assertEquals(words(report.kernels[0].found), "no such thing");
  // The first step, and three of 40 s.
  assertMatch(words(report.kernels[1].found), /^not tried, because about 3 steps .* 123 s/);
  assertEquals(report.stock.map(({ found }) => words(found)), ["measured", "measured"]);
  assertEquals(asked.filter(({ workload }) => workload.batch === 32).length, 1);
  await assertRejects(() =>
    fakeReport(({ measure }) => {
      if (measure === "errors") throw new TypeError("a fault of ours");
      return undefined;
    }), TypeError);
  await assertRejects(() =>
    fakeReport(() => {
      throw new UsageError("no adapter");
    }), UsageError);
});

Deno.test("a batch after one without a rate is not tried, nor tables and stock kernels", async () => {
  const { report } = await fakeReport(({ measure, workload }) => {
    if (measure === "paced" && workload.size === 256) throw new RunError("out of memory");
    return undefined;
  });
  assertEquals(report.throughput.slice(3).map(({ found }) => words(found)), [
    "out of memory",
    "not tried, because batch 1 was not measured",
    "not tried, because batch 8 was not measured",
  ]);
  assertMatch(words(report.kernels[1].found), /no step of this batch was measured/);
  assertMatch(words(report.stock[1].found), /ours were not measured/);
});

Deno.test("no row gets more than its limit, and nothing is begun when the time is over", async () => {
  const limits = { budget: 45, row: 100, whole: 50 };
  const given: [number, number | undefined][] = [];
  await fakeReport(({ budget }, limit) => {
    given.push([limit, budget]);
    return undefined;
  }, { plan: { ...REPORT_PLAN, limits } });
  // The device itself has no budget; after it less than 50 s are left.
  assertEquals(given[0], [100, undefined]);
  for (const [limit, budget] of given.slice(1)) assert(limit <= 50 && budget! <= 25);
  const over = await fakeReport(undefined, {
    plan: { ...REPORT_PLAN, limits: { ...limits, whole: 4 } },
  });
  assertEquals(over.asked.map(({ measure }) => measure), ["device"]);
  assertEquals(words(over.report.ceiling), "the 4 s of the whole report were over");
  assert(reportText(parseReport(over.saved.at(-1)!), "x.json").includes("were over"));
});

Deno.test("largestDifference() is relative to the other backend, and null without a number", () => {
  const losses = (...values: (number | null)[]) => ({ ...FAKE.losses, losses: values });
  assertAlmostEquals(largestDifference(losses(2, 1.01), losses(2, 1))!, 0.01);
  assertAlmostEquals(largestDifference(losses(1, 1), losses(2, 1))!, 0.5);
  assertEquals(largestDifference(losses(2, null), losses(2, 1)), null);
  assertEquals(largestDifference(losses(2), losses(2, 1)), null);
  assertEquals(largestDifference({ notMeasured: "x" }, losses(1)), null);
});

Deno.test("code is called edited only where git said so", async () => {
  const { report } = await fakeReport();
  const line = (edited: boolean | null) => {
    const told = { ...report, commit: { hash: "abc", edited } };
    assertEquals(parseReport(formatReport(told)).commit, { hash: "abc", edited });
    return /^code +(.*)$/m.exec(reportText(told, "gpu.json"))![1];
  };
  assertEquals([true, false, null].map(line), ["abc, edited", "abc", "abc, edits unknown"]);
});

Deno.test("reportText() shows what was found, and what to send where", async () => {
  const { report } = await fakeReport();
  const text = reportText({
    ...report,
    driver: [{ from: "vulkaninfo", lines: ["driverName = radv"] }],
    commit: { hash: "abc", edited: true },
  }, "/somewhere/gpu.json");
  for (
    const line of [
      /^adapter +Fake 7900: vendor AMD, architecture rdna, device 29772$/m,
      /^limits +binds 2048 MiB, workgroups of 1024 with 32768 bytes; .* tick is 10\.0 ns$/m,
      /^driver +driverName = radv \(vulkaninfo\)$/m,
      /^machine +16 × A processor, linux 6\.1 x86_64$/m,
      /^code +abc, edited$/m,
      /^first steps +64² ÷4 batch 8: backend after 0\.500 s, first step 8\.12 s, second 0\.0200 s/m,
      /^same bytes +yes, 2 steps/m,
      /^from wasm +0\.0e\+0 of a loss/m,
      /^ceiling +20000 GFLOP\/s \(a product\), copy 800 GB\/s/m,
      // What is not finite is the worst.
      /^1×1 tail .* 1\.2e-6 +2\.0e-7 +not finite +not finite +filter$/m,
      /^paper +256² ÷1 batch 32 +3\.00 +3072 +256 +400 images\/s$/m,
      /^paper, TF\.js's own kernels +256² ÷1 batch 8 .*400 images\/s$/m,
      /^Kernels of a step of small, 64² ÷4 batch 8, each replayed alone; a step is the median of 7:$/m,
      /^ConvReluPool +8×64 ⋆ 3×3 +2 +10\.0 +50 % +1000 +100 % +5\.0 %$/m,
      /open an issue at the repository/,
      /"GPU report: Fake 7900", and attach \/somewhere\/gpu\.json\.$/m,
      /docs\/backends\.md/,
    ]
  ) assertMatch(text, line);
});

Deno.test("reportText() says where bytes differ, and what was not measured", async () => {
  const { report } = await fakeReport(({ measure, workload: { batch }, kernels }) => {
    if (measure === "losses") return { ...FAKE.losses, sameBytesTwice: false, losses: [null] };
    if (measure === "ceiling" || measure === "start") throw new RunError("it broke");
    if (measure !== "paced") return undefined;
    if (kernels === "stock") throw new CutError("not finished after 100 s");
    return batch === 8 ? step(1, { imagesPerSecond: 8, from: "second step" }) : undefined;
  });
  const text = reportText(report, "x.json");
  for (
    const line of [
      /^first steps .*: not measured: it broke$/m,
      /^again .*: not measured: it broke$/m,
      /^same bytes +NO: 1 steps/m,
      /^from wasm +unknown: a loss is missing or not finite$/m,
      /^ceiling +not measured: it broke$/m,
      /8\.00 images\/s, from the second step alone$/m,
      /^small, TF\.js's own kernels .* not measured: not finished after 100 s$/m,
      // Without a ceiling there is no share of it.
      /^ConvReluPool .* 1000 +100 %$/m,
    ]
  ) assertMatch(text, line);
  assert(!/NaN|undefined|Infinity/.test(text), text);
});

Deno.test("parseReport() refuses what is no report, in one line", async () => {
  const { saved } = await fakeReport();
  const good = JSON.parse(saved.at(-1)!) as GpuReport;
  const refused = (change: object, message: string) => {
    const error = assertThrows(
      () => parseReport(JSON.stringify({ ...good, ...change })),
      SyntaxError,
    );
    assertStringIncludes(error.message, message);
    assert(!error.message.includes("\n"));
  };
  refused({ format: 2 }, "is no GPU report (format");
  refused({ host: "mine" }, "its top level");
  refused({ day: "today" }, "(day");
  refused({ device: { ...good.device, bindingLimit: -1 } }, "device.bindingLimit");
  refused({ start: { ...good.start, processes: [] } }, "start.processes");
  refused({ smoke: { ...good.smoke, largestDifference: -1 } }, "smoke.largestDifference");
  assertThrows(() => parseReport("{"), SyntaxError);
});

Deno.test("vendorName() knows the usual numbers, and leaves others", () => {
  assertEquals(["4318", "32902", "7"].map(vendorName), ["NVIDIA", "Intel", "7"]);
});

Deno.test("keptLines() keeps what is asked for, trimmed, and not too much", () => {
  const text = "GPU0:\n\tdeviceName        = A card\n\tdeviceUUID = 1234\n\tdriverInfo = 1.2";
  assertEquals(keptLines(text, /deviceName|driverInfo/), [
    "deviceName = A card",
    "driverInfo = 1.2",
  ]);
  assertEquals(keptLines("a\n".repeat(100), /a/).length, 24);
  assertEquals(keptLines("a".repeat(1000), /a/)[0].length, 120);
});
