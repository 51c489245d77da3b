/**
 * Training that is killed, interrupted or run twice at once: whatever happens, the files in the end
 * are those of a run that nothing happened to.
 */

import { assert, assertEquals, assertMatch } from "../assert.ts";
import { contents, filesOf, inWorkspace, resultOf, runScript, spawnScript } from "./helpers.ts";

const DATASET = "--points 400 --size 32 --hole-points 20 --quiet".split(" ");
const TRAIN = "--divide 8 --epochs 4 --seed 3 --backend wasm".split(" ");
/** Adam's moments, the generator's state and the sums of a run in the middle of an epoch. */
const CHECKPOINT = /^\.partial\/[0-9a-f]{64}\/scratch\/checkpoint\.bin$/;

/** Makes the dataset in a workspace and says how to train on it. */
async function prepare(cwd: string): Promise<string[]> {
  return ["--dataset", await resultOf("dataset", DATASET, { cwd }), ...TRAIN];
}

/** Starts training, sends a signal after the first line that an epoch prints, and waits. */
async function stopped(cwd: string, { args, signal }: { args: string[]; signal: Deno.Signal }) {
  const child = await spawnScript("train", args, { cwd });
  const lines: string[] = [];
  let rest = "", sent = false;
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    const parts = (rest + text).split("\n");
    rest = parts.pop()!;
    lines.push(...parts);
    if (sent || !parts.some((line) => /epoch \d+ of 4/.test(line))) continue;
    child.kill(signal);
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
        const { success, lines } = await stopped(cwd, { args, signal: "SIGKILL" });
        assert(!success);
        assertEquals(lines.some((line) => line.includes("goes on from step")), round > 1);
        assertEquals(await trained(cwd), []);
        assert((await filesOf(`${cwd}/results`)).some((path) => CHECKPOINT.test(path)));
      }
      const { code, stderr, last } = await runScript("train", args, { cwd });
      assertEquals(code, 0, stderr);
      assertMatch(stderr, /goes on from step \d+ of 164/);
      assertMatch(last, /^results\/train\//);
      assertEquals(await contents(`${cwd}/results`), expected);
    });

    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      await t.step(`after ${signal}, which is told in one line`, async () => {
        const cwd = await workspace(signal);
        const args = await prepare(cwd);
        const { code, stdout, lines } = await stopped(cwd, { args, signal });
        assertEquals([code, stdout], [1, ""]);
        assertEquals(lines.filter((line) => line.includes("interrupted")), [
          "train: interrupted; what was finished is kept: run the same command again to go on",
        ]);
        assertEquals(await trained(cwd), []);
        assert((await filesOf(`${cwd}/results`)).some((path) => CHECKPOINT.test(path)));
        const { stderr } = await runScript("train", args, { cwd });
        assertMatch(stderr, /goes on from step \d+ of 164/);
        assertEquals(await contents(`${cwd}/results`), expected);
      });
    }

    await t.step("which two processes at once compute only once", async () => {
      const cwd = await workspace("twice");
      const args = await prepare(cwd);
      const both = await Promise.all([1, 2].map(() => runScript("train", args, { cwd })));
      assertEquals(both.map(({ code }) => code), [0, 0]);
      assertEquals(both[0].last, both[1].last);
      assertEquals(both.filter(({ stderr }) => stderr.includes("epoch 4 of 4")).length, 1);
      assertEquals(await contents(`${cwd}/results`), expected);
    });
  });
});
