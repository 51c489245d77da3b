/** Which results `verify --rerun` can run again in one process. */

import { assertRejects } from "@std/assert";
import { UsageError } from "../../lib/errors.ts";
import { inputFinder, type Manifest } from "../../lib/results/mod.ts";
import { rerunner } from "../../lib/stages/rerun.ts";
import { inFolder } from "../results/fake_stage.ts";

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
