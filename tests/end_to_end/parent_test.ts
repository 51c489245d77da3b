/**
 * A training run whose parent is killed outright, as `reproduce` may be.
 */

import { assert, assertEquals } from "@std/assert";
import { isTooLong } from "../torture/pace.ts";
import {
  assertRefused,
  filesOf,
  inWorkspace,
  resultOf,
  runScript,
  shownPermissions,
} from "./helpers.ts";

/** Far more than the test waits for. */
const TRAIN = ["--divide", "8", "--epochs", "1000", "--backend", "wasm", "--quiet"];

/** Time in which an orphan must have ended, in milliseconds on a quiet machine. */
const GRACE = 20_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A process that starts another with its own standard output, says which, and waits for it. */
const PARENT = `
  const child = new Deno.Command(Deno.execPath(), {
    args: Deno.args.map((word) => word.replace("PARENT", String(Deno.pid))),
    stdin: "null", stdout: "inherit", stderr: "null",
  }).spawn();
  console.log(child.pid);
  await child.status;
`;

Deno.test("a parent that did not start the process is refused in one line", async () => {
  await inWorkspace(async (cwd) => {
    const other = Deno.pid + 1;
    const ran = await runScript("train", ["--dataset", "none", "--parent", `${other}`], { cwd });
    const message = new RegExp(
      `--parent must be the process that started this one, ${Deno.pid}, received ${other}$`,
      "m",
    );
    assertRefused(ran, { script: "train", message });
  });
});

Deno.test({
  name: "a training run ends with the parent that it was given",
  // Orphans have no new parent there.
  ignore: Deno.build.os === "windows",
  async fn() {
    await inWorkspace(async (cwd) => {
      const small = ["--points", "600", "--size", "32", "--hole-points", "6", "--quiet"];
      const dataset = await resultOf("dataset", small, { cwd });
      await Deno.writeTextFile(`${cwd}/parent.ts`, PARENT);
      const train = new URL("../../scripts/train.ts", import.meta.url).pathname;
      const permissions = await shownPermissions("train");
      const parent = new Deno.Command(Deno.execPath(), {
        args: [
          ...["run", "--quiet", "--allow-run", "--allow-read", "parent.ts"],
          ...["run", "--quiet", "--no-prompt", ...permissions, train],
          ...["--dataset", dataset, ...TRAIN, "--parent", "PARENT"],
        ],
        cwd,
        stdin: "null",
        stdout: "piped",
        stderr: "inherit",
      }).spawn();
      const reader = parent.stdout.pipeThrough(new TextDecoderStream()).getReader();
      const { value } = await reader.read();
      const pid = Number(value);
      assert(pid > 0, `the parent said ${value}`);
      // Its folder of unfinished work is there: it trains.
      while ((await filesOf(cwd)).every((file) => !file.includes("/.partial/"))) await pause(20);
      parent.kill("SIGKILL");
      await parent.status;
      // Both write to this pipe: it ends when the second of them has.
      let ended = false;
      const read = reader.read().then(({ done }) => ended = done);
      const killed = performance.now();
      while (!ended && !isTooLong(performance.now() - killed, GRACE)) await pause(20);
      const outlived = !ended;
      if (outlived) Deno.kill(pid, "SIGKILL");
      await read;
      assertEquals(outlived, false, "it trains on without its parent");
    });
  },
});
