import { assertEquals } from "@std/assert";
import { digestProblems, readAccepted } from "../../lib/results/mod.ts";
import { stageDigests } from "../../scripts/dev/accept.ts";

Deno.test("the code of every stage is the accepted one: bump its version or deno task accept", async () => {
  assertEquals(digestProblems(await readAccepted(), await stageDigests()), []);
});
