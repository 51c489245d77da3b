import { UsageError } from "../../lib/errors.ts";
import { checkOutputFile } from "../../lib/results/output_file.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { makeComparison } from "../study/made_comparisons.ts";
import { assertRejects } from "@std/assert";

const RESULT = "--out must be a file outside result folders";

Deno.test("a file may not be put into a result, however deep, nor in the place of a folder", async () => {
  await inWorkspace(async (cwd) => {
    const results = `${cwd}/results`;
    const { directory } = await makeComparison(results, {
      ...{ study: "flaws", profile: "smoke", seeds: 1 },
    });
    await Deno.mkdir(`${directory}/tables/deep`, { recursive: true });
    await Deno.symlink(`${directory}/tables`, `${cwd}/link`);
    const inside = [directory, `${directory}/tables`, `${directory}/tables/deep`, `${cwd}/link`];
    for (const folder of [...inside, `${directory}/none`]) {
      await assertRejects(() => checkOutputFile(`${folder}/x.png`, "out"), UsageError, RESULT);
    }
    await assertRejects(
      () => checkOutputFile(results, "out"),
      UsageError,
      `--out must be a file, received the folder ${results}`,
    );
    // Beside results, and in the folder of another program that has a manifest too.
    await Deno.writeTextFile(`${cwd}/manifest.json`, '{"name": "an application"}');
    for (const path of [`${results}/x.png`, `${results}/sweep/x.png`, `${cwd}/x.png`]) {
      await checkOutputFile(path, "out");
    }
  });
});
