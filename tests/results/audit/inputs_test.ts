import { assertEquals } from "@std/assert";
import { inputFinder } from "../../../lib/results/audit/inputs.ts";
import { runStage } from "../../../lib/results/mod.ts";
import type { Stage } from "../../../lib/results/stage.ts";
import { copyFolder } from "../../shared_study.ts";
import { fakeOptions, type FakeParameters, fakeStage, inFolder } from "../fake_stage.ts";

Deno.test("an input is the folder with the bytes that were used, of several with its key", async () => {
  const other: Stage<FakeParameters> = {
    ...fakeStage,
    run: async (run) => ({ ...await fakeStage.run(run), last: -1 }),
  };
  await inFolder(async (results) => {
    await inFolder(async (elsewhere) => {
      const { result: one } = await runStage(fakeStage, fakeOptions(results));
      const { result: two } = await runStage(other, fakeOptions(elsewhere));
      const copy = `${results}/fake/copy-${two.key.slice(0, 12)}`;
      await copyFolder(two.directory, copy);
      assertEquals([one.key === two.key, one.outputDigest === two.outputDigest], [true, false]);
      const inputs = inputFinder({ results });
      const find = async (outputDigest: string) => {
        const entry = { stage: "fake", key: one.key, outputDigest };
        return (await inputs.find(one.directory, entry))?.directory;
      };
      assertEquals(await find(one.outputDigest), one.directory);
      assertEquals(await find(two.outputDigest), copy);
      assertEquals([one.directory, copy].includes((await find("0".repeat(64)))!), true);
    });
  });
});
