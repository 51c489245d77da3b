/** The committed list of licences is that of the lock, and every licence may be depended on. */

import config from "../../deno.json" with { type: "json" };
import { assert, assertEquals } from "@std/assert";
import { walkFiles } from "../../lib/files/paths.ts";
import { importsOf } from "../../lib/results/code/module_graph.ts";
import {
  cachedPackage,
  DEVELOPMENT,
  formatList,
  IN_PAGES,
  isAllowed,
  LIST,
  listPackages,
  lockedPackages,
  parseList,
} from "../../scripts/dev/licences.ts";

const text = await Deno.readTextFile(LIST);
const listed = parseList(text);
const locked = await lockedPackages();

Deno.test("docs/licences.md lists every package of the lock at its version, and no other", () => {
  const names = (packages: Iterable<{ name: string; version: string }>) =>
    [...new Set([...packages].map(({ name, version }) => `${name}@${version}`))].sort();
  assert(listed.length > 100);
  assertEquals(names(listed), names(locked.values()), "run deno task licences");
});

Deno.test("every package has a licence that an MIT project may depend on", () => {
  for (const { name, licence } of listed) assert(isAllowed(licence), `${name}: ${licence}`);
});

Deno.test("isAllowed() wants every part of AND, and one of OR", () => {
  const verdicts = ["MIT", "MIT AND OFL-1.1", "(GPL-3.0 OR MIT)", "MIT AND GPL-3.0", "GPL-3.0", ""];
  assertEquals(verdicts.map(isAllowed), [true, true, true, false, false, false]);
});

/** The first package that Deno has not fetched; other systems' builds never are. */
async function notCached(): Promise<string | undefined> {
  const builds = new Set([...locked.values()].flatMap(({ optional }) => optional));
  for (const id of locked.keys()) {
    if (!builds.has(id) && await cachedPackage(id) === undefined) return id;
  }
}

const absent = await notCached();
const because = absent ? ` (ignored: ${absent} is not in Deno's cache)` : "";

Deno.test({
  name: "docs/licences.md is what deno task licences would write" + because,
  ignore: absent !== undefined,
  fn: async () => {
    assertEquals(text, formatList(await listPackages()), "run deno task licences");
  },
});

Deno.test({
  name: "the packages in pages are those that the bundles' source maps name" + because,
  ignore: absent !== undefined,
  fn: async () => {
    const bundles = [
      "@tensorflow/tfjs@4.22.0_seedrandom@3.0.5/dist/tf.es2017.min.js",
      "@tensorflow/tfjs-backend-webgpu@4.22.0/dist/tf-backend-webgpu.es2017.min.js",
    ];
    const found = new Set<string>();
    for (const bundle of bundles) {
      const [, id, file] = bundle.match(/^(@[^/]+\/[^/]+)\/(.+)$/)!;
      const folder = await cachedPackage(id);
      const { sources } = JSON.parse(await Deno.readTextFile(`${folder}/${file}.map`));
      for (const source of sources as string[]) {
        const names = [...source.matchAll(/node_modules\/((?:@[^/]+\/)?[^/]+)/g)];
        // A backend's own bundle is built beside the other backends.
        const own = source.match(/(?:^|\/)(tfjs-[a-z-]+)\/src\//)?.[1];
        if (names.length > 0) found.add(names.at(-1)![1]);
        else if (own) found.add(`@tensorflow/${own}`);
      }
    }
    const names = new Set(IN_PAGES.map((id) => id.slice(0, id.lastIndexOf("@"))));
    assert(found.size > 8);
    assertEquals([...found].filter((name) => !names.has(name)), []);
  },
});

Deno.test("every package in pages is in the lock", () => {
  const ids = new Set([...locked.values()].map(({ name, version }) => `${name}@${version}`));
  assertEquals(IN_PAGES.filter((id) => !ids.has(id)), []);
});

Deno.test("what is for development is imported by developers' scripts alone", async () => {
  const root = new URL("../../", import.meta.url);
  for (const name of DEVELOPMENT) assert(name in config.imports, name);
  for (const folder of ["lib", "scripts"]) {
    const { files } = await walkFiles(decodeURIComponent(new URL(folder, root).pathname));
    for (const file of files.filter((path) => path.endsWith(".ts"))) {
      const path = `${folder}/${file}`;
      if (path.startsWith("scripts/dev/")) continue;
      const source = await Deno.readTextFile(new URL(path, root));
      const imports = importsOf(source);
      const used = DEVELOPMENT.filter((name) => imports.includes(name));
      assertEquals(used, [], path);
    }
  }
});
