/** The short forms of the fuzzing, and of the permissions that are taken away. */

import { inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { assertEquals } from "@std/assert";
import { fuzz } from "./fuzz.ts";
import { takeAway } from "./permissions.ts";

Deno.test("hostile input is taken or refused in one line, and each permission is needed", async (t) => {
  await inWorkspace(async (workspace) => {
    const run = (script: "dataset" | "train", args: string) =>
      resultOf(script, [...args.split(" "), "--quiet"], { cwd: workspace });
    const dataset = await run("dataset", "--points 60 --size 32 --hole-points 5");
    await run("train", `--dataset ${dataset} --divide 64 --epochs 1 --backend wasm`);
    const ground = { workspace, results: `${workspace}/results`, seed: 7, report: () => {} };

    await t.step("a thousand hostile inputs", async () => {
      const { lost, tried } = await fuzz({ ...ground, cases: 1000 });
      assertEquals(lost, []);
      assertEquals(tried, 1000);
    });

    await t.step("the permissions of four scripts", async () => {
      const { lost } = await takeAway({
        ...ground,
        scripts: ["dataset", "explore", "render", "train"],
      });
      assertEquals(lost, []);
    });
  });
});
