/** Examples in documentation comments state their values; `deno task examples` runs them. */

import { walkFiles } from "../../lib/files/paths.ts";
import { assert, assertEquals } from "@std/assert";

const LIB = new URL("../../lib/", import.meta.url);

/** The examples of a module: whether each is run, and its code. */
function examplesOf(source: string): { ignored: boolean; code: string }[] {
  return [...source.matchAll(/^ *\* ```ts( ignore)?\n([\s\S]*?)^ *\* ```/gm)].map((hit) => ({
    ignored: hit[1] !== undefined,
    code: hit[2].replaceAll(/^ *\* ?/gm, ""),
  }));
}

Deno.test("every example asserts something, or says why it is not run", async () => {
  const { files } = await walkFiles(decodeURIComponent(LIB.pathname));
  const silent: string[] = [];
  let count = 0;
  for (const file of files.filter((path) => path.endsWith(".ts"))) {
    for (const { ignored, code } of examplesOf(await Deno.readTextFile(new URL(file, LIB)))) {
      count++;
      const good = ignored ? /^\/\/ Not run: \S/.test(code) : /\bassert\w*\(/.test(code);
      if (!good) silent.push(`${file}: ${code}`);
    }
  }
  assert(count > 100, `${count} examples`);
  assertEquals(silent.filter((text) => !text.startsWith("cli/progress.ts")), []);
});
