/**
 * The plan of the house: data flows one way through the rooms of `lib/`, and nothing goes round in
 * circles. Imports of types count too: whoever reads a file has to know what they mean.
 *
 * @module
 */

import { assertEquals } from "@std/assert";

/** Rooms, ground floor first: a file may import from its own room and from those before it. */
const ROOMS = [
  "errors",
  "random",
  "seed",
  "bundles",
  "words",
  "files",
  "space",
  "cli",
  "curve",
  "backend",
  "results",
  "dataset",
  "model",
  "measure",
  "training",
  "figures",
  "evaluation",
  "comparison",
  // Analyses behind docs/findings.md, which no command needs.
  "findings",
  // Verdicts rest on the tables of comparisons, and the report shows them.
  "claims",
  "study",
  "workflow",
  // The figure in three dimensions of the report and the explorer.
  "sheet",
  "report",
  "stages",
  "bench",
  "explorer",
  "commands",
  "scripts",
] as const;

const ROOT = new URL("../../", import.meta.url);

/** Comments, where an import is an example. */
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm;

const IMPORT = /\b(?:from|import)\s*\(?\s*"(\.{1,2}\/[^"]+)"/g;

/** What a module imports of `lib/` and `scripts/`, types included, as paths from the root. */
function importsOf(path: string, source: string): string[] {
  const own = new URL(path, ROOT);
  return [...source.replaceAll(COMMENT, "").matchAll(IMPORT)]
    .map(([, specifier]) => new URL(specifier, own).pathname.slice(ROOT.pathname.length))
    // deno.json, which holds the versions of packages, belongs to no room.
    .filter((target) => /^(?:lib|scripts)\//.test(target));
}

/** Each module of `lib/` and `scripts/` with its imports. */
async function readModules(): Promise<Map<string, string[]>> {
  const modules = new Map<string, string[]>();
  const visit = async (folder: string): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(new URL(folder, ROOT))) {
      if (isDirectory) await visit(`${folder}${name}/`);
      else if (name.endsWith(".ts")) {
        const path = folder + name;
        modules.set(path, importsOf(path, await Deno.readTextFile(new URL(path, ROOT))));
      }
    }
  };
  await visit("lib/");
  await visit("scripts/");
  return modules;
}

/** The room of a file: the folder below `lib/`, a file of its own there, or `scripts`. */
function roomOf(path: string): string {
  const [top, next] = path.split("/");
  return top === "lib" ? next.replace(/\.ts$/, "") : top;
}

/** The imports that lead to a higher room, or to one that the plan does not know. */
function upward(modules: ReadonlyMap<string, readonly string[]>): string[] {
  const floor = (path: string) => ROOMS.findIndex((room) => room === roomOf(path));
  return [...modules].flatMap(([path, imports]) =>
    imports.filter((target) => floor(path) < 0 || floor(target) < 0 || floor(target) > floor(path))
      .map((target) => `${path} → ${target}`)
  );
}

/** The first circle of a graph, as the nodes on it; empty where there is none. */
function circle(graph: ReadonlyMap<string, Iterable<string>>): string[] {
  const finished = new Set<string>();
  const visit = (node: string, above: readonly string[]): string[] => {
    if (above.includes(node)) return [...above.slice(above.indexOf(node)), node];
    if (finished.has(node)) return [];
    for (const next of graph.get(node) ?? []) {
      const found = visit(next, [...above, node]);
      if (found.length > 0) return found;
    }
    finished.add(node);
    return [];
  };
  for (const node of graph.keys()) {
    const found = visit(node, []);
    if (found.length > 0) return found;
  }
  return [];
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/") + 1);
}

/** Folders that import from each other; a folder and one within it count as one. */
function folderGraph(modules: ReadonlyMap<string, readonly string[]>): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const [path, imports] of modules) {
    for (const target of imports) {
      const [from, to] = [folderOf(path), folderOf(target)];
      if (from.startsWith(to) || to.startsWith(from)) continue;
      if (!graph.has(from)) graph.set(from, new Set());
      graph.get(from)!.add(to);
    }
  }
  return graph;
}

const modules = await readModules();

Deno.test("no room imports from a higher one", () => {
  assertEquals(upward(modules), []);
});

Deno.test("no modules import each other in a circle", () => {
  assertEquals(circle(modules), []);
});

Deno.test("no folders import from each other in a circle", () => {
  assertEquals(circle(folderGraph(modules)), []);
});

Deno.test("an import turned round is found", () => {
  const turned = new Map(modules);
  turned.set("lib/space/hole.ts", importsOf("lib/space/hole.ts", `import "../dataset/mod.ts";`));
  assertEquals(upward(turned), ["lib/space/hole.ts → lib/dataset/mod.ts"]);
  const ring = new Map([["lib/a/x.ts", ["lib/b/y.ts"]], ["lib/b/y.ts", ["lib/a/z.ts"]]]);
  assertEquals(circle(ring), []);
  assertEquals(circle(folderGraph(ring)), ["lib/a/", "lib/b/", "lib/a/"]);
  ring.set("lib/a/z.ts", ["lib/a/x.ts"]);
  assertEquals(circle(ring), ["lib/a/x.ts", "lib/b/y.ts", "lib/a/z.ts", "lib/a/x.ts"]);
});

Deno.test("types and dynamic imports count, examples do not", () => {
  const source = [
    'import type { Point } from "../space/space.ts";',
    'const { x } = await import("./x.ts");',
    '/**\n * import { y } from "./y.ts";\n */',
    'export * from "./z.ts";',
  ].join("\n");
  assertEquals(importsOf("lib/curve/curve.ts", source), [
    "lib/space/space.ts",
    "lib/curve/x.ts",
    "lib/curve/z.ts",
  ]);
});
