/**
 * Settings that would do nothing, as the scripts answer them: one line, exit code 2, no result.
 *
 * @module
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { PENALTIES } from "../../lib/model/penalties.ts";
import { filesOf, inWorkspace, resultOf, runScript } from "./helpers.ts";

const DATASET = "--points 60 --size 32 --quiet".split(" ");
const TRAIN = "--divide 16 --epochs 1 --backend wasm".split(" ");

Deno.test("train refuses what would do nothing, and takes γ from the penalty", async (t) => {
  await inWorkspace(async (cwd) => {
    const dataset = await resultOf("dataset", [...DATASET, "--hole-points", "4"], { cwd });
    const train = (args: string) =>
      runScript("train", ["--dataset", dataset, ...TRAIN, ...args.split(" ")], { cwd });
    for (
      const [args, message] of [
        ["--loss covariance --batch 1", "batch: must be at least 2 with penalty covariance"],
        ["--loss beta-tc --latents 1", "latents: must be at least 2 with penalty beta-tc"],
        ["--loss dip-ii --gamma 0", "loss.gamma: must be more than 0 with penalty dip-ii"],
        ["--gamma 0.5", "loss.gamma: must be 0 with penalty none, received 0.5"],
        ["--batch 1 --weights published", "loss.weights: must be none or per-image with batch 1"],
      ]
    ) {
      await t.step(args, async () => {
        const { code, stdout, stderr } = await train(args);
        assertEquals([code, stdout], [2, ""], stderr);
        const last = stderr.trim().split("\n").at(-1)!;
        assert(last.includes(`Cannot run train: ${message}`), stderr);
        assertEquals((await filesOf(`${cwd}/results`)).filter((path) => /^train/.test(path)), []);
      });
    }

    await t.step("a batch too small for beta-tc is trained on, with a warning", async () => {
      const { code, stderr, last } = await train("--loss beta-tc");
      assertEquals(code, 0, stderr);
      assertMatch(stderr, /^train: warning: with batch 8 the total correlation .*larger --batch/m);
      assertMatch(last, new RegExp(`-beta-tc-g${PENALTIES["beta-tc"].gamma}-`));
      const manifest = await Deno.readTextFile(`${cwd}/${last}/manifest.json`);
      assertMatch(manifest, /"warning": "warning: with batch 8/);
    });

    await t.step("a decoder alone has no noise to evaluate with", async () => {
      const { last } = await train("--posterior truth --lambda 0");
      const args = ["--dataset", dataset, "--model", last, "--noise", "--backend", "wasm"];
      const { code, stderr } = await runScript("evaluate", args, { cwd });
      assertEquals(code, 2, stderr);
      assertMatch(stderr, /noise must be off with posterior truth/);
    });

    await t.step("without a hole the full subset is the default, and the only one", async () => {
      const plain = await resultOf("dataset", [...DATASET, "--hole", "none"], { cwd });
      const args = ["--dataset", plain, ...TRAIN];
      const { code, stderr, last } = await runScript("train", args, { cwd });
      assertEquals(code, 0, stderr);
      assertMatch(last, /none-full-none-/);
      const control = await runScript("train", [...args, "--subset", "control"], { cwd });
      assertEquals(control.code, 2);
      assertMatch(control.stderr, /--subset must be full where no training image lies in the hole/);
    });
  });
});
