import {
  digestProblems,
  importsOf,
  moduleGraph,
  stageDigest,
} from "../../../lib/results/code/module_graph.ts";
import { assert, assertEquals, assertMatch } from "@std/assert";
import { inFolder } from "../fake_stage.ts";

/** A small source tree; gives the URLs of its root and of its stage. */
async function sources(directory: string): Promise<{ root: URL; module: string }> {
  const files = {
    "deno.json": '{ "imports": { "zod": "npm:zod@4.6.7", "pure-rand": "npm:pure-rand@8.4.2" } }',
    "lib/stage.ts": [
      'import { a, type B } from "./a.ts";',
      'import type { Unused } from "./types.ts";',
      'import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";',
      'import "./side_effect.ts";',
      "/**",
      ' * import { example } from "./example.ts";',
      " */",
      'export * from "./cycle.ts";',
      'const later = await import("./later.ts");',
      'const wasm = new URL("./kernels.wasm", import.meta.url);',
      'const root = new URL("../../", import.meta.url);',
    ].join("\n"),
    "lib/a.ts": 'import {\n  z,\n} from "zod";\nexport const a = "from";\n',
    "lib/types.ts": "export type Unused = 1;",
    "lib/side_effect.ts": "",
    "lib/example.ts": "",
    "lib/cycle.ts": 'export { root } from "./stage.ts";',
    "lib/later.ts": "",
    "lib/kernels.wasm": "\0asm",
    "lib/other.ts": "",
  };
  await Deno.mkdir(`${directory}/lib`);
  for (const [path, text] of Object.entries(files)) {
    await Deno.writeTextFile(`${directory}/${path}`, text);
  }
  const root = new URL(`file://${directory}/`);
  return { root, module: new URL("lib/stage.ts", root).href };
}

Deno.test("moduleGraph() follows what runs, and nothing else", async () => {
  await inFolder(async (directory) => {
    const { root, module } = await sources(directory);
    const graph = await moduleGraph(module, { root });
    assertEquals(graph.map(([path]) => path), [
      "lib/a.ts",
      "lib/cycle.ts",
      "lib/kernels.wasm",
      "lib/later.ts",
      "lib/side_effect.ts",
      "lib/stage.ts",
      "npm:pure-rand@8.4.2/generator/xoroshiro128plus",
      "npm:zod@4.6.7",
    ]);
  });
});

Deno.test("stageDigest() changes with a reachable module and a pinned version only", async () => {
  await inFolder(async (directory) => {
    const { root, module } = await sources(directory);
    const digest = () => stageDigest({ module }, { root });
    const seen = [await digest()];
    for (const path of ["lib/types.ts", "lib/example.ts", "lib/other.ts"]) {
      await Deno.writeTextFile(`${directory}/${path}`, "// changed");
      assertEquals(await digest(), seen[0], path);
    }
    const edit = async (path: string, from: string, to: string) => {
      const text = await Deno.readTextFile(`${directory}/${path}`);
      await Deno.writeTextFile(`${directory}/${path}`, text.replace(from, to));
      seen.push(await digest());
    };
    await edit("lib/a.ts", '"from"', '"form"');
    await edit("lib/kernels.wasm", "asm", "ASM");
    await edit("deno.json", "4.6.7", "4.6.8");
    assertEquals(new Set(seen).size, 4);
  });
});

Deno.test("stageDigest() changes with what the lock holds for all that a package needs", async () => {
  await inFolder(async (directory) => {
    const { root, module } = await sources(directory);
    const seen = [await stageDigest({ module }, { root })];
    const lock = async (npm: Record<string, unknown>) => {
      await Deno.writeTextFile(`${directory}/deno.lock`, JSON.stringify({ version: "5", npm }));
      return await stageDigest({ module }, { root });
    };
    const zod = { integrity: "z", dependencies: ["near", "far@1.0.0"] };
    const near = { integrity: "n", optionalDependencies: ["zod"] };
    const other = { "far@2.0.0": { integrity: "g" }, "unused@1.0.0": { integrity: "u" } };
    const packages = {
      "zod@4.6.7_near@3.0.0": zod,
      "near@3.0.0": near,
      "far@1.0.0": { integrity: "f" },
    };
    seen.push(await lock({ ...packages, ...other }));
    assertEquals(await lock(packages), seen[1], "what is not reached");
    seen.push(await lock({ ...packages, "far@1.0.0": { integrity: "F" } }));
    seen.push(await lock({ ...packages, "near@3.0.0": { ...near, integrity: "N" } }));
    assertEquals(new Set(seen).size, 4);
  });
});

Deno.test("every package that a stage names is in the lock, with what it needs", async () => {
  const lock = JSON.parse(
    await Deno.readTextFile(new URL("../../../deno.lock", import.meta.url)),
  );
  const graph = await moduleGraph(new URL("../../../lib/stages/list.ts", import.meta.url).href);
  const packages = graph.filter(([name]) => name.startsWith("npm:"));
  assert(packages.length > 5);
  for (const [name, digest] of packages) assertMatch(digest, /^[0-9a-f]{64}$/, name);
  const names = Object.keys(lock.npm);
  for (
    const [name, { dependencies = [] }] of Object.entries<{ dependencies?: string[] }>(lock.npm)
  ) {
    for (const needed of dependencies) {
      const fits = names.filter((key) =>
        needed.includes("@", 1)
          ? key === needed || key.startsWith(`${needed}_`)
          : key.startsWith(`${needed}@`)
      );
      assertEquals(fits.length, 1, `${name} needs ${needed}`);
    }
  }
});

Deno.test("the graph of the backends holds each build of the wasm kernels", async () => {
  const graph = await moduleGraph(new URL("../../../lib/backend/select.ts", import.meta.url).href);
  const builds = graph.map(([path]) => path).filter((path) => path.endsWith(".wasm"));
  const folder = "lib/backend/wasm/";
  assertEquals(builds, [`${folder}kernels.wasm`, `${folder}kernels_baseline.wasm`]);
});

Deno.test("no stage runs a file whose address is computed, which the graph could not follow", async () => {
  const root = new URL("../../../", import.meta.url);
  const modules = ["lib/stages/list.ts", "lib/backend/select.ts"]
    .map((path) => new URL(path, root).href);
  const sources = (await moduleGraph(modules)).map(([path]) => path)
    .filter((path) => path.startsWith("lib/") && path.endsWith(".ts"));
  assert(sources.length > 100);
  const computed = [
    /\bnew URL\(\s*[^\s"][^,()]*,\s*import\.meta\.url/,
    // The module that starts a backend is in the backends' graph, and the version of the library
    // that runs ONNX files is a parameter of the evaluation.
    /\bimport\(\s*(?!backend\)|LIBRARY\))[^\s"]/,
    /\bimport\.meta\.(?:dirname|filename)/,
    // The address of a package's file, which the lock holds, is none of ours.
    /\bimport\.meta\.resolve\(\s*(?:[^"]|"\.)/,
  ];
  for (const path of sources) {
    const text = await Deno.readTextFile(new URL(path, root));
    const code = text.replaceAll(/^\s*(?:\/?\*|\/\/).*$/gm, "");
    for (const pattern of computed) assertEquals(pattern.exec(code)?.[0], undefined, path);
  }
});

Deno.test("stageDigest() does not depend on where the sources lie", async () => {
  await inFolder(async (one) => {
    await inFolder(async (other) => {
      const [left, right] = [await sources(one), await sources(other)];
      assertEquals(await stageDigest(left, left), await stageDigest(right, right));
    });
  });
});

Deno.test("importsOf() reads every form of a static import", () => {
  const source = [
    'import a from "./1.ts";',
    'import * as b from "./2.ts";',
    'import c, { d } from "./3.ts";',
    'export { e } from "./4.ts";',
    'export * as f from "./5.ts";',
    "import '6';",
    'export const from = "./no.ts";',
    'export type { T } from "./no.ts";',
    '// import("./no.ts")',
  ].join("\n");
  assertEquals(importsOf(source), ["./1.ts", "./2.ts", "./3.ts", "./4.ts", "./5.ts", "6"]);
});

Deno.test("importsOf() reads dynamic imports, with attributes too, and several on a line", () => {
  const source = [
    'const [a, b] = await Promise.all([import("./1.ts"), import("./2.ts")]);',
    'const page = await import("./3.js", { with: { type: "text" } });',
    ' * await import("./no.ts");',
  ].join("\n");
  assertEquals(importsOf(source), ["./1.ts", "./2.ts", "./3.js"]);
});

Deno.test("moduleGraph() of the store itself reaches its modules and zod", async () => {
  const module = new URL("../../../lib/results/mod.ts", import.meta.url).href;
  const paths = (await moduleGraph(module)).map(([path]) => path);
  assert(paths.includes("lib/results/manifest.ts") && paths.includes("lib/errors.ts"));
  assert(paths.some((path) => path.startsWith("npm:zod@")));
});

Deno.test("moduleGraph() of the report reaches the page's script, which is imported as text", async () => {
  const module = new URL("../../../lib/report/stage.ts", import.meta.url).href;
  const paths = (await moduleGraph(module)).map(([path]) => path);
  assert(paths.includes("lib/bundles/report.js"), paths.join());
});

Deno.test("digestProblems() asks to bump or accept when code changed under one version", () => {
  const before = { train: { version: 1, digest: "a" }, dataset: { version: 1, digest: "b" } };
  assertEquals(digestProblems(before, before), []);
  const changed = { ...before, train: { version: 1, digest: "c" } };
  assertEquals(digestProblems(before, changed).map((line) => line.slice(0, 50)), [
    "the train stage's code changed: bump its version (",
  ]);
  const bumped = { ...before, train: { version: 2, digest: "c" } };
  assertEquals(digestProblems(before, bumped), [
    "the train stage is now version 2: accept its code",
  ]);
  assertEquals(digestProblems({}, { train: before.train }).length, 1);
  assertEquals(digestProblems({ train: before.train }, {}).length, 1);
});
