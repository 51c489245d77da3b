/**
 * The test tasks together run every test file once.
 */

import config from "../../deno.json" with { type: "json" };
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";

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

Deno.test("what the parallel command of the test task leaves out, another command runs", () => {
  const { left, taken } = partsOfTest();
  assertEquals(left.sort(), [...taken, "tests/browser"].sort());
  for (const path of left) Deno.statSync(new URL(`../../${path}`, import.meta.url));
});

Deno.test("what the test task leaves out by name, others run, and test:all and CI run all", () => {
  const pattern = "**/*_all_test.ts";
  assertEquals(partsOfTest().patterns, [pattern, pattern]);
  const start = "deno test -A --no-check";
  assertEquals(config.tasks["test:more"].command, `${start} --ignore=tests/browser ${pattern}`);
  assertEquals(config.tasks["test:browser"].command, `${start} tests/browser`);
  const parts = ["test", "test:more", "test:browser"].map((part) => `deno task ${part}`);
  assertEquals(config.tasks["test:all"].command, parts.join(" && "));
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  for (const part of ["test", "test:more", "test:browser"]) {
    assertMatch(ci, new RegExp(`"\\$\\{deno\\[@\\]\\}" task ${part}[ ;\n]`));
  }
});

Deno.test("types that the test tasks do not check, task check does, and CI runs it", () => {
  assertStringIncludes(config.tasks.check.command, "deno check --doc lib scripts tests");
  const ci = Deno.readTextFileSync(new URL("../../.ci/run", import.meta.url));
  assertStringIncludes(ci, `"\${deno[@]}" task check\n`);
});
