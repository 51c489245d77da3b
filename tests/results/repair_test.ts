import { runStage, setAsideDamaged, verifyAll } from "../../lib/results/mod.ts";
import { UsageError } from "../../lib/errors.ts";
import { assert, assertEquals, assertRejects } from "@std/assert";
import { fakeOptions, fakeStage, inFolder } from "./fake_stage.ts";

Deno.test("setAsideDamaged() moves a changed result away, and it can be made again", async () => {
  await inFolder(async (results) => {
    const options = fakeOptions(results);
    const { result } = await runStage(fakeStage, options);
    const file = `${result.directory}/tables/sums.csv`;
    const name = result.directory.split("/").at(-1);
    for (const aside of [name, `${name}.2`]) {
      await Deno.writeTextFile(file, "mine");
      await assertRejects(() => runStage(fakeStage, options), UsageError, "tables/sums.csv");
      await setAsideDamaged(fakeStage, options);
      const kept = `${results}/.damaged/fake/${aside}/tables/sums.csv`;
      assertEquals(await Deno.readTextFile(kept), "mine");
      const again = await runStage(fakeStage, options);
      assert(!again.cached);
      assertEquals(again.result, result);
    }
    const { directories, problems } = await verifyAll([], { results });
    assertEquals([directories.length, problems], [1, []]);
  });
});

Deno.test("setAsideDamaged() leaves a sound result, and an absent one, as they are", async () => {
  await inFolder(async (results) => {
    await setAsideDamaged(fakeStage, fakeOptions(results));
    assertEquals([...Deno.readDirSync(`${results}/.partial`)], []);
    const { result } = await runStage(fakeStage, fakeOptions(results));
    await setAsideDamaged(fakeStage, fakeOptions(results));
    assert((await runStage(fakeStage, fakeOptions(results))).cached);
    assertEquals((await Deno.lstat(result.directory)).isDirectory, true);
    await assertRejects(() => Deno.lstat(`${results}/.damaged`), Deno.errors.NotFound);
  });
});
