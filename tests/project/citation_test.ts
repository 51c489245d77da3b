/** CITATION.cff says what deno.json says. */

import config from "../../deno.json" with { type: "json" };
import { assertEquals } from "@std/assert";

/** The value of a top-level line `name: value`. */
async function field(name: string): Promise<string | undefined> {
  const text = await Deno.readTextFile(new URL("../../CITATION.cff", import.meta.url));
  return text.match(new RegExp(`^${name}: *(.+)$`, "m"))?.[1];
}

Deno.test("CITATION.cff names the version and the licence of deno.json", async () => {
  assertEquals(await field("version"), config.version);
  assertEquals(await field("license"), config.license);
  assertEquals(`@${await field("title")}/${await field("title")}`, config.name);
});
