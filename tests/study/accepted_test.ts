import { digestProblems, readAccepted } from "../../lib/results/mod.ts";
import { stageDigests } from "../../lib/study/accepted.ts";
import { assertEquals } from "@std/assert";

Deno.test("the code of every stage is the accepted one: bump its version or deno task accept", async () => {
  assertEquals(digestProblems(await readAccepted(), await stageDigests()), []);
});
