/**
 * The short form of the long runs, and how they are judged.
 */

import { WEBGPU_MISSING } from "../backend/devices.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { assertEquals, assertMatch } from "@std/assert";
import { longRun, type Look, quartersOf, whatDrifted } from "./long_run.ts";

/** A process that is looked at each second over 8 epochs of 10 s, after 5 s of starting. */
function run(
  { leak = 0, opening = 0, epoch = (_: number): number => 10, waiting = (_: number): number => 0 } =
    {},
) {
  const ends = [5000];
  for (let k = 0; k < 8; k++) ends.push(ends[k] + 1000 * epoch(k));
  const looks = Array.from({ length: ends[8] / 1000 }, (_, second): Look => ({
    at: 1000 * second,
    memory: 200 + leak * second + 15 * (second % 3),
    openFiles: 20 + Math.floor(opening * second),
    waited: waiting(1000 * second),
  }));
  return quartersOf(looks, ends, 50);
}

Deno.test("quartersOf() gives medians and speed, without what came before training", () => {
  const quarter = { memory: 215, openFiles: 20, stepsPerSecond: 5 };
  assertEquals(run(), [quarter, quarter, quarter, quarter]);
});

Deno.test("whatDrifted() sees leaks and a loss of half the speed, not the first quarter", () => {
  assertEquals(whatDrifted(run()), []);
  assertEquals(whatDrifted(run({ leak: 1 })), ["memory grew from 249 to 291 MB"]);
  assertEquals(whatDrifted(run({ opening: 0.1 })), ["open files grew from 23 to 27"]);
  const slow = run({ epoch: (k) => k < 6 ? 10 : 25 });
  assertEquals(whatDrifted(slow), ["steps a second fell from 5 to 2"]);
  assertEquals(whatDrifted(run({ epoch: (k) => k < 2 ? 30 : 10 })), []);
  // The last two epochs, from 65 s on, take 25 s each, of which others have the processors for 15.
  const waiting = (at: number) => Math.max(0, at - 65_000) * 0.6;
  assertEquals(whatDrifted(run({ epoch: (k) => k < 6 ? 10 : 25, waiting })), []);
});

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
