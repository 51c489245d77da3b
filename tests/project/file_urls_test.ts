/** Paths are made of file URLs in the one way that holds on every system. */

import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/** The TypeScript files below a folder, as paths from the root. */
async function sourcesBelow(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(new URL(folder, ROOT)));
  const found = await Promise.all(
    entries.map(({ name, isDirectory }) =>
      isDirectory
        ? sourcesBelow(`${folder}${name}/`)
        : name.endsWith(".ts")
        ? [`${folder}${name}`]
        : []
    ),
  );
  return found.flat();
}

Deno.test("no file's path is its URL's, which on Windows begins with a slash", async () => {
  const sources = (await Promise.all(["lib/", "scripts/"].map(sourcesBelow))).flat();
  assert(sources.length > 400);
  for (const path of sources) {
    const text = await Deno.readTextFile(new URL(path, ROOT));
    assertEquals(/import\.meta\.url\)\.(?:pathname|href\.slice)/.exec(text)?.[0], undefined, path);
  }
});
