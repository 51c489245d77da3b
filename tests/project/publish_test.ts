/** What `deno publish` would upload: the package without what only developers need. */

import config from "../../deno.json" with { type: "json" };
import { assert, assertEquals } from "@std/assert";

Deno.test("deno publish would upload lib, scripts and docs, and neither tests nor results", async () => {
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["publish", "--dry-run", "--allow-dirty", "--no-check"],
    cwd: new URL("../../", import.meta.url),
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
  }).output();
  const text = new TextDecoder().decode(stderr);
  assert(success, text);
  const root = new URL("../../", import.meta.url).href;
  const files = text.split("\n").map((line) => line.trim().split(" ")[0])
    .filter((word) => word.startsWith(root)).map((url) => url.slice(root.length));
  assertEquals(files.filter((path) => /^(tests|results|\.ci)\//.test(path)), []);
  for (const path of [...Object.values(config.exports), "./README.md", "./scripts/train.ts"]) {
    assert(files.includes(path.slice(2)), `${path} is missing: ${files}`);
  }
});
