/**
 * A digest of the code that a stage runs. The version of a stage is raised by hand, which can be
 * forgotten: a test compares the digests with a committed list and says "bump its version or accept".
 *
 * The graph follows static imports and re-exports, literal dynamic imports and the files named by
 * `new URL("./…", import.meta.url)` (a wasm module), but not imports of types alone, which decide
 * no byte. Packages count by the version that `deno.json` pins, and by what `deno.lock` holds for all
 * that they need.
 *
 * @module
 */

import { canonicalJson, prettyJson } from "../../files/canonical_json.ts";
import { type Field, sha256, sha256Fields } from "../digest.ts";
import { closureDigest, type LockedPackages, packageOf } from "./package_closure.ts";

/** The repository's root, as a file URL. */
const ROOT = new URL("../../../", import.meta.url);

/** Starts every backend: part of the code of a stage that needs one. */
const BACKENDS = new URL("../../backend/select.ts", import.meta.url);

/** Where the accepted digests are committed. */
const ACCEPTED = new URL("../module_digests.json", import.meta.url);

// Anchored at the line's start: an import in a JSDoc example is no import.
const PATTERNS = [
  /^(?:import|export)\s+(?!type\s)(?:[\w$]+\s*,?\s*)?(?:\{[^}]*\}|\*(?:\s+as\s+[\w$]+)?)?\s*from\s*["']([^"']+)["']/gm,
  /^import\s*["']([^"']+)["']/gm,
  /\bimport\(\s*["']([^"']+)["']\s*[,)]/g,
  /\bnew URL\(\s*["'](\.[^"']+)["'],\s*import\.meta\.url\s*\)/g,
];

/** Lines of nothing but comment. */
const COMMENT = /^\s*(?:\/?\*|\/\/).*$/gm;

/** The specifiers that a module's text imports, sorted. */
export function importsOf(source: string): string[] {
  const code = source.replaceAll(COMMENT, "");
  const found = PATTERNS.flatMap((pattern) => [...code.matchAll(pattern)].map((hit) => hit[1]));
  return [...new Set(found)].sort();
}

/** The lock beside `deno.json`; a folder without one has none. */
async function readLock(root: URL): Promise<LockedPackages> {
  try {
    return JSON.parse(await Deno.readTextFile(new URL("deno.lock", root)));
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return {};
    throw error;
  }
}

function pinned(specifier: string, imports: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(imports, specifier)) return imports[specifier];
  const scope = Object.keys(imports).find((name) => specifier.startsWith(`${name}/`));
  return scope ? imports[scope] + specifier.slice(scope.length) : specifier;
}

/** Options of {@linkcode moduleGraph}. */
export interface ModuleGraphOptions {
  /** Folder that holds `deno.json`, as a URL ending in `/`. Default: the repository's. */
  readonly root?: URL;
}

/**
 * The modules reachable from others (each an `import.meta.url`), these among them, by path relative
 * to the root with their SHA-256, and the packages by pinned specifier with a digest of all that
 * they need; sorted.
 */
export async function moduleGraph(
  modules: string | readonly string[],
  { root = ROOT }: ModuleGraphOptions = {},
): Promise<Field[]> {
  const config = JSON.parse(await Deno.readTextFile(new URL("deno.json", root)));
  const lock = await readLock(root);
  const graph = new Map<string, string>();
  const visit = async (url: URL) => {
    const path = url.href.replace(root.href, "");
    if (graph.has(path)) return;
    graph.set(path, "");
    let bytes: Uint8Array;
    try {
      bytes = await Deno.readFile(url);
    } catch (error) {
      // `new URL("../../", import.meta.url)` names a folder, which is no code.
      if (error instanceof Deno.errors.NotFound || url.pathname.endsWith("/")) {
        return void graph.delete(path);
      }
      throw error;
    }
    // Of the configuration only what is imported decides bytes, and not tasks or rules.
    const isConfig = path === "deno.json";
    graph.set(path, sha256(isConfig ? canonicalJson(config.imports ?? {}) : bytes));
    if (!/\.[cm]?[jt]sx?$/.test(url.pathname)) return;
    for (const specifier of importsOf(new TextDecoder().decode(bytes))) {
      if (specifier.startsWith(".")) {
        await visit(new URL(specifier, url));
        continue;
      }
      const name = pinned(specifier, config.imports ?? {});
      const npm = packageOf(name);
      graph.set(name, npm ? closureDigest(`${npm.name}@${npm.version}`, lock) : "");
    }
  };
  for (const module of [modules].flat()) await visit(new URL(module));
  return [...graph].sort(([left], [right]) => left < right ? -1 : 1);
}

/** What a stage must have to be digested; every `Stage` does. */
export interface DigestedStage {
  /** Name of the stage. */
  readonly name: string;
  /** Version of the stage, bumped by hand. */
  readonly version: number;
  /** Its module's `import.meta.url`. */
  readonly module: string;
  /** What it needs of its machine; nothing where absent. */
  readonly needs?: { readonly backend: boolean };
}

/** SHA-256 over the sources of a stage's module graph, and of the backends' where it needs one. */
export async function stageDigest(
  { module, needs }: Pick<DigestedStage, "module" | "needs">,
  options: ModuleGraphOptions = {},
): Promise<string> {
  const modules = needs?.backend ? [module, BACKENDS.href] : [module];
  return sha256Fields("module-graph/2", await moduleGraph(modules, options));
}

/** A stage's accepted code: that digest was seen to give the bytes of that version. */
export interface AcceptedDigest {
  /** Version of the stage. */
  readonly version: number;
  /** Digest of its module graph. */
  readonly digest: string;
}

/** Accepted digests by stage, as committed in `module_digests.json`. */
export type AcceptedDigests = Readonly<Record<string, AcceptedDigest>>;

/** The digests of the given stages now. */
export async function currentDigests(stages: readonly DigestedStage[]): Promise<AcceptedDigests> {
  const digests: Record<string, AcceptedDigest> = {};
  for (const stage of stages) {
    digests[stage.name] = { version: stage.version, digest: await stageDigest(stage) };
  }
  return digests;
}

/**
 * One line for each stage whose code, version or name differs between the accepted digests and
 * those now; empty where all agree.
 */
export function digestProblems(accepted: AcceptedDigests, now: AcceptedDigests): string[] {
  const names = [...new Set([...Object.keys(accepted), ...Object.keys(now)])].sort();
  return names.flatMap((name) => {
    const [before, after] = [accepted[name], now[name]];
    if (!before) return [`the ${name} stage is new: accept its code`];
    if (!after) return [`the ${name} stage is gone: accept that`];
    if (canonicalJson(before) === canonicalJson(after)) return [];
    if (before.version !== after.version) {
      return [`the ${name} stage is now version ${after.version}: accept its code`];
    }
    return [
      `the ${name} stage's code changed: bump its version (now ${after.version}) if the same ` +
      "parameters could give other bytes, then accept",
    ];
  });
}

/** Reads the committed list. */
export async function readAccepted(file: URL = ACCEPTED): Promise<AcceptedDigests> {
  return JSON.parse(await Deno.readTextFile(file));
}

/** Writes the committed list. */
export async function writeAccepted(
  digests: AcceptedDigests,
  { file = ACCEPTED }: { file?: URL } = {},
): Promise<void> {
  await Deno.writeTextFile(file, prettyJson(digests));
}
