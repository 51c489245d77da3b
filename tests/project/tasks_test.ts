/**
 * The test tasks together run every test file once.
 */

import config from "../../deno.json" with { type: "json" };
import { assertEquals, assertMatch } from "@std/assert";

/** What the two commands of `deno task test` leave out and take, but for the pattern of the rest. */
function partsOfTest(): { left: string[]; taken: string[]; patterns: string[] } {
  const [parallel, serial] = config.tasks.test.command.split(" && ");
  const ignored = (command: string) => command.match(/--ignore=(\S+)/)![1].split(",");
  const taken = serial.split(" ").filter((word) => word.startsWith("tests/"));
  const all = ignored(parallel);
  return {
    left: all.filter((path) => !path.includes("*")),
    taken,
    patterns: [...all.filter((path) => path.includes("*")), ...ignored(serial)],
  };
}

Deno.test("what the parallel command of the test task leaves out, its other command runs", () => {
  const { left, taken } = partsOfTest();
  assertEquals(left.sort(), taken.sort());
  for (const path of left) Deno.statSync(new URL(`../../${path}`, import.meta.url));
});

Deno.test("what the test task leaves out by name, test:more runs, and test:all runs both", () => {
  const pattern = "**/*_all_test.ts";
  assertEquals(partsOfTest().patterns, [pattern, pattern]);
  assertEquals(config.tasks["test:more"].command, `deno test -A ${pattern}`);
  assertEquals(config.tasks["test:all"].command, "deno task test && deno task test:more");
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  assertMatch(ci, /for half in test test:more; do/);
});
