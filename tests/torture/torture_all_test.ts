/**
 * The short forms of `deno task torture`, which see whether results survive.
 */

import { assertEquals } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { sharedStudy } from "../shared_study.ts";
import { determinism } from "./determinism.ts";
import { killAnywhere } from "./kill.ts";
import { planted } from "./planted.ts";
import { MUTATIONS, tamper } from "./tamper.ts";

Deno.test({
  name: "a study killed at random moments ends as one never disturbed, and a changed byte is named",
  // Processes are found in /proc.
  ignore: Deno.build.os !== "linux",
  async fn(t) {
    await inWorkspace(async (workspace) => {
      const { results } = await sharedStudy();
      const ground = { workspace, results, seed: 7, report: () => {} };

      await t.step("twelve changes of each kind", async () => {
        const kinds = Object.keys(MUTATIONS);
        const { lost, note } = await tamper({ ...ground, mutations: 12 * kinds.length });
        assertEquals(lost, []);
        assertEquals(note, `of ${kinds.length} kinds: ${kinds.join(", ")}`);
      });

      await t.step("the study run where half of its results are there", async () => {
        const variations = ["half of the results there"] as const;
        const { tried, lost } = await determinism({ ...ground, variations });
        assertEquals({ tried, lost }, { tried: 1, lost: [] });
      });

      await t.step("stages that write something else each time", async () => {
        const { tried, lost } = await planted({ ...ground, stages: ["dataset", "train"] });
        assertEquals({ tried, lost }, { tried: 2, lost: [] });
      });

      await t.step("ten kills", async () => {
        const { tried, lost } = await killAnywhere({ ...ground, kills: 10, lanes: 1 });
        assertEquals(lost, []);
        assertEquals(tried, 10);
      });
    });
  },
});
