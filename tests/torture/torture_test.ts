/**
 * The short forms of `deno task torture`, which see whether results survive.
 */

import { contents, inWorkspace, resultOf } from "../end_to_end/helpers.ts";
import { assert, assertEquals } from "../assert.ts";
import { killAnywhere } from "./kill.ts";
import { STUDY } from "./study.ts";
import { MUTATIONS, tamper } from "./tamper.ts";

Deno.test({
  name: "a study killed at random moments ends as one never disturbed, and a changed byte is named",
  // Processes are found in /proc.
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    await inWorkspace(async (workspace) => {
      const base = `${workspace}/base`;
      await Deno.mkdir(base);
      await resultOf("reproduce", [...STUDY, "--quiet"], { cwd: base });
      const results = `${base}/results`;

      await t.step("twelve changes of each kind", async () => {
        const kinds = Object.keys(MUTATIONS).length;
        const { tried, lost } = await tamper({
          mutations: 12 * kinds,
          seed: 7,
          workspace,
          results,
        });
        assertEquals(lost, []);
        assertEquals(Object.keys(tried).length, 1 + kinds, "a kind was never tried");
      });

      await t.step("twenty kills", async () => {
        const expected = await contents(results);
        const { tried, lost } = await killAnywhere({ kills: 20, seed: 7, workspace, expected });
        assertEquals(lost, []);
        assert(tried.kills >= 20 && tried.studies >= 1);
      });
    });
  },
});
