/** A real report of the adapter that is here, of networks so small that software makes them. */

import { makeReport, type ReportPlan } from "../../lib/bench/gpu_report.ts";
import { formatReport, isMissing, parseReport } from "../../lib/bench/gpu_report_schema.ts";
import { reportText } from "../../lib/bench/gpu_report_text.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { WEBGPU_MISSING } from "../backend/devices.ts";

const why = WEBGPU_MISSING ? ` (ignored: ${WEBGPU_MISSING})` : "";

/** Limits that only a device that hangs reaches: software compiles some shaders for a minute. */
const PLAN: ReportPlan = {
  networks: { tiny: { size: 32, divide: 64 } },
  batches: [1, 2],
  tableBatch: 2,
  started: "tiny",
  limits: { budget: 300, row: 900, whole: 3600 },
};

Deno.test({
  name: `makeReport() measures everything on a real adapter [webgpu]${why}`,
  ignore: WEBGPU_MISSING !== null,
  async fn() {
    const states: string[] = [];
    const lines: string[] = [];
    const report = await makeReport({
      seconds: 0.2,
      plan: PLAN,
      progress: { line: (text) => lines.push(text) },
      save(report) {
        states.push(formatReport(report));
        return Promise.resolve();
      },
    });
    const last = parseReport(states.at(-1)!);
    assert(states.at(-1)!.length < 40_000);
    const { device, kernelErrors, smoke, start, throughput, kernels, stock, ceiling } = last;
    assertEquals(device.versions.deno, Deno.version.deno);
    assert(device.adapter.description !== "" || device.adapter.vendor !== "");
    assert(device.limits.maxStorageBufferBindingSize >= device.bindingLimit);
    assert(device.processor.cores >= 1 && device.system.release !== "");
    const missing = [...start.processes, kernelErrors, smoke.webgpu, smoke.wasm, ceiling]
      .concat([...throughput, ...kernels, ...stock].map(({ found }) => found) as never[])
      .filter(isMissing).map(({ notMeasured }) => notMeasured);
    assertEquals(missing, []);
    assert(!isMissing(kernelErrors) && !isMissing(smoke.webgpu) && !isMissing(smoke.wasm));
    // What tests of the kernels hold them to, and tighter: the shapes are fixed here.
    for (const { block, shapes, value, gradients } of kernelErrors) {
      for (const [name, { largest, rms }] of Object.entries({ value, ...gradients })) {
        const text = `${block} ${shapes} ${name}: ${largest} ${rms}`;
        assert(largest !== null && rms !== null && largest < 1e-4 && rms < 1e-5, text);
      }
    }
    assertEquals([smoke.webgpu.sameBytesTwice, smoke.wasm.sameBytesTwice], [true, true]);
    assertEquals(smoke.webgpu.losses.length, 20);
    assert(smoke.largestDifference! < 0.01, `${smoke.largestDifference}`);
    // Two backends that give the same bytes would be one backend.
    assert(smoke.webgpu.weights !== smoke.wasm.weights);
    for (const { found } of kernels) {
      assert(!isMissing(found) && found.method === "timestamps" && found.rows.length > 10);
    }
    assertMatch(reportText(last, "x.json"), /^same bytes +yes, 20 steps/m);
    assertEquals(report.throughput.length, 2);
    assert(lines.some((line) => /^tiny, 32² ÷64 batch 2: [\d.]+ images\/s/.test(line)), `${lines}`);
  },
});

Deno.test({
  name: `makeReport() ends with the error of a file that cannot be written [webgpu]${why}`,
  ignore: WEBGPU_MISSING !== null,
  async fn() {
    const begun: string[] = [];
    await assertRejects(
      () =>
        makeReport({
          seconds: 0.2,
          plan: PLAN,
          progress: { line: (text) => begun.push(text) },
          save: () => Promise.reject(new UsageError("no such folder")),
        }),
      UsageError,
      "no such folder",
    );
    // Found before anything that takes long.
    assertEquals(begun, ["the adapter"]);
  },
});
