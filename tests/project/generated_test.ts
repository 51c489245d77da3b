/** `.gitattributes` marks the files that a task of `deno.json` makes. */

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** What `git ls-files` lists, or undefined where this is no checkout or git is not installed. */
async function tracked(...patterns: string[]): Promise<string[] | undefined> {
  try {
    const { success, stdout } = await new Deno.Command("git", {
      args: ["ls-files", "-z", "--", ...patterns],
      cwd: ROOT,
      stdin: "null",
      stderr: "null",
    }).output();
    if (!success) return undefined;
    return new TextDecoder().decode(stdout).split("\0").filter((path) => path !== "");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const marked = await tracked(":(attr:linguist-generated)");

Deno.test({
  name: "bundles, wasm, digests, licences, the lock and the reference are marked as generated",
  ignore: marked === undefined,
  async fn() {
    const generated = ["lib/**/*.js", "*.wasm", "**/module_digests.json", "docs/licences.md"]
      .concat("deno.lock", "results/reference/**");
    for (const pattern of generated) {
      const files = (await tracked(`:(glob)${pattern.replace(/^\*\./, "**/*.")}`))!;
      assert(files.length > 0, `${pattern} matches no file`);
      assertEquals(files.filter((file) => !marked!.includes(file)), [], pattern);
    }
  },
});

Deno.test({
  name: "nothing that is written by hand is marked as generated",
  ignore: marked === undefined,
  fn() {
    const allowed =
      /\.(js|wasm)$|module_digests\.json$|^docs\/licences\.md$|^deno\.lock$|^results\//;
    assertEquals(marked!.filter((file) => !allowed.test(file)), []);
    assertEquals(marked!.filter((file) => /\.ts$|deno\.json$/.test(file)), []);
  },
});
