/**
 * The short form of the hostile names.
 */

import { assertEquals } from "@std/assert";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { hasSnakemake } from "../end_to_end/snakemake.ts";
import { hostileNames } from "./names.ts";

const why = await hasSnakemake() ? "" : " (without Snakemake, which is not on PATH)";

Deno.test({
  name: `names that mean something to another tool change no result${why}`,
  // Other systems do not take such names.
  ignore: Deno.build.os !== "linux",
  async fn() {
    await inWorkspace(async (workspace) => {
      const ground = { workspace, results: "", seed: 7, report: () => {} };
      const { lost, tried } = await hostileNames({ ...ground, names: ["a formula", "quotes"] });
      assertEquals({ lost, tried }, { lost: [], tried: 8 });
    });
  },
});
