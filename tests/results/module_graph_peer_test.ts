/** Our module graph against Deno's own, for every stage. */

import { assert, assertEquals } from "@std/assert";
import { moduleGraph } from "../../lib/results/code/module_graph.ts";
import { STAGES } from "../../lib/stages/list.ts";

const ROOT = new URL("../../", import.meta.url);

/** What `deno info --json` says of a module, as far as it is read here. */
interface InfoModule {
  readonly specifier: string;
  readonly dependencies?: readonly { readonly code?: { readonly specifier: string } }[];
}

/** What code imports, from a module on: paths relative to the root, and npm specifiers. */
async function denoGraph(module: string): Promise<string[]> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", module],
    cwd: ROOT,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const info: { modules: InfoModule[]; redirects?: Record<string, string> } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const modules = new Map(info.modules.map((entry) => [entry.specifier, entry]));
  const found = new Set<string>();
  const visit = (specifier: string) => {
    if (found.has(specifier)) return;
    found.add(specifier);
    for (const { code } of modules.get(specifier)?.dependencies ?? []) {
      if (code) visit(code.specifier);
    }
  };
  visit(module);
  return [...found].filter((specifier) => !specifier.startsWith("node:"))
    .map((specifier) => specifier.replace(ROOT.href, "").replace(/^npm:\//, "npm:")).sort();
}

/** The files that a graph names by `new URL(…, import.meta.url)`, which Deno's graph leaves out. */
async function namedByUrl(paths: readonly string[]): Promise<Set<string>> {
  const named = new Set<string>();
  for (const path of paths.filter((path) => path.endsWith(".ts") && !path.startsWith("npm:"))) {
    const url = new URL(path, ROOT);
    const text = await Deno.readTextFile(url);
    for (const [, file] of text.matchAll(/new URL\(\s*"(\.[^"]+)",\s*import\.meta\.url/g)) {
      named.add(new URL(file, url).href.replace(ROOT.href, ""));
    }
  }
  return named;
}

for (const { name, module } of STAGES) {
  Deno.test(`moduleGraph() of the ${name} stage is the one that deno info gives`, async () => {
    const ours = (await moduleGraph(module)).map(([path]) => path)
      .filter((path) => !path.startsWith("node:"));
    const named = await namedByUrl(ours);
    const deno = await denoGraph(module);
    // The smallest, a table of trained networks, reaches 13 modules and 2 packages.
    assert(deno.length > 12 && deno.includes(module.replace(ROOT.href, "")), `${deno}`);
    assertEquals(deno.filter((path) => !ours.includes(path)), [], "missing from ours");
    const more = ours.filter((path) => !deno.includes(path) && !named.has(path));
    assertEquals(more, [], "in ours alone");
  });
}
