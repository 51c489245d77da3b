import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { RunError } from "../../lib/errors.ts";
import { reportFound } from "../../lib/commands/report.ts";
import { reportNode } from "../../lib/report/node.ts";
import { REPORT } from "../../lib/report/stage.ts";
import { type Result } from "../../lib/results/mod.ts";
import { resolveRun } from "../../lib/results/resolve.ts";
import { findComparisons } from "../../lib/study/found_comparisons.ts";
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

Deno.test("a page is made anew where a result that it links to has another key or folder", async () => {
  await inWorkspace(async (results) => {
    await makeComparison(results, { study: "dose-response", profile: "smoke", seeds: 2 });
    const { comparisons } = await findComparisons(results, { profile: "smoke" });
    const { parameters, given = {} } = reportNode([], {
      ...{ profile: "smoke", backend: "wasm", comparisons },
    });
    const [[role, comparison]] = Object.entries(given);
    const resolved = (change: Partial<Result>) =>
      resolveRun(REPORT, {
        ...{ parameters, results, fingerprint: { backend: null, libraries: {}, flags: {} } },
        inputs: { [role]: { ...comparison, ...change } },
      });
    const { key } = resolved({});
    assertEquals(
      resolved({ directory: `/elsewhere/${comparison.directory.split("/").pop()}` }).key,
      key,
    );
    assert(resolved({ key: "0".repeat(64) }).key !== key);
    assert(resolved({ directory: `${comparison.directory}-old` }).key !== key);
    // A finished page can be made again from the parameters that it keeps.
    const again = { ...resolved({}).parameters };
    assertEquals(REPORT.schema.parse(again), again);
  });
});
