/** The short form of the disk faults. */

import { inWorkspace } from "../end_to_end/helpers.ts";
import { assertEquals } from "@std/assert";
import { failDisk } from "./disk.ts";

Deno.test("a disk that fails at eight random moments, one for each script, loses nothing", async () => {
  await inWorkspace(async (workspace) => {
    const ground = { workspace, results: "", seed: 7, report: () => {} };
    const { lost, tried } = await failDisk({ ...ground, faults: 8 });
    assertEquals(lost, []);
    assertEquals(tried, 8);
  });
});
