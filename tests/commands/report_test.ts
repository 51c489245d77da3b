import { assertRejects, assertStringIncludes } from "@std/assert";
import { RunError } from "../../lib/errors.ts";
import { reportFound } from "../../lib/commands/report.ts";
import { inWorkspace } from "../end_to_end/helpers.ts";
import { makeComparison } from "../study/made_comparisons.ts";

Deno.test("a report of other shapes is not made of comparisons of the study's own alone", async () => {
  await inWorkspace(async (results) => {
    await makeComparison(results, { study: "dose-response", profile: "smoke", seeds: 2 });
    const study = {
      profile: "smoke",
      seeds: [0],
      ablationSeeds: [0],
      shapes: { family: "superellipse" },
    } as const;
    const options = { results, backend: "wasm", quiet: true } as const;
    const { message } = await assertRejects(
      () => reportFound(study, { options, signal: new AbortController().signal }),
      RunError,
    );
    assertStringIncludes(message, "No results of profile smoke, --family superellipse, in ");
    assertStringIncludes(
      message,
      "deno task reproduce --profile smoke --family superellipse first",
    );
  });
});
