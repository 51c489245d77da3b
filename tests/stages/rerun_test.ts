/** Which results `verify --rerun` can run again in one process. */

import { assertEquals, assertRejects } from "@std/assert";
import { RunError, UsageError } from "../../lib/errors.ts";
import { inputFinder, type Manifest, type Stage } from "../../lib/results/mod.ts";
import { STAGES } from "../../lib/stages/list.ts";
import { rerunner } from "../../lib/stages/rerun.ts";
import { fakeOptions, fakeStage, inFolder } from "../results/fake_stage.ts";

/** What `rerunner` reads of a manifest, of a network that was trained on a backend. */
const trainedOn = (backend: "wasm" | "webgpu") =>
  ({
    stage: "train",
    parameters: {},
    inputs: {},
    fingerprint: { backend, libraries: {}, flags: {} },
  }) as unknown as Manifest;

Deno.test("a result of another backend is a problem of its own, and not the end of all", async () => {
  await inFolder(async (scratch) => {
    const rerun = rerunner({
      inputs: inputFinder({ results: scratch, given: [] }),
      scratch,
      progress: { update() {}, line() {} },
      signal: new AbortController().signal,
    });
    const again = (backend: "wasm" | "webgpu") =>
      rerun({ directory: "results/train/x", manifest: trainedOn(backend) });
    // Its parameters are none, so that it ends after its backend has started.
    await assertRejects(() => again("wasm"));
    await assertRejects(
      () => again("webgpu"),
      UsageError,
      "cannot be run again beside results of wasm, as it is one of webgpu",
    );
  });
});

Deno.test("a rerun that is stopped ends the whole check, although a training then says that it failed", async () => {
  await inFolder(async (scratch) => {
    const stop = new AbortController();
    const stages = STAGES as Stage<unknown>[];
    const run = () => {
      stop.abort(new DOMException("interrupted", "AbortError"));
      return Promise.reject(new RunError("interrupted at step 3 of 9; the checkpoint is kept"));
    };
    stages.push({ ...fakeStage, run } as Stage<unknown>);
    try {
      const rerun = rerunner({
        inputs: inputFinder({ results: scratch, given: [] }),
        scratch,
        progress: { update() {}, line() {} },
        signal: stop.signal,
      });
      const { parameters } = fakeOptions(scratch);
      const manifest = { ...trainedOn("wasm"), stage: fakeStage.name, parameters };
      const again = () => rerun({ directory: "x", manifest: manifest as unknown as Manifest });
      assertEquals((await assertRejects(again, DOMException)).name, "AbortError");
    } finally {
      stages.pop();
    }
  });
});
