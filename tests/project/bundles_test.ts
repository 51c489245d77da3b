import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { bundleFile, bundlePage, BUNDLES, hasPage } from "../../scripts/dev/build_pages.ts";
import { IN_PAGES } from "../../scripts/dev/licences.ts";

/** What a bundler says that could not be fetched, as opposed to one that does not like a script. */
const UNFETCHED = /esbuild|registry|sending request|certificate|dns/i;

async function withoutBundler(): Promise<string | undefined> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/main.ts`, "document.title = 'x';\n");
    await bundlePage(`${folder}/main.ts`);
  } catch (error) {
    if (error instanceof Error && UNFETCHED.test(error.message)) return "esbuild is not there";
    throw error;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const missing = await withoutBundler();
const because = missing ? ` (ignored: ${missing})` : "";

for (const [name, { entry, ...options }] of Object.entries(BUNDLES)) {
  if (!await hasPage(entry)) continue;
  Deno.test({
    name: `a rebuild of ${name} gives the committed bytes${because}`,
    ignore: missing !== undefined,
    fn: async () => {
      const committed = await Deno.readTextFile(bundleFile(name));
      assert(
        await bundlePage(entry, options) === committed,
        `${name} is stale: run deno task build:pages`,
      );
    },
  });

  Deno.test(`${name} tells nothing of where it was built`, async () => {
    const committed = await Deno.readTextFile(bundleFile(name));
    assertMatch(
      committed,
      new RegExp(`^// Made by deno task build:pages from ${entry}`),
    );
    const { pathname } = new URL("../../", import.meta.url);
    assert(!committed.includes(decodeURIComponent(pathname)));
    assertEquals(committed.match(/\bfile:\/\/\//g), null);
    // Paths out of this repository, such as those of Deno's cache.
    assertEquals(committed.match(/^\s*\/\/ \.\.\/.*$/gm), null);
    assertEquals(committed.match(/^.*npmjs.*$/gm), null);
  });
}

Deno.test("a bundle has the notice of each package whose code it holds, which is listed for pages", async () => {
  const found = new Set<string>();
  for (const name of Object.keys(BUNDLES)) {
    const committed = await Deno.readTextFile(bundleFile(name));
    for (
      const [, id, version] of committed.matchAll(/^\s*\/\/ npm:((?:@[^/]+\/)?[^/]+)\/([^/]+)/gm)
    ) {
      found.add(`${id}@${version}`);
      const notice = committed.split(`/*! ${id} ${version}\n`)[1]?.split("*/")[0] ?? "";
      assertMatch(
        notice,
        /MIT License[^]*Copyright \(c\) \d{4}[^]*permission notice shall be included/i,
      );
    }
  }
  assertEquals([...found].sort(), ["@noble/hashes@2.4.0", "fflate@0.8.3", "pure-rand@8.4.2"]);
  assertEquals([...found].filter((id) => !IN_PAGES.includes(id)), []);
});

Deno.test({
  name: `bundlePage() fails with the bundler's own words${because}`,
  ignore: missing !== undefined,
  fn: async () => {
    await assertRejects(() => bundlePage("none/main.ts"), Error, "deno bundle none/main.ts: ");
  },
});
