/**
 * Training that is killed, interrupted or run twice at once: whatever happens, the files in the end
 * are those of a run that nothing happened to.
 */

import { assert, assertEquals, assertMatch } from "@std/assert";
import { contents, filesOf, inWorkspace, resultOf, runScript, spawnScript } from "./helpers.ts";

const DATASET = "--points 330 --size 32 --hole-points 20 --quiet".split(" ");
const TRAIN = "--divide 8 --epochs 3 --seed 3 --backend wasm".split(" ");
/** Adam's moments, the generator's state and the sums of a run in the middle of an epoch. */
const CHECKPOINT = /^\.partial\/[0-9a-f]{64}\/scratch\/checkpoint\.bin$/;

/** Makes the dataset in a workspace and says how to train on it. */
async function prepare(cwd: string): Promise<string[]> {
  return ["--dataset", await resultOf("dataset", DATASET, { cwd }), ...TRAIN];
}

/** Starts training, sends signals after the first line that an epoch prints, and waits. */
async function stopped(
  cwd: string,
  { args, signals }: { args: string[]; signals: readonly Deno.Signal[] },
) {
  const child = await spawnScript("train", args, { cwd });
  const lines: string[] = [];
  let rest = "", sent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    lines.push(...parts);
    if (sent || !parts.some((line) => /epoch \d+ of 3/.test(line))) continue;
    signals.forEach((signal) => child.kill(signal));
    sent = true;
  }
  const stdout = await new Response(child.stdout).text();
  assert(sent, `no epoch was reported: ${lines.join(" | ")}`);
  return { ...await child.status, stdout, lines };
}

async function trained(cwd: string): Promise<string[]> {
  return (await filesOf(`${cwd}/results`)).filter((path) => path.startsWith("train/"));
}

Deno.test("a training that was stopped goes on to the same bytes", async (t) => {
  await inWorkspace(async (root) => {
    const workspace = async (name: string) => {
      await Deno.mkdir(`${root}/${name}`);
      return `${root}/${name}`;
    };
    const plain = await workspace("plain");
    await resultOf("train", await prepare(plain), { cwd: plain });
    const expected = await contents(`${plain}/results`);
    assertEquals(Object.keys(expected).filter((path) => path.startsWith(".partial")), []);

    await t.step("after SIGKILL in the middle, twice", async () => {
      const cwd = await workspace("killed");
      const args = await prepare(cwd);
      for (const round of [1, 2]) {
        const { success, lines } = await stopped(cwd, { args, signals: ["SIGKILL"] });
        assert(!success);
        assertEquals(lines.some((line) => line.includes("resumes from step")), round > 1);
        assertEquals(await trained(cwd), []);
        assert((await filesOf(`${cwd}/results`)).some((path) => CHECKPOINT.test(path)));
      }
      const { code, stderr, last } = await runScript("train", args, { cwd });
      assertEquals(code, 0, stderr);
      assertMatch(stderr, /resumes from step \d+ of 99/);
      assertMatch(last, /^results\/train\//);
      assertEquals(await contents(`${cwd}/results`), expected);
    });

    // A terminal sends SIGINT to reproduce and its children, which then send on a SIGTERM.
    for (const signals of [["SIGINT"], ["SIGINT", "SIGTERM"]] as const) {
      const name = signals.join(" and ");
      await t.step(`after ${name}, which is told in one line`, async () => {
        const cwd = await workspace(signals.join("-"));
        const args = await prepare(cwd);
        const { code, stdout, lines } = await stopped(cwd, { args, signals });
        assertEquals([code, stdout], [1, ""]);
        assertEquals(lines.filter((line) => line.includes("interrupted")), [
          "train: interrupted; what was finished is kept: run the same command again to resume",
        ]);
        assertEquals(await trained(cwd), []);
        const { stderr } = await runScript("train", args, { cwd });
        const [, step] = stderr.match(/resumes from step (\d+) of 99/) ?? [];
        // The first epoch ends at step 33: the checkpoint was written when the signal came.
        assert(Number(step) > 33, stderr);
        assertEquals(await contents(`${cwd}/results`), expected);
      });
    }

    await t.step("which two processes at once compute only once", async () => {
      const cwd = await workspace("twice");
      const args = await prepare(cwd);
      const both = await Promise.all([1, 2].map(() => runScript("train", args, { cwd })));
      assertEquals(both.map(({ code }) => code), [0, 0]);
      assertEquals(both[0].last, both[1].last);
      assertEquals(both.filter(({ stderr }) => stderr.includes("epoch 3 of 3")).length, 1);
      assertEquals(await contents(`${cwd}/results`), expected);
    });
  });
});
