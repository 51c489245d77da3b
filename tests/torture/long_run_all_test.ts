/** The short form of the long runs. */

import { WEBGPU_MISSING } from "../backend/devices.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { assertEquals, assertMatch } from "@std/assert";
import { longRun } from "./long_run.ts";

// V8's heap still grows by a tenth in so few steps: what only a long run tells from a leak.
const growth = { share: 0.12, megabytes: 10 };
for (const [backend, steps] of [["wasm", 1000], ["webgpu", 200]] as const) {
  const why = backend === "webgpu" ? WEBGPU_MISSING : null;
  Deno.test({
    name: `a long run keeps its memory and its open files [${backend}]` +
      (why ? ` (ignored: ${why})` : ""),
    // Processes are looked at in /proc.
    ignore: Deno.build.os !== "linux" || why !== null,
    async fn() {
      await inWorkspace(async (workspace) => {
        const ground = { workspace, seed: 7, report: () => {} };
        const { tried, lost, note } = await longRun({ ...ground, backend, steps, growth });
        // Its speed, on a machine that others use, is no matter of a test.
        const grown = lost.filter((line) => !line.startsWith("steps a second"));
        assertEquals({ tried, grown }, { tried: steps, grown: [] }, note);
        assertMatch(note, /^by quarters (\d+, ){3}\d+ MB, (\d+, ){3}\d+ open files, /);
      });
    },
  });
}
