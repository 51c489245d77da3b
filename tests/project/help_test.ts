/**
 * `--help` loads nothing heavy: what a script imports at its top is loaded before its command line
 * is read, so libraries that compute or draw are imported within `runCommand`.
 */

import { spec as bench } from "../../scripts/bench.ts";
import { spec as explore } from "../../scripts/explore.ts";
import { spec as verify } from "../../scripts/verify.ts";
import { assert, assertEquals } from "@std/assert";

const ROOT = new URL("../../", import.meta.url);

/**
 * The packages that a script may load before it reads its command line. Any other counts as heavy.
 * Read from disk for an import: zod 1.2 MB, which states the ranges of flags, and pure-rand 19 kB,
 * which schemas of points need; in contrast vega 2.9 MB, TF.js 7.1 MB, the rasteriser 35 MB.
 */
const LIGHT: readonly string[] = [
  "zod",
  "pure-rand",
  "@noble/hashes",
  "@napi-rs/canvas/package.json",
];

/** The largest file of ours that a script may load for help; the bundles for pages are larger. */
const LARGEST = 60_000;

/** What `deno info --json` says of a module, as far as it is read here. */
interface InfoModule {
  readonly specifier: string;
  readonly size?: number;
  readonly dependencies?: readonly {
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier: string };
  }[];
}

/** The modules below `root`, by specifier, as Deno sees them. */
async function modulesBelow(root: string): Promise<Map<string, InfoModule>> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", `--config=${decodeURIComponent(new URL("deno.json", ROOT).pathname)}`]
      .concat(root),
    cwd: ROOT,
    stdin: "null",
  }).output();
  assert(success, new TextDecoder().decode(stderr));
  const { modules }: { modules: InfoModule[] } = JSON.parse(new TextDecoder().decode(stdout));
  return new Map(modules.map((module) => [module.specifier, module]));
}

/** One line for each heavy module among the static imports of `script`, with its importer. */
function heavyImports(script: string, modules: ReadonlyMap<string, InfoModule>): string[] {
  const importers = new Map<string, string>([[script, "deno run"]]);
  const heavy: string[] = [];
  // A Map visits what is added to it on the way.
  for (const [specifier, importer] of importers) {
    const { size = 0, dependencies = [] } = modules.get(specifier) ?? {};
    const name = specifier.match(/^npm:\/?(@?[^@]+)@[^/]+(.*)$/)?.slice(1).join("");
    const isLight = name === undefined
      ? size <= LARGEST
      : LIGHT.some((light) => name === light || name.startsWith(`${light}/`));
    if (!isLight) heavy.push(`${importer} imports ${specifier}`.replaceAll(ROOT.href, ""));
    for (const { isDynamic, code } of dependencies) {
      if (code && !isDynamic && !importers.has(code.specifier)) {
        importers.set(code.specifier, specifier);
      }
    }
  }
  return heavy;
}

/** The scripts' addresses. */
function scripts(): string[] {
  return [...Deno.readDirSync(new URL("scripts", ROOT))]
    .filter(({ name }) => name.endsWith(".ts"))
    .map(({ name }) => new URL(`scripts/${name}`, ROOT).href).sort();
}

/** A module that imports each of `specifiers`, and all modules below it. */
async function graphOf(specifiers: readonly string[]): Promise<Map<string, InfoModule>> {
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(file, specifiers.map((name) => `import "${name}";\n`).join(""));
    return await modulesBelow(file);
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("no script imports anything heavy before it has read its command line", async () => {
  const found = scripts();
  assert(found.length >= 13, `${found}`);
  const modules = await graphOf(found);
  for (const script of found) {
    assert(modules.get(script)!.dependencies!.length > 0, script);
    assertEquals(heavyImports(script, modules), [], script.replace(ROOT.href, ""));
  }
});

Deno.test("a library that computes or draws is found to be heavy, and who imports it", async () => {
  const heavy: Record<string, RegExp> = {
    "lib/model/mod.ts": /^lib\/model\/\w+\.ts imports npm:\/?@tensorflow\/tfjs@[\d.]+$/,
    "lib/curve/raster.ts": /^lib\/curve\/\w+\.ts imports npm:\/?@napi-rs\/canvas@[\d.]+$/,
    "lib/figures/chart.ts": /^lib\/figures\/\w+\.ts imports npm:\/?vega@[\d.]+$/,
  };
  const modules = await graphOf(Object.keys(heavy).map((path) => new URL(path, ROOT).href));
  for (const [path, expected] of Object.entries(heavy)) {
    const lines = heavyImports(new URL(path, ROOT).href, modules);
    assert(lines.some((line) => expected.test(line)), `${path}: ${lines}`);
  }
});

Deno.test("a large file is heavy where it is imported at the top, and not where it is later", () => {
  const module = (specifier: string, size: number, isDynamic = false) => ({
    specifier,
    size,
    dependencies: [{ isDynamic, code: { specifier: "big.js" } }],
  });
  const graph = (isDynamic: boolean) =>
    new Map([module("a.ts", 10, isDynamic), module("big.js", LARGEST + 1)]
      .map((entry) => [entry.specifier, entry]));
  assertEquals(heavyImports("a.ts", graph(false)), ["a.ts imports big.js"]);
  assertEquals(heavyImports("a.ts", graph(true)), []);
});

Deno.test("a script that makes no result does not say of an interrupt that the same command resumes", () => {
  for (const { name, interrupted } of [bench, explore, verify]) {
    assert(interrupted !== undefined && !/kept|resume/.test(interrupted), name);
  }
});
